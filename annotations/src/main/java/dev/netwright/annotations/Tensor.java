package dev.netwright.annotations;

/**
 * Marks a node's value in a declaration. Methods of a {@link Network} are declarations and never called, so no value of
 * this type ever exists.
 */
public interface Tensor {}
