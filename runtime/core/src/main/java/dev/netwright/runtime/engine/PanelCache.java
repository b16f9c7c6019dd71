package dev.netwright.runtime.engine;

/** Packed weights of a model, shared by its plans. Thread-safe. */
public final class PanelCache {}
