package dev.netwright.examples;

import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Sequences;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Progress;
import dev.netwright.runtime.train.Schedule;
import dev.netwright.runtime.train.Trainer;
import java.io.IOException;
import java.util.Arrays;

/**
 * Samples of different lengths: each digit is the list of its dark pixels, and a network looks at each point alone before it takes the
 * strongest of what it saw (Qi et al. 2017, PointNet).
 */
public final class InkPoints {
    private static final int SIDE = 8;
    private static final int EPOCHS = 30;
    private static final int BATCH = 32;

    private InkPoints() {}

    /** Prints each epoch, the accuracy on the digits that were held out, and the answer for one of them. */
    public static void main(String[] args) throws IOException {
        InkModel model = train(42, Progress.lines(System.out));
        System.out.println(model.evaluate(data().test(), Metric.ACCURACY));
        float[] points = points(DigitsData.read().input(0));
        System.out.println(points.length / 3 + " points: " + highest(model.predict(points)));
    }

    /** Every fifth digit is held out. */
    static Dataset.Split data() throws IOException {
        Dataset digits = DigitsData.read();
        float[][] samples = new float[digits.size()][];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = points(digits.input(i));
        }
        return Dataset.of(Sequences.of(samples, SIDE * SIDE, 3))
                .withLabels(digits.labels())
                .splitEvery(5, 0);
    }

    /** The pixels that are not white: row and column from -1 to 1, darkness from 0 to 1. */
    static float[] points(float[] pixels) {
        float[] points = new float[3 * pixels.length];
        int count = 0;
        for (int k = 0; k < pixels.length; k++) {
            if (pixels[k] > 0) {
                points[count++] = (k / SIDE - 3.5f) / 3.5f;
                points[count++] = (k % SIDE - 3.5f) / 3.5f;
                points[count++] = pixels[k] / 16;
            }
        }
        return Arrays.copyOf(points, count);
    }

    static InkModel train(long seed, Progress progress) throws IOException {
        Dataset.Split digits = data();
        InkModel model = InkModel.create(seed);
        int steps = EPOCHS * ((digits.train().size() + BATCH - 1) / BATCH);
        Trainer.of(model, Loss.crossEntropy())
                .optimizer(Adam.of(5e-3f))
                .schedule(Schedule.oneCycle(steps))
                .batchSize(BATCH)
                .seed(seed)
                .progress(progress)
                .fit(digits.train(), digits.test(), EPOCHS);
        return model;
    }

    private static int highest(float[] scores) {
        int best = 0;
        for (int k = 1; k < scores.length; k++) {
            best = scores[k] > scores[best] ? k : best;
        }
        return best;
    }
}
