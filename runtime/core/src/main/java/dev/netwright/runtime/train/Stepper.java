package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.TrainingState;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.Trainable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a training: gradients, what they add up to, and the optimizer's update with its slots. A step that fails changes
 * neither parameters nor slots. Not thread-safe.
 */
final class Stepper {
    /** Gradients of one step draw their random numbers at steps this far apart. */
    private static final int PART_SHIFT = 48;

    final Rules rules;
    final Pace pace;
    private final Model model;
    private final Trainable network;
    private final List<Head> heads;
    private final List<Loss> losses;
    private final boolean[] fromLogits;
    private final double[] ownLosses;
    private final GradientSum sum = new GradientSum();
    private final float[] keptBuffers;

    private float[][] slots = new float[0][];
    private @Nullable LbfgsSteps lbfgs;
    private @Nullable ActiveTiles lbfgsTiles;
    private @Nullable Batch current;
    private @Nullable Culprit spoiltBuffer;
    private long seed;
    private boolean started;
    private long step;
    private boolean poisoned;
    private int skippedInARow;
    private long skipped;
    private int rollbacks;

    Stepper(Model model, List<Loss> losses) {
        this.model = model;
        this.network = model.training();
        this.heads = network.heads();
        this.losses = losses;
        this.fromLogits = new boolean[heads.size()];
        this.ownLosses = new double[heads.size()];
        this.keptBuffers = model.bufferStore().values().clone();
        this.rules = new Rules(model.schema());
        this.pace = new Pace(rules.optimizer().learningRate());
        if (losses.size() != heads.size()) {
            throw new IllegalArgumentException("losses for " + model.schema().network() + ": expected " + heads.size()
                    + ", one for each of " + heads.stream().map(Head::name).toList() + ", found " + losses.size());
        }
        for (int k = 0; k < fromLogits.length; k++) {
            fromLogits[k] = losses.get(k).takesLogits(heads.get(k).activation());
        }
    }

    Trainable network() {
        return network;
    }

    List<Head> heads() {
        return heads;
    }

    void optimizer(Optimizer changed) {
        if (started) {
            throw new IllegalStateException("the optimizer cannot change once training has started");
        }
        rules.optimizer(changed);
        pace.base(changed.learningRate());
    }

    long step() {
        return step;
    }

    long skipped() {
        return skipped;
    }

    /** How many steps were left out since the last one that was taken. */
    int skippedInARow() {
        return skippedInARow;
    }

    /** How often training went back to a checkpoint. */
    int rollbacks() {
        return rollbacks;
    }

    void rollbacks(int changed) {
        rollbacks = changed;
    }

    /** The slots, laid out as the parameters; zeros before the first step. */
    float[][] slots() {
        if (!started) {
            slots = new float[rules.optimizer().slots().size()][network.parameters().length];
            started = true;
        }
        return slots;
    }

    /** Whether there are slots, and with them an optimizer that stays. */
    boolean started() {
        return started;
    }

    /** As before the first step. */
    void forget() {
        started = false;
        slots = new float[0][];
        lbfgs = null;
    }

    /** Whether gradients wait for an update: there is no state to save then. */
    boolean inBetween() {
        return sum.count() > 0;
    }

    /** Requires that no gradient waits for an update. */
    void requireNoneAdded(String call) {
        if (sum.count() > 0) {
            throw new IllegalStateException(
                    call + " between gradient(batch) and update(): the gradients would be lost; call update() first");
        }
    }

    /** Goes on from a state, with slots as they are. */
    void resume(TrainingState state, List<EpochReport> reports) {
        float rate = (float) state.learningRate();
        double base = state.optimizer().settings().getOrDefault(TrainingStates.LEARNING_RATE, (double) rate);
        pace.resume((float) base, rate, state.step(), reports);
        TrainingStates.frozen(state, this).ifPresent(rules::frozen);
        step = state.step();
        sum.clear();
        poisoned = false;
        skippedInARow = TrainingStates.count(state, TrainingStates.SKIPPED).orElse(0);
        rollbacks = TrainingStates.count(state, TrainingStates.ROLLBACKS).orElse(0);
        skipped = 0;
    }

