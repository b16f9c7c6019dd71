package dev.netwright.processor.schema;

import dev.netwright.processor.graph.Graph;

/** Names in messages. */
final class Names {
    private Names() {}

    /** Simple name of a network's interface. */
    static String simple(Graph graph) {
        String name = graph.declaration().interfaceName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
}
