package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.BatchReader;
import dev.netwright.runtime.data.Samples;
import dev.netwright.runtime.engine.Head;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures models. Thread-safe where predicting is. */
public final class Evaluator {
    private static final int BATCH = 256;

    private Evaluator() {}

    /**
     * Measures a model by metrics that need no loss: {@link Metric#ACCURACY} where none is named. The final activations are asked of a
     * plan that trains, which allocates nothing before it runs.
     */
    public static Evaluation evaluate(Model model, Samples data, Metric... metrics) {
        List<Metric> wanted = metrics.length == 0 ? List.of(Metric.ACCURACY) : List.of(metrics);
        return evaluate(model, model.trainable().heads(), List.of(), data, wanted);
    }

    /** Measures a model by the loss that it is trained with, and metrics. */
    public static Evaluation evaluate(Model model, Loss loss, Samples data, Metric... metrics) {
        List<Metric> wanted = metrics.length == 0 ? loss.metrics() : List.of(metrics);
        return evaluate(model, model.trainable().heads(), List.of(loss), data, wanted);
    }

    /** Measures; {@code losses} is empty or has one an output. */
    static Evaluation evaluate(Model model, List<Head> heads, List<Loss> losses, Samples data, List<Metric> metrics) {
        Fit.requireData(model.schema(), heads, data);
        TallySet tallies = new TallySet(heads, losses.isEmpty() ? metrics : TallySet.withoutLoss(metrics));
        boolean confused = heads.size() == 1 && data.classes(0).isPresent();
        int classes = Math.max(2, Fit.columns(heads.get(0)));
        ConfusionTally confusion =
                confused && classes <= ConfusionTally.MOST_CLASSES ? new ConfusionTally(classes) : null;
        float threshold = threshold(metrics);
        double lossSum = 0;
        long samples = 0;
        try (BatchReader batches = data.read(BATCH)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                BatchChecks.require(model.schema(), heads, batch);
                float[][] outputs = model.infer(batch.inputs(), batch.size());
                for (int k = 0; k < heads.size(); k++) {
                    Head head = heads.get(k);
                    Scores scores =
                            Scores.of(head.name(), head.shape(), outputs[k], 0, batch.size(), head.activation());
                    if (!losses.isEmpty()) {
                        lossSum += losses.get(k).compute(scores, batch, k, null, 0) * batch.size();
                    }
                    tallies.add(k, scores, batch);
                    if (confusion != null) {
                        confusion.add(scores, batch, k, threshold);
                    }
                }
                samples += batch.size();
            }
        }
        Map<String, Double> values = new LinkedHashMap<>();
        if (!losses.isEmpty()) {
            values.put(Metric.LOSS.name(), lossSum / samples);
        }
        values.putAll(tallies.values());
        return new Evaluation(samples, values, confusion == null ? null : confusion.matrix(data.classNames(0)));
    }

    /** The threshold that a metric asks for, so that the matrix counts as it does; NaN for what the scores say. */
    private static float threshold(List<Metric> metrics) {
        for (Metric metric : metrics) {
            if (metric instanceof AccuracyMetric accuracy) {
                return accuracy.threshold();
            }
        }
        return Float.NaN;
    }
}
