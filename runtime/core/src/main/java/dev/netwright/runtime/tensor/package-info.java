/** The parameter store and typed windows on it. */
@NullMarked
package dev.netwright.runtime.tensor;

import org.jspecify.annotations.NullMarked;
