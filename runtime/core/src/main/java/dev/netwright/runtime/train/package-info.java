/** Training: losses, optimizers, metrics, history. */
@NullMarked
package dev.netwright.runtime.train;

import org.jspecify.annotations.NullMarked;
