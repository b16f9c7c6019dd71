package dev.netwright.processor.plan;

import dev.netwright.processor.step.Gradients;
import dev.netwright.processor.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Steps in the order of their emission, with what is known of where they come from. */
final class Tape {
    final List<Entry> entries = new ArrayList<>();
    private final List<Consumer<Gradients>> adjoints = new ArrayList<>();

    /**
     * A step.
     *
     * @param node name of its node
     * @param applied number of the occurrence of an operator that emitted it, in the whole graph
     * @param region number of its region with an adjoint of its own, or -1
     */
    record Entry(Step step, String node, int applied, int region) {
        Entry with(Step other) {
            return new Entry(other, node, applied, region);
        }
    }

    /** A new region with an adjoint of its own; its number. */
    int region(Consumer<Gradients> adjoint) {
        adjoints.add(adjoint);
        return adjoints.size() - 1;
    }

    Consumer<Gradients> adjoint(int region) {
        return adjoints.get(region);
    }
}
