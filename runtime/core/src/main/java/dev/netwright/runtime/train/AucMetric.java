package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import java.util.Arrays;

/**
 * Area under the receiver operating characteristic: how likely a sample of the class has a higher score than one that is not, equal scores
 * counted half (Hanley and McNeil 1982; Mann and Whitney 1947). Exact: keeps every score.
 */
final class AucMetric implements Metric {
    static final Metric INSTANCE = new AucMetric();

    /** More numbers than this are too many for a checkpoint's header. */
    private static final int MOST_SAVED = 1 << 20;

    private AucMetric() {}

    @Override
    public String name() {
        return "auc";
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Tally tally() {
        return new Ranks();
    }

    /** Rows of a score for each class that is ranked, and 1 or 0 for whether the row is of it. */
    private static final class Ranks implements Tally {
        private int classes;
        private int rows;
        private double[] scores = new double[0];
        private boolean[] members = new boolean[0];

        @Override
        public void add(Scores batchScores, Batch batch, int output) {
            Answers answers = new Answers("auc", batchScores, batch, output);
            boolean many = answers.manyLabels();
            classes = many || answers.classes() > 2 ? answers.classes() : 1;
            reserve((rows + batchScores.rows()) * classes);
            double[] row = new double[batchScores.columns()];
            for (int i = 0; i < batchScores.rows(); i++, rows++) {
                comparable(batchScores, answers, i, row);
                int actual = many ? 0 : answers.actual(i);
                for (int j = 0; j < classes; j++) {
                    int column = classes == 1 ? row.length - 1 : j;
                    scores[rows * classes + j] = row[column];
                    members[rows * classes + j] = many ? answers.actual(i, j) : actual == (classes == 1 ? 1 : j);
                }
            }
        }

        /** Scores that can be compared between rows: of logits the probabilities. */
        private static void comparable(Scores scores, Answers answers, int row, double[] to) {
            double max = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < to.length; j++) {
                to[j] = answers.score(row, j);
                max = Math.max(max, to[j]);
            }
            if (to.length == 1 || scores.activation() != Head.Activation.NONE) {
                return;
            }
            if (to.length == 2) {
                to[1] -= to[0]; // rises with the probability of class 1, and never rounds to 1
                return;
            }
            double sum = 0;
            for (int j = 0; j < to.length; j++) {
                to[j] = Math.exp(to[j] - max);
                sum += to[j];
            }
            for (int j = 0; j < to.length; j++) {
                to[j] /= sum;
            }
        }

        private void reserve(int length) {
            if (scores.length < length) {
                int capacity = Math.max(length, scores.length + (scores.length >> 1));
                scores = Arrays.copyOf(scores, capacity);
                members = Arrays.copyOf(members, capacity);
            }
        }

        /** The mean over the classes that some rows are of and some are not; NaN where there is none. */
        @Override
        public double value() {
            double sum = 0;
            int counted = 0;
            for (int j = 0; j < classes; j++) {
                double area = area(j);
                if (!Double.isNaN(area)) {
                    sum += area;
                    counted++;
                }
            }
            return counted == 0 ? Double.NaN : sum / counted;
        }

        private double area(int column) {
            double[] in = new double[rows];
            double[] out = new double[rows];
            int ins = 0;
            int outs = 0;
            for (int i = column; i < rows * classes; i += classes) {
                if (Double.isNaN(scores[i])) {
                    return Double.NaN;
                }
                if (members[i]) {
                    in[ins++] = scores[i];
                } else {
                    out[outs++] = scores[i];
                }
            }
            Arrays.sort(in, 0, ins);
            Arrays.sort(out, 0, outs);
            long halves = 0;
            int lower = 0;
            int notHigher = 0;
            for (int i = 0; i < ins; i++) {
                while (lower < outs && out[lower] < in[i]) {
                    lower++;
                }
                notHigher = Math.max(notHigher, lower);
                while (notHigher < outs && out[notHigher] <= in[i]) {
                    notHigher++;
                }
                halves += lower + notHigher;
            }
            return ins == 0 || outs == 0 ? Double.NaN : halves / 2.0 / ins / outs;
        }

        @Override
        public double[] state() {
            int length = rows * classes;
            if (length == 0 || 2L * length + 1 > MOST_SAVED) {
                return new double[0];
            }
            double[] state = Arrays.copyOf(scores, 2 * length + 1);
            for (int i = 0; i < length; i++) {
                state[length + i] = members[i] ? 1 : 0;
            }
            state[2 * length] = classes;
            return state;
        }

        @Override
        public void resume(double[] state) {
            int length = state.length / 2;
            classes = (int) state[2 * length];
            rows = length / classes;
            scores = Arrays.copyOf(state, length);
            members = new boolean[length];
            for (int i = 0; i < length; i++) {
                members[i] = state[length + i] == 1;
            }
        }
    }
}
