/** Formulas: parsed, differentiated, folded, rendered. */
@NullMarked
package dev.netwright.processor.pointwise;

import org.jspecify.annotations.NullMarked;
