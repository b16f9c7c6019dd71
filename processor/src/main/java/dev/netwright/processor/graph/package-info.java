/** Nodes with inferred shapes, parameters and buffers. */
@NullMarked
package dev.netwright.processor.graph;

import org.jspecify.annotations.NullMarked;
