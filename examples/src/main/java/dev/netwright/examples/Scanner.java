package dev.netwright.examples;

import dev.netwright.runtime.Classification;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Target;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Progress;
import dev.netwright.runtime.train.Trainer;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Random;

/**
 * Two inputs and two outputs: digits scanned under different light, with the exposure that the scanner tells; which digit it is, and how
 * much ink the paper has, which the pixels alone do not say.
 */
public final class Scanner {
    private Scanner() {}

    /** Trains on the digits that come with the examples and shows what the model says of some held-out ones. */
    public static void main(String[] args) throws IOException {
        ScanModel model = train(System.out);
        Dataset test = data().test();
        System.out.println(model.evaluate(test, Metric.of("digit", Metric.ACCURACY)));
        for (int i = 0; i < 5; i++) {
            ScanModel.Inputs scan = new ScanModel.Inputs(test.input(0, i), test.input(1, i));
            Classification digit = model.classifyDigit(scan);
            System.out.printf(
                    "%-5s %5.1f %%   ink %.2f, in truth %.2f%n",
                    digit.label(),
                    100 * digit.probability(),
                    model.predict(scan).ink()[0],
                    test.target(1, i)[0]);
        }
    }

    static ScanModel train(PrintStream out) throws IOException {
        Dataset.Split scans = data();
        // spotless:off
        ScanModel model = ScanModel.create(42).standardize(scans.train());
        Trainer<ScanModel> trainer =
                Trainer.of(model, new ScanModel.Losses(Loss.crossEntropy(), Loss.mse().times(0.5)));
        // spotless:on
        trainer.batchSize(32).progress(Progress.lines(out)).fit(scans.train(), scans.test(), 40);
        return model;
    }

    /** Each digit once, under light drawn at random: brightness of pixels is ink times exposure, cut off as by a sensor. */
    static Dataset.Split data() throws IOException {
        Dataset digits = DigitsData.read();
        Random random = new Random(5);
        float[] pixels = digits.inputs(0);
        float[] exposures = new float[digits.size()];
        float[] ink = new float[digits.size()];
        for (int i = 0; i < exposures.length; i++) {
            exposures[i] = 20 + 80 * random.nextFloat(); // milliseconds
            for (int j = 64 * i; j < 64 * (i + 1); j++) {
                ink[i] += pixels[j] / 16 / 8;
                pixels[j] = Math.min(16, pixels[j] * exposures[i] / 100);
            }
        }
        int[] labels = digits.labels();
        // spotless:off
        Dataset data = ScanModel.dataset(
                new ScanModel.Inputs(pixels, exposures),
                new ScanModel.Targets(Target.labels(labels), Target.values(ink)));
        // spotless:on
        return data.splitEvery(5, 0);
    }

    /** Mean absolute error of the ink on data, and of its mean as the one answer. */
    static double[] inkErrors(ScanModel model, Dataset data) {
        float[] said = model.predict(new ScanModel.Inputs(data.inputs(0), data.inputs(1)))
                .ink();
        double[] truth = new double[data.size()];
        Arrays.setAll(truth, i -> data.target(1, i)[0]);
        double mean = Arrays.stream(truth).average().orElseThrow();
        double error = 0;
        double ofMean = 0;
        for (int i = 0; i < truth.length; i++) {
            error += Math.abs(said[i] - truth[i]) / truth.length;
            ofMean += Math.abs(mean - truth[i]) / truth.length;
        }
        return new double[] {error, ofMean};
    }
}
