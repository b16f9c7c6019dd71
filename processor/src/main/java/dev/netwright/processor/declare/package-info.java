/** From an interface, or its companion, to a {@link dev.netwright.processor.declare.Declaration}. */
@NullMarked
package dev.netwright.processor.declare;

import org.jspecify.annotations.NullMarked;
