/** Compares a network with what is outside of it: files of weights and other networks. */
@NullMarked
package dev.netwright.processor.schema;

import org.jspecify.annotations.NullMarked;
