package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.BatchReader;
import dev.netwright.runtime.data.Moments;
import dev.netwright.runtime.data.Samples;
import dev.netwright.runtime.engine.InferencePlan;
import dev.netwright.runtime.tensor.FloatStore;
import dev.netwright.runtime.tensor.WeightTensor;
import java.util.List;
import java.util.function.Function;

/** Fits every {@code @Standardize} of a network to data; called by generated models. */
public final class Standardization {
    private static final int BATCH = 256;

    private final Model model;
    private final List<Site> sites;
    private final FloatStore buffers;
    private final InferencePlan plan;
    private final float[][] arriving;

    /**
     * A {@code @Standardize}.
     *
     * @param node its node, for messages
     * @param prefix what the names of its buffers start with
     * @param round how many others lie before it: what arrives here depends on them, so they are fitted in earlier rounds
     */
    public record Site(String node, String prefix, int round) {}

    /** The sites of a table as generated code holds it, a line each: node, prefix, round. */
    public static List<Site> sites(String table) {
        return table.lines()
                .map(line -> line.split(" ", -1))
                .map(words -> new Site(words[0], words[1], Integer.parseInt(words[2])))
                .toList();
    }

    private Standardization(Model model, List<Site> sites, Function<FloatStore, InferencePlan> plan) {
        this.model = model;
        this.sites = sites;
        this.buffers = FloatStore.over(model.bufferStore().values().clone());
        this.plan = plan.apply(buffers);
        this.arriving = new float[sites.size()][];
        for (int k = 0; k < arriving.length; k++) {
            arriving[k] = new float[Math.multiplyExact(BATCH, mean(sites.get(k)).size())];
        }
    }

    /**
     * Sets mean and deviation of each site to those of the values that arrive there when the model predicts the data: a pass over the
     * data for each round. A failure changes nothing.
     *
     * @param plan makes a plan over other buffers whose results are what arrives at the sites, in their order
     * @throws IllegalArgumentException where the data does not fit the network, has no samples, or a value that arrives at a site is NaN or
     *     infinite
     */
    public static void fit(Model model, Samples data, List<Site> sites, Function<FloatStore, InferencePlan> plan) {
        Fit.requireInputs(model.schema(), data);
        Standardization run = new Standardization(model, sites, plan);
        int rounds = 1 + sites.stream().mapToInt(Site::round).max().orElse(-1);
        for (int round = 0; round < rounds; round++) {
            run.fit(data, round);
        }
        float[] fitted = run.buffers.values();
        System.arraycopy(fitted, 0, model.bufferStore().values(), 0, fitted.length);
        model.bufferStore().changed();
    }

    private void fit(Samples data, int round) {
        List<Moments> moments = sites.stream()
                .map(site -> new Moments(
                        "what arrives at '" + site.node() + "' (@Standardize)",
                        mean(site).size()))
                .toList();
        long samples = 0;
        try (BatchReader batches = data.read(BATCH)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                BatchChecks.require(model.schema(), List.of(), batch);
                plan.predict(
                        batch.inputs(),
                        new int[batch.inputs().length],
                        batch.size(),
                        arriving,
                        new int[arriving.length]);
                for (int k = 0; k < arriving.length; k++) {
                    if (sites.get(k).round() == round) {
                        moments.get(k).add(arriving[k], batch.size(), batch::describe);
                    }
                }
                samples += batch.size();
            }
        }
        if (samples == 0) {
            throw new IllegalArgumentException("the data has no samples");
        }
        for (int k = 0; k < arriving.length; k++) {
            Site site = sites.get(k);
            if (site.round() == round) {
                moments.get(k).statistics().into(mean(site), buffer(site, "deviation"));
            }
        }
    }

    private WeightTensor mean(Site site) {
        return buffer(site, "mean");
    }

    /** A window on this run's own copy of the buffers. */
    private WeightTensor buffer(Site site, String local) {
        TensorSpec spec = model.parameters().get(site.prefix() + local).spec();
        return WeightTensor.of(buffers, spec);
    }
}
