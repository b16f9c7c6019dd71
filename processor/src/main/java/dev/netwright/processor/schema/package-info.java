/** Compares a network with what is outside of it: the schema files of its versions, files of weights, other networks. */
@NullMarked
package dev.netwright.processor.schema;

import org.jspecify.annotations.NullMarked;
