/** The closed set of steps over views, each with its adjoint. Records only. */
@NullMarked
package dev.netwright.processor.step;

import org.jspecify.annotations.NullMarked;
