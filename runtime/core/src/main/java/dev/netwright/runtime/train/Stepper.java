package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.InputArrays;
import dev.netwright.runtime.engine.Trainable;
import dev.netwright.runtime.engine.Workers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of a training: gradients, their sum, and the optimizer's update with its slots. Not thread-safe. */
final class Stepper {
    /** Elements of a tile of an update: as literal as the tiles of a plan, so that results do not depend on threads. */
    private static final int TILE = 16_384;

    /** Floating-point operations an element of an update costs, about. */
    private static final long WORK = 12;

    /** Gradients of one step draw their random numbers at steps this far apart. */
    private static final int PART_SHIFT = 48;

    private final Model model;
    private final Trainable network;
    private final List<Head> heads;
    private final List<Loss> losses;
    private final boolean[] fromLogits;
    private final Workers.Task updateTile = this::updateTile;

    private Optimizer optimizer = Adam.of(1e-3f);
    private float[][] slots = new float[0][];
    private float rate = optimizer.learningRate();
    private boolean started;
    private long step;
    private int pending;
    private float[] sum = new float[0];

    Stepper(Model model, List<Loss> losses) {
        this.model = model;
        this.network = model.trainable();
        this.heads = network.heads();
        this.losses = losses;
        this.fromLogits = new boolean[heads.size()];
        if (losses.size() != heads.size()) {
            throw new IllegalArgumentException("losses for " + model.schema().network() + ": expected " + heads.size()
                    + ", one for each of " + heads.stream().map(Head::name).toList() + ", found " + losses.size());
        }
        for (int k = 0; k < fromLogits.length; k++) {
            fromLogits[k] = losses.get(k).takesLogits(heads.get(k).activation());
        }
    }

    List<Head> heads() {
        return heads;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    void optimizer(Optimizer changed) {
        if (started) {
            throw new IllegalStateException("the optimizer cannot change once training has started");
        }
        optimizer = changed;
        rate = changed.learningRate();
    }

    float rate() {
        return rate;
    }

    void rate(float changed) {
        rate = Settings.atLeastZero("learningRate", changed);
    }

    long step() {
        return step;
    }

    int pending() {
        return pending;
    }

    /** The slots, laid out as the parameters; zeros before the first step. */
    float[][] slots() {
        if (!started) {
            slots = new float[optimizer.slots().size()][network.parameters().length];
            started = true;
        }
        return slots;
    }

    /** Goes on at a step, with slots as they are. */
    void resume(long step, float rate) {
        this.step = step;
        this.rate = rate;
        this.pending = 0;
    }

    /** Adds the gradient of a batch's mean loss. */
    double gradient(Batch batch, long seed, int epoch, @Nullable TallySet tallies) {
        requireInputs(batch);
        int n = batch.size();
        network.forward(batch.inputs(), n, seed, step | (long) pending << PART_SHIFT);
        float[] w = network.workspace();
        double loss = 0;
        for (int k = 0; k < heads.size(); k++) {
            Head head = heads.get(k);
            Scores scores = Scores.of(head, w, n, fromLogits[k]);
            int gradientAt = (fromLogits[k] ? head.logitsGradient() : head.gradient()).at(n);
            double own = losses.get(k).compute(scores, batch, k, w, gradientAt);
            loss += own;
            if (tallies != null) {
                tallies.loss(k, own, n);
                tallies.add(k, Scores.of(head, w, n, false), batch);
            }
        }
        if (!Double.isFinite(loss)) {
            throw new DivergenceException("the loss is " + loss + " in epoch " + epoch + ", step " + (step + 1)
                    + ", at learning rate " + rate + "; " + culprit(batch));
        }
        float[] gradients = network.gradients();
        if (pending == 1) {
            sum = sum.length == gradients.length ? sum : new float[gradients.length];
            System.arraycopy(gradients, 0, sum, 0, sum.length);
        }
        network.backward(fromLogits);
        if (pending > 0) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += gradients[i];
            }
        }
        pending++;
        return loss;
    }

    /** Takes a step along the gradients added since the last one. */
    void update() {
        if (pending == 0) {
            throw new IllegalStateException("update() without gradient(batch) before it");
        }
        slots();
        step++;
        int length = network.parameters().length;
        Workers.run(updateTile, (length + TILE - 1) / TILE, WORK * length);
        pending = 0;
        model.parameterStore().changed();
    }

    private void updateTile(int tile) {
        float[] parameters = network.parameters();
        int from = tile * TILE;
        int to = Math.min(TILE, parameters.length - from) + from;
        optimizer.update(parameters, pending == 1 ? network.gradients() : sum, slots, from, to, step, rate);
    }

    private void requireInputs(Batch batch) {
        List<Schema.Port> inputs = model.schema().inputs();
        if (batch.size() < 1) {
            throw new IllegalArgumentException("a batch without samples");
        }
        if (batch.inputs().length != inputs.size()) {
            throw new IllegalArgumentException("inputs of " + model.schema().network() + ": expected " + inputs.size()
                    + ", found a batch with " + batch.inputs().length);
        }
        for (int k = 0; k < inputs.size(); k++) {
            Schema.Port port = inputs.get(k);
            long expected = (long) port.size() * batch.size();
            Object array = batch.inputs()[k];
            InputArrays.requireType(port, array);
            if (InputArrays.length(array) < expected) {
                throw new IllegalArgumentException("input '" + port.name() + "' " + port.shape() + ": expected "
                        + batch.size() + " samples of " + port.size() + " values = " + expected + ", found "
                        + InputArrays.length(array));
            }
            InputArrays.requireIds(port, array, 0, batch.size(), batch::describe);
        }
    }

    /** Says where the first value lies that is not finite: in the inputs, in the parameters, or in what was computed of them. */
    private String culprit(Batch batch) {
        List<Schema.Port> inputs = model.schema().inputs();
        for (int k = 0; k < inputs.size(); k++) {
            int size = inputs.get(k).size();
            for (int i = 0; batch.inputs()[k] instanceof float[] values && i < size * batch.size(); i++) {
                if (!Float.isFinite(values[i])) {
                    return "input '" + inputs.get(k).name() + "' of " + batch.describe(i / size) + " holds "
                            + values[i];
                }
            }
        }
        float[] parameters = network.parameters();
        for (TensorSpec spec : model.schema().parameters()) {
            for (int i = 0; i < spec.size(); i++) {
                if (!Float.isFinite(parameters[spec.offset() + i])) {
                    return "parameter " + spec.name() + " holds " + parameters[spec.offset() + i] + " since step "
                            + step + "; try a lower learning rate";
                }
            }
        }
        return "inputs and parameters are finite; try a lower learning rate";
    }
}
