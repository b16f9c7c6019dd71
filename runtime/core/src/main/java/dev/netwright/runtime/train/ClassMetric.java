package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import java.util.Locale;

/**
 * Precision, recall and F1 (Manning et al. 2008, Introduction to Information Retrieval, section 8.3), 0 where they divide by 0, as
 * scikit-learn has it.
 */
record ClassMetric(Kind kind, Average average) implements Metric {
    enum Kind {
        PRECISION,
        RECALL,
        F1
    }

    @Override
    public String name() {
        String plain = kind.name().toLowerCase(Locale.ROOT);
        return average == Average.BINARY ? plain : plain + "_" + average.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Tally tally() {
        return new Counts();
    }

    private double figure(long right, long wrongly, long missed) {
        return switch (kind) {
            case PRECISION -> share(right, right + wrongly);
            case RECALL -> share(right, right + missed);
            case F1 -> share(2 * right, 2 * right + wrongly + missed);
        };
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / (double) whole;
    }

    /** For each class how often it was said rightly, said wrongly, and missed: the three behind each other. */
    private final class Counts implements Tally {
        private long[] counts = new long[0];
        private boolean manyLabels;

        @Override
        public void add(Scores scores, Batch batch, int output) {
            Answers answers = new Answers(name(), scores, batch, output);
            int classes = answers.classes();
            if (average == Average.BINARY && (scores.columns() > 2 || answers.manyLabels())) {
                throw new IllegalArgumentException(name() + " of '" + scores.name()
                        + "': expected an output that says yes or no, found one of " + classes
                        + " classes; use Average.MACRO, MICRO or WEIGHTED");
            }
            counts = counts.length == 0 ? new long[3 * classes] : counts;
            manyLabels = answers.manyLabels();
            for (int row = 0; row < scores.rows(); row++) {
                if (manyLabels) {
                    for (int j = 0; j < classes; j++) {
                        count(j, answers.actual(row, j), answers.yes(row, j));
                    }
                } else {
                    int actual = answers.actual(row);
                    int said = answers.said(row);
                    count(said, actual == said, true);
                    count(actual, true, actual == said);
                    counts[3 * actual] -= actual == said ? 1 : 0; // counted twice
                }
            }
        }

        private void count(int id, boolean actual, boolean said) {
            if (actual || said) {
                counts[3 * id + (actual && said ? 0 : said ? 1 : 2)]++;
            }
        }

        @Override
        public double value() {
            double sum = 0;
            double weights = 0;
            long[] all = new long[3];
            for (int i = 0; i < counts.length; i += 3) {
                long there = counts[i] + counts[i + 2];
                boolean seen = manyLabels || there + counts[i + 1] > 0;
                double weight = average == Average.WEIGHTED ? there : seen ? 1 : 0;
                sum += weight * figure(counts[i], counts[i + 1], counts[i + 2]);
                weights += weight;
                for (int k = 0; k < 3; k++) {
                    all[k] += counts[i + k];
                }
            }
            if (counts.length == 0) {
                return Double.NaN;
            }
            return switch (average) {
                case BINARY -> figure(counts[3], counts[4], counts[5]);
                case MICRO -> figure(all[0], all[1], all[2]);
                default -> weights == 0 ? 0 : sum / weights;
            };
        }

        @Override
        public double[] state() {
            double[] state = new double[counts.length + 1];
            for (int i = 0; i < counts.length; i++) {
                state[i] = counts[i];
            }
            state[counts.length] = manyLabels ? 1 : 0;
            return state;
        }

        @Override
        public void resume(double[] state) {
            counts = new long[state.length - 1];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = (long) state[i];
            }
            manyLabels = state[counts.length] == 1;
        }
    }
}
