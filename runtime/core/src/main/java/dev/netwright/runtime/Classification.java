package dev.netwright.runtime;

/**
 * The class that a model takes a sample for.
 *
 * @param label name of the class
 * @param id its number, from 0
 * @param probability how sure the model is, 0 to 1
 */
public record Classification(String label, int id, float probability) {}
