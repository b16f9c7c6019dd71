package dev.netwright.runtime.train;

import dev.netwright.runtime.engine.Workers;

/** Gradients since the last update: their sum, or the mean over their samples. Not thread-safe. */
final class GradientSum {
    private static final int TILE = 16_384;
    private static final long WORK = 3;

    private final Workers.Task addTile = this::addTile;
    private float[] sum = new float[0];
    private float[] latest = sum;
    private float oldWeight;
    private float newWeight;
    private int count;
    private long samples;

    /** Number of gradients. */
    int count() {
        return count;
    }

    /** Forgets all. */
    void clear() {
        count = 0;
        samples = 0;
    }

    /** Before a further gradient replaces the one in this array. */
    void keep(float[] gradients) {
        if (count == 1) {
            sum = sum.length == gradients.length ? sum : new float[gradients.length];
            System.arraycopy(gradients, 0, sum, 0, sum.length);
        }
    }

    /**
     * Adds a gradient.
     *
     * @param n its samples
     * @param mean whether the mean over samples is wanted and not the sum of gradients
     */
    void add(float[] gradients, int n, boolean mean) {
        latest = gradients;
        if (count > 0) {
            oldWeight = mean ? (float) ((double) samples / (samples + n)) : 1;
            newWeight = mean ? (float) ((double) n / (samples + n)) : 1;
            Workers.run(addTile, (sum.length + TILE - 1) / TILE, WORK * sum.length);
        }
        samples += n;
        count++;
    }

    private void addTile(int tile) {
        int from = tile * TILE;
        int to = Math.min(TILE, sum.length - from) + from;
        for (int i = from; i < to; i++) {
            sum[i] = oldWeight * sum[i] + newWeight * latest[i];
        }
    }

    /** What has been added up; of one gradient the array that it came in. */
    float[] values() {
        return count == 1 ? latest : sum;
    }
}
