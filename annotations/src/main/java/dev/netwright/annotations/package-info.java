/**
 * The language: a neural network is an interface annotated with {@link dev.netwright.annotations.Network}, each abstract
 * method is a node, the node's annotations are its operators in order, its parameters the nodes it consumes.
 *
 * <p>Shapes in this package never hold the batch dimension: it is always there, always first and never fixed. {@code N}
 * below stands for it.
 */
package dev.netwright.annotations;
