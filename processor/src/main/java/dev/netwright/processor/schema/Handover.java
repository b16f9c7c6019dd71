package dev.netwright.processor.schema;

import java.util.Map;

/**
 * Layers that a network can take over from another.
 *
 * @param packageName package of the other's model, empty for the unnamed one
 * @param modelName simple name of the other's model
 * @param layers names of layers and, of each, its name in the other
 * @param whole whether these are all layers there are
 */
public record Handover(String packageName, String modelName, Map<String, String> layers, boolean whole) {}
