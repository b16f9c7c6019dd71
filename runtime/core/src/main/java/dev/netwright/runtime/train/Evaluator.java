package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.data.Dataset;

/** Measures models. */
public final class Evaluator {
    private Evaluator() {}

    /** Measures a model of one input and one output. */
    public static Evaluation evaluate(Model model, Dataset data, Metric... metrics) {
        throw new IllegalStateException();
    }
}
