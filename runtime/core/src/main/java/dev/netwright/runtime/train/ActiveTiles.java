package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.engine.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters that move, cut into tiles of literal size, each with the rule that moves it. Frozen parameters are in no tile, so
 * they cost nothing. Sums go over tiles in order, each in double: the same bits for any number of threads. A call allocates nothing.
 * Not thread-safe.
 */
final class ActiveTiles {
    /** Elements of a tile. */
    static final int TILE = 16_384;

    /** Floating-point operations an element of an update costs, about; of a sum. */
    private static final long UPDATE_WORK = 12;

    private static final long SUM_WORK = 2;

    /** Keeps the divisor from 0, as in PyTorch's clip_grad_norm_. */
    private static final double NORM_EPSILON = 1e-6;

    /** Elements {@code from} to {@code to}, excluded, and how they move. */
    private record Tile(int from, int to, Rule rule) {}

    /** How a parameter moves: its optimizer, the factor on the learning rate, and how many steps it did not move. */
    private record Rule(Optimizer optimizer, float rateFactor, long missed) {}

    private final Tile[] tiles;
    private final double[] sums;
    private final long size;
    private final Workers.Task updateTile = this::updateTile;
    private final Workers.Task dotTile = this::dotTile;
    private final Workers.Task scaleTile = this::scaleTile;
    private final Workers.Task boundTile = this::boundTile;
    private final Workers.Task combineTile = this::combineTile;

    // Operands of the call in progress.
    private float[] x = new float[0];
    private float[] y = x;
    private float[] out = x;
    private double scale;
    private double factor;
    private float[][] slots = new float[0][];
    private long step;
    private float rate;

    private ActiveTiles(List<Tile> tiles) {
        this.tiles = tiles.toArray(new Tile[0]);
        this.sums = new double[this.tiles.length];
        this.size = tiles.stream().mapToLong(tile -> tile.to - tile.from).sum();
    }

    /**
     * The tiles of a model.
     *
     * @throws IllegalArgumentException where a group has no parameters, or asks of the optimizer what it cannot do
     */
    static ActiveTiles of(Schema schema, Optimizer optimizer, List<ParameterGroup> groups, FrozenLayers frozen) {
        for (ParameterGroup group : groups) {
            if (schema.parameters().stream().noneMatch(group::has)) {
                throw new IllegalArgumentException("parameter group '" + group + "': " + schema.network()
                        + " has no such parameters; it has "
                        + schema.parameters().stream().map(TensorSpec::name).toList());
            }
        }
        List<Tile> tiles = new ArrayList<>();
        List<TensorSpec> specs = schema.parameters();
        for (int k = 0; k < specs.size(); ) {
            int first = k++;
            if (frozen.has(specs.get(first).layer())) {
                continue;
            }
            Rule rule = rule(optimizer, groups, frozen, specs.get(first));
            while (k < specs.size()
                    && !frozen.has(specs.get(k).layer())
                    && rule(optimizer, groups, frozen, specs.get(k)).equals(rule)) {
                k++;
            }
            int end = specs.get(k - 1).offset() + specs.get(k - 1).size();
            for (int from = specs.get(first).offset(); from < end; from = Math.min(TILE, end - from) + from) {
                tiles.add(new Tile(from, Math.min(TILE, end - from) + from, rule));
            }
        }
        return new ActiveTiles(tiles);
    }

    private static Rule rule(Optimizer optimizer, List<ParameterGroup> groups, FrozenLayers frozen, TensorSpec spec) {
        float factor = 1;
        float decay = Float.NaN;
        for (ParameterGroup group : groups) {
            if (group.has(spec)) {
                factor = Float.isNaN(group.rateFactor()) ? factor : group.rateFactor();
                decay = Float.isNaN(group.weightDecay()) ? decay : group.weightDecay();
            }
        }
        if (Float.isNaN(decay) && factor == 1) {
            return new Rule(optimizer, 1, frozen.missed(spec.layer()));
        }
        if (!(optimizer instanceof ElementOptimizer element)) {
            throw new IllegalArgumentException(
                    optimizer.name() + " moves all parameters along one line; it takes no parameter groups");
        }
        return new Rule(
                Float.isNaN(decay) ? element : element.withWeightDecay(decay), factor, frozen.missed(spec.layer()));
    }

