/**
 * Training: a {@link dev.netwright.runtime.train.Trainer}, losses, optimizers, initial values, metrics, history and progress.
 */
@NullMarked
package dev.netwright.runtime.train;

import org.jspecify.annotations.NullMarked;