    /** The gradient since the last update, laid out as the parameters. */
    float[] gradients() {
        if (sum.count() == 0) {
            throw new IllegalStateException("no gradient: call gradient(batch) first; update() uses it up");
        }
        if (poisoned) {
            throw new IllegalStateException(
                    "no gradient: a loss since the last update is not finite; update() leaves the step out");
        }
        return sum.values();
    }

    /** Number of the draw of random numbers for the next gradient. */
    long draw() {
        return step | (long) sum.count() << PART_SHIFT;
    }

    /**
     * A step: a gradient, and an update where as many gradients as one takes have come together.
     *
     * @return the batch's mean loss; NaN or infinite where the step is left out
     */
    double step(Batch batch, long seed, int epoch, @Nullable TallySet tallies) {
        if (rules.optimizer() instanceof Lbfgs settings) {
            return descend(settings, batch, seed, epoch, tallies);
        }
        double loss = gradient(batch, seed, epoch, tallies);
        if (sum.count() >= rules.accumulate()) {
            update(epoch);
        }
        return loss;
    }

    /** Takes the step of a group of gradients that is not complete. */
    void finish(int epoch) {
        if (rules.accumulate() > 1 && sum.count() > 0) {
            update(epoch);
        }
    }

    /** Adds the gradient of a batch's mean loss. A failure leaves the buffers, which the forward pass moves, as they were. */
    double gradient(Batch batch, long seed, int epoch, @Nullable TallySet tallies) {
        if (rules.optimizer() instanceof Lbfgs) {
            throw new IllegalStateException(
                    "Lbfgs evaluates the loss several times a step; call step(batch), not gradient(batch) and update()");
        }
        double loss = loss(batch, seed, tallies);
        if (!Double.isFinite(loss)) {
            diverged(loss(loss, batch, seed, epoch));
            poisoned = true;
        }
        sum.keep(network.gradients());
        if (!poisoned) {
            network.backward(fromLogits);
        }
        sum.add(network.gradients(), batch.size(), rules.accumulate() > 1);
        return loss;
    }

    /**
     * The mean loss of a batch, its gradient where the backward pass expects it. Running statistics follow the batch only where they
     * and the loss are finite; the loss is NaN where one of them is not.
     */
    private double loss(Batch batch, long seed, @Nullable TallySet tallies) {
        BatchChecks.require(model.schema(), heads, batch);
        int n = batch.size();
        float[] buffers = model.bufferStore().values();
        System.arraycopy(buffers, 0, keptBuffers, 0, buffers.length);
        double loss = Double.NaN;
        spoiltBuffer = null;
        try {
            loss = pass(batch, seed);
            if (Double.isFinite(loss)) {
                spoiltBuffer = Culprit.ofBuffers(model).orElse(null);
                loss = spoiltBuffer == null ? loss : Double.NaN;
            }
        } finally {
            if (!Double.isFinite(loss)) {
                System.arraycopy(keptBuffers, 0, buffers, 0, buffers.length);
            }
            model.bufferStore().changed();
        }
        float[] w = network.workspace();
        for (int k = 0; tallies != null && Double.isFinite(loss) && k < heads.size(); k++) {
            tallies.loss(k, ownLosses[k], n);
            RealRows rows = RealRows.of(model.schema(), k, Scores.of(heads.get(k), w, n, false), batch);
            tallies.add(k, rows.scores(), rows.batch());
        }
        return loss;
    }

    private double pass(Batch batch, long seed) {
        int n = batch.size();
        network.forward(batch.inputs(), n, seed, draw());
        float[] w = network.workspace();
        double loss = 0;
        for (int k = 0; k < heads.size(); k++) {
            Head head = heads.get(k);
            Scores scores = Scores.of(head, w, n, fromLogits[k]);
            int gradientAt = (fromLogits[k] ? head.logitsGradient() : head.gradient()).at(n);
            RealRows rows = RealRows.of(model.schema(), k, scores, batch);
            ownLosses[k] = rows.loss(losses.get(k), scores, w, gradientAt);
            loss += ownLosses[k];
        }
        return loss;
    }

