/** From a graph and the schema files of its versions to a verdict, and to how each version loads the one before. */
@NullMarked
package dev.netwright.processor.schema;

import org.jspecify.annotations.NullMarked;
