package dev.netwright.runtime.engine;

/** A matrix packed as the right operand of a product: each row in an array of its own, which is what C2 vectorizes. */
public final class Panel {}