    private DivergenceException loss(double loss, Batch batch, long seed, int epoch) {
        Culprit spoilt = spoiltBuffer;
        String what = spoilt == null ? "the loss is " + loss : "the loss is finite but the batch's statistics are not";
        Culprit culprit = spoilt == null ? Culprit.ofLoss(model, batch, seed, draw(), step) : spoilt;
        return new DivergenceException(what + " in " + place(epoch) + "; " + culprit.text(), culprit.layer());
    }

    private String place(int epoch) {
        return "epoch " + epoch + ", step " + (step + 1) + ", at learning rate " + pace.rate();
    }

    /** Throws, unless the policy lets one more step be left out. */
    private void diverged(DivergenceException exception) {
        if (skippedInARow >= rules.divergence().skips()) {
            throw exception;
        }
    }

    /** Takes a step along the gradients added since the last one. */
    void update(int epoch) {
        if (sum.count() == 0) {
            throw new IllegalStateException("update() without gradient(batch) before it");
        }
        float[] gradient = sum.values();
        boolean spoilt = poisoned;
        sum.clear();
        poisoned = false;
        if (spoilt || !clipped(gradient, epoch)) {
            skippedInARow++;
            skipped++;
            return;
        }
        rules.tiles().update(network.parameters(), gradient, slots(), step + 1, pace.rate());
        stepped();
    }

    private void stepped() {
        step++;
        skippedInARow = 0;
        pace.stepped(step);
        model.parameterStore().changed();
    }

    /** Clips a gradient as wanted; false where it is not finite and the step is to be left out. */
    private boolean clipped(float[] gradient, int epoch) {
        ActiveTiles tiles = rules.tiles();
        double squares = tiles.dot(gradient, gradient);
        if (!Double.isFinite(squares)) {
            Culprit culprit = Culprit.ofGradient(model, gradient, tiles.firstNotFinite(gradient));
            diverged(new DivergenceException(
                    "the gradient is not finite in " + place(epoch) + "; " + culprit.text(), culprit.layer()));
            return false;
        }
        if (rules.clipping() != null) {
            tiles.clip(gradient, rules.clipping(), squares);
        }
        return true;
    }

    /**
     * A step of an optimizer that evaluates the loss of the batch as often as it likes. One that fails or is left out leaves the buffers, which
     * each evaluation moves, as they were.
     */
    private double descend(Lbfgs settings, Batch batch, long seed, int epoch, @Nullable TallySet tallies) {
        float[] buffers = model.bufferStore().values();
        float[] before = buffers.clone();
        long steps = step;
        try {
            return evaluateAndDescend(settings, batch, seed, epoch, tallies);
        } finally {
            if (step == steps) {
                System.arraycopy(before, 0, buffers, 0, buffers.length);
                model.bufferStore().changed();
            }
        }
    }

    private double evaluateAndDescend(Lbfgs settings, Batch batch, long seed, int epoch, @Nullable TallySet tallies) {
        double first = loss(batch, seed, tallies);
        if (!Double.isFinite(first)) {
            diverged(loss(first, batch, seed, epoch));
            skippedInARow++;
            skipped++;
            return first;
        }
        network.backward(fromLogits);
        if (!clipped(network.gradients(), epoch)) {
            skippedInARow++;
            skipped++;
            return first;
        }
        if (lbfgs == null || lbfgsTiles != rules.tiles()) {
            lbfgsTiles = rules.tiles();
            lbfgs = new LbfgsSteps(
                    settings, lbfgsTiles, network.parameters(), network.gradients(), slots(), this::evaluate);
        }
        current = batch;
        this.seed = seed;
        try {
            lbfgs.step(first, step + 1, pace.rate());
        } catch (DivergenceException e) {
            diverged(new DivergenceException("in " + place(epoch) + " " + e.getMessage()));
            skippedInARow++;
            skipped++;
            return first;
        } finally {
            current = null;
            model.parameterStore().changed();
        }
        stepped();
        return first;
    }

    private double evaluate() {
        double loss = current == null ? Double.NaN : loss(current, seed, null);
        if (Double.isFinite(loss)) {
            network.backward(fromLogits);
        }
        return loss;
    }
}
