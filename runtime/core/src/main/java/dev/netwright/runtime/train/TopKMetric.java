package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;

/** Share of rows whose class is among the k of the highest scores; of equal scores the first counts as higher. */
record TopKMetric(int k) implements Metric {
    TopKMetric {
        if (k < 1) {
            throw new IllegalArgumentException("k: expected 1 or more, found " + k);
        }
    }

    @Override
    public String name() {
        return "top_" + k + "_accuracy";
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Tally tally() {
        return new Tally() {
            private long right;
            private long all;

            @Override
            public void add(Scores scores, Batch batch, int output) {
                if (scores.columns() < 2) {
                    throw new IllegalArgumentException(
                            name() + " of '" + scores.name() + "': expected scores of several classes, found one");
                }
                if (k > scores.columns()) {
                    throw new IllegalArgumentException(name() + " of '" + scores.name() + "': expected k of at most "
                            + scores.columns() + ", the number of classes, found " + k);
                }
                Answers answers = new Answers(name(), scores, batch, output);
                for (int row = 0; row < scores.rows(); row++) {
                    right += higher(answers, row, answers.actual(row), scores.columns()) < k ? 1 : 0;
                }
                all += scores.rows();
            }

            @Override
            public double value() {
                return all == 0 ? Double.NaN : (double) right / all;
            }

            @Override
            public double[] state() {
                return new double[] {right, all};
            }

            @Override
            public void resume(double[] state) {
                right = (long) state[0];
                all = (long) state[1];
            }
        };
    }

    /** How many classes have a higher score; all where the score is NaN. */
    private static int higher(Answers answers, int row, int actual, int columns) {
        float score = answers.score(row, actual);
        int higher = 0;
        for (int j = 0; j < columns; j++) {
            float other = answers.score(row, j);
            if (!(other < score) && (other != score || j < actual)) {
                higher++;
            }
        }
        return higher;
    }
}
