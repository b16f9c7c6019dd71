package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import java.util.Locale;

/** How far numbers are from their targets. In double; means and variances by Welford 1962. */
record ErrorMetric(Kind kind) implements Metric {
    enum Kind {
        MAE,
        RMSE,
        R2
    }

    /** What is kept for a column: samples are counted once for all. */
    private static final int ABSOLUTE = 0;

    private static final int SQUARED = 1;
    private static final int MEAN = 2;
    private static final int SPREAD = 3;
    private static final int KEPT = 4;

    @Override
    public String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean higherIsBetter() {
        return kind == Kind.R2;
    }

    @Override
    public Tally tally() {
        return new Tally() {
            /** Rows, then what is kept of each column. */
            private double[] sums = new double[1];

            @Override
            public void add(Scores scores, Batch batch, int output) {
                float[] targets = batch.targets(output)
                        .orElseThrow(() -> new IllegalArgumentException(name() + " of '" + scores.name()
                                + "': expected float targets, found "
                                + (batch.labels(output).isPresent() ? "class ids" : "none")));
                Targets.requireLength("target values", scores, targets.length, scores.size());
                if (sums[0] == 0) {
                    sums = new double[1 + KEPT * scores.columns()];
                }
                for (int row = 0; row < scores.rows(); row++) {
                    sums[0]++;
                    for (int j = 0; j < scores.columns(); j++) {
                        int i = row * scores.columns() + j;
                        add(1 + KEPT * j, scores.values()[scores.at() + i], targets[i]);
                    }
                }
            }

            private void add(int at, double said, double target) {
                double error = said - target;
                sums[at + ABSOLUTE] += Math.abs(error);
                sums[at + SQUARED] += error * error;
                double off = target - sums[at + MEAN];
                sums[at + MEAN] += off / sums[0];
                sums[at + SPREAD] += off * (target - sums[at + MEAN]);
            }

            @Override
            public double value() {
                int columns = sums.length / KEPT;
                double total = 0;
                for (int at = 1; at < sums.length; at += KEPT) {
                    total += switch (kind) {
                        case MAE -> sums[at + ABSOLUTE] / sums[0];
                        case RMSE -> sums[at + SQUARED] / sums[0];
                        case R2 -> determination(sums[at + SQUARED], sums[at + SPREAD]);
                    };
                }
                if (sums[0] == 0 || (kind == Kind.R2 && sums[0] < 2)) {
                    return Double.NaN;
                }
                return kind == Kind.RMSE ? Math.sqrt(total / columns) : total / columns;
            }

            @Override
            public double[] state() {
                return sums.clone();
            }

            @Override
            public void resume(double[] state) {
                sums = state.clone();
            }
        };
    }

    private static double determination(double squared, double spread) {
        return spread == 0 ? (squared == 0 ? 1 : 0) : 1 - squared / spread;
    }
}
