package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.BatchReader;
import dev.netwright.runtime.data.Samples;
import dev.netwright.runtime.engine.Head;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measures models. Thread-safe where predicting is. */
public final class Evaluator {
    private static final int BATCH = 256;

    private Evaluator() {}

    /**
     * Measures a model by metrics that need no loss: {@link Metric#ACCURACY} where none is named, of
     * a network with several outputs on each that has class ids. The final activations are asked of a
     * plan that trains, which allocates nothing before it runs.
     */
    public static Evaluation evaluate(Model model, Samples data, Metric... metrics) {
        List<Head> heads = model.trainable().heads();
        List<Metric> wanted = metrics.length == 0 ? accuracies(heads, data) : List.of(metrics);
        return evaluate(model, heads, List.of(), data, wanted);
    }

    /** Measures a model of several outputs by the losses that it is trained with, and metrics. */
    public static <M extends Model> Evaluation evaluate(
            M model, OutputLosses<M> losses, Samples data, Metric... metrics) {
        List<Loss> each = List.copyOf(losses.lossesInOrder());
        List<Head> heads = model.trainable().heads();
        List<Metric> wanted = metrics.length == 0 ? TallySet.suggested(heads, each) : List.of(metrics);
        return evaluate(model, heads, each, data, wanted);
    }

    /** Measures a model of one output by the loss that it is trained with, and metrics. */
    public static Evaluation evaluate(Model model, Loss loss, Samples data, Metric... metrics) {
        List<Metric> wanted = metrics.length == 0 ? loss.metrics() : List.of(metrics);
        return evaluate(model, model.trainable().heads(), List.of(loss), data, wanted);
    }

    /** The accuracy; of a network with several outputs that of each with class ids. */
    private static List<Metric> accuracies(List<Head> heads, Samples data) {
        return heads.size() == 1
                ? List.of(Metric.ACCURACY)
                : IntStream.range(0, Math.min(heads.size(), data.targetCount()))
                        .filter(k -> data.classes(k).isPresent())
                        .mapToObj(k -> Metric.of(heads.get(k).name(), Metric.ACCURACY))
                        .toList();
    }

    /** Measures; {@code losses} is empty or has one an output. */
    static Evaluation evaluate(Model model, List<Head> heads, List<Loss> losses, Samples data, List<Metric> metrics) {
        Fit.requireData(model.schema(), heads, data);
        TallySet tallies =
                new TallySet(heads, losses.isEmpty() ? metrics : TallySet.withoutLoss(metrics), !losses.isEmpty());
        List<Optional<ConfusionTally>> confusions = new ArrayList<>();
        for (int k = 0; k < heads.size(); k++) {
            int classes = Math.max(2, model.schema().outputs().get(k).columns());
            confusions.add(
                    data.classes(k).isPresent() && classes <= ConfusionTally.MOST_CLASSES
                            ? Optional.of(new ConfusionTally(classes))
                            : Optional.empty());
        }
        double[] lossSums = new double[heads.size()];
        double[] weights = new double[heads.size()];
        long samples = 0;
        try (BatchReader batches = data.read(BATCH)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                BatchChecks.require(model.schema(), heads, batch);
                float[][] outputs = model.infer(batch.inputs(), batch.size());
                for (int k = 0; k < heads.size(); k++) {
                    Head head = heads.get(k);
                    Scores all = Scores.of(head.name(), head.shape(), outputs[k], 0, batch.size(), head.activation());
                    RealRows rows = RealRows.of(model.schema(), k, all, batch);
                    if (!losses.isEmpty()) {
                        double loss = losses.get(k).compute(rows.scores(), rows.batch(), k, null, 0);
                        lossSums[k] += loss * rows.weight(all);
                        weights[k] += rows.weight(all);
                    }
                    tallies.add(k, rows.scores(), rows.batch());
                    if (confusions.get(k).isPresent()) {
                        confusions.get(k).get().add(rows.scores(), rows.batch(), k, threshold(metrics, head.name()));
                    }
                }
                samples += batch.size();
            }
        }
        Map<String, Double> values = new LinkedHashMap<>();
        if (!losses.isEmpty()) {
            double loss = 0;
            for (int k = 0; k < lossSums.length; k++) {
                loss += lossSums[k] / weights[k];
                tallies.loss(k, lossSums[k] / weights[k], (int) Math.min(samples, Integer.MAX_VALUE));
            }
            values.put(Metric.LOSS.name(), loss);
        }
        values.putAll(tallies.values());
        Map<String, ConfusionMatrix> matrices = new LinkedHashMap<>();
        for (int k = 0; k < heads.size(); k++) {
            if (confusions.get(k).isPresent()) {
                List<String> names = data.classNames(k);
                matrices.put(
                        heads.get(k).name(),
                        confusions
                                .get(k)
                                .get()
                                .matrix(
                                        names.isEmpty()
                                                ? model.schema()
                                                        .outputs()
                                                        .get(k)
                                                        .classes()
                                                : names));
            }
        }
        return new Evaluation(samples, values, matrices);
    }

    /** The threshold that a metric asks for, so that the matrix counts as it does; NaN for what the scores say. */
    private static float threshold(List<Metric> metrics, String output) {
        for (Metric metric : metrics) {
            boolean named = metric instanceof OutputMetric;
            Metric plain = named ? ((OutputMetric) metric).metric() : metric;
            if (plain instanceof AccuracyMetric accuracy
                    && (!named || ((OutputMetric) metric).output().equals(output))) {
                return accuracy.threshold();
            }
        }
        return Float.NaN;
    }
}
