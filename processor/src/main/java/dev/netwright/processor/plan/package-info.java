/** Steps in order, fused, with the backward pass and the memory layout; and a naive interpreter in double. */
@NullMarked
package dev.netwright.processor.plan;

import org.jspecify.annotations.NullMarked;