    /** Takes an optimizer's step, in one pass; {@code step} counts those of the training. */
    void update(float[] parameters, float[] gradient, float[][] slots, long step, float rate) {
        x = gradient;
        out = parameters;
        this.slots = slots;
        this.step = step;
        this.rate = rate;
        Workers.run(updateTile, tiles.length, UPDATE_WORK * size);
    }

    private void updateTile(int number) {
        Tile tile = tiles[number];
        if (tile.rule.optimizer instanceof ElementOptimizer element) {
            long own = step - tile.rule.missed;
            element.update(out, x, slots, tile.from, tile.to, own, rate * tile.rule.rateFactor);
        }
    }

    /** Sum of the products of the elements. */
    double dot(float[] a, float[] b) {
        x = a;
        y = b;
        Workers.run(dotTile, tiles.length, SUM_WORK * size);
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return sum;
    }

    private void dotTile(int number) {
        sums[number] = dot(x, y, tiles[number].from, tiles[number].to);
    }

    /** Four sums side by side, of every fourth product each: a single one would wait for each of its additions. */
    private static double dot(float[] a, float[] b, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            s0 += (double) a[i] * b[i];
            s1 += (double) a[i + 1] * b[i + 1];
            s2 += (double) a[i + 2] * b[i + 2];
            s3 += (double) a[i + 3] * b[i + 3];
        }
        for (; i < to; i++) {
            s0 += (double) a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Bounds a gradient. */
    void clip(float[] gradient, Clipping clipping, double squares) {
        out = gradient;
        if (clipping.kind() == Clipping.Kind.VALUE) {
            factor = clipping.limit();
            Workers.run(boundTile, tiles.length, SUM_WORK * size);
            return;
        }
        factor = clipping.limit() / (Math.sqrt(squares) + NORM_EPSILON);
        if (factor < 1) {
            Workers.run(scaleTile, tiles.length, SUM_WORK * size);
        }
    }

    private void boundTile(int number) {
        float limit = (float) factor;
        for (int i = tiles[number].from; i < tiles[number].to; i++) {
            out[i] = Math.max(-limit, Math.min(limit, out[i]));
        }
    }

    private void scaleTile(int number) {
        for (int i = tiles[number].from; i < tiles[number].to; i++) {
            out[i] = (float) (factor * out[i]);
        }
    }

    /** {@code to = s a + t b}, element by element, in double; {@code to} may be either. */
    void combine(float[] to, double s, float[] a, double t, float[] b) {
        out = to;
        x = a;
        y = b;
        scale = s;
        factor = t;
        Workers.run(combineTile, tiles.length, SUM_WORK * size);
    }

    private void combineTile(int number) {
        for (int i = tiles[number].from; i < tiles[number].to; i++) {
            out[i] = (float) (scale * x[i] + factor * y[i]);
        }
    }

    /** Largest absolute value; 0 where all is frozen. */
    double largest(float[] a) {
        float largest = 0;
        for (Tile tile : tiles) {
            for (int i = tile.from; i < tile.to; i++) {
                largest = Math.max(largest, Math.abs(a[i]));
            }
        }
        return largest;
    }

    /** Sum of the absolute values. */
    double sum(float[] a) {
        double sum = 0;
        for (Tile tile : tiles) {
            for (int i = tile.from; i < tile.to; i++) {
                sum += Math.abs(a[i]);
            }
        }
        return sum;
    }

    /** Index of the first element that is not finite, -1 where all are. */
    int firstNotFinite(float[] a) {
        for (Tile tile : tiles) {
            for (int i = tile.from; i < tile.to; i++) {
                if (!Float.isFinite(a[i])) {
                    return i;
                }
            }
        }
        return -1;
    }
}
