/** The annotation processor: wires the stages. */
@NullMarked
package dev.netwright.processor;

import org.jspecify.annotations.NullMarked;
