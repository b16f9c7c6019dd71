package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Sequences;
import dev.netwright.runtime.data.Target;
import dev.netwright.runtime.train.Evaluation;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Sgd;
import dev.netwright.runtime.train.Trainer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Samples that differ in length: training and measuring. */
class VaryingTrainingTest {
    private static VaryingNetworks varying;

    @BeforeAll
    static void compile() {
        varying = new VaryingNetworks();
    }

    @AfterAll
    static void close() {
        varying.close();
    }

    @Test
    void learnsWhatDependsOnTheWholeSample() throws Exception {
        Dataset data = varying.new Drawn(600, 2).data();
        Model model = varying.network("Tags").create(5);
        Trainer.of(model, Loss.crossEntropy())
                .optimizer(dev.netwright.runtime.train.Adam.of(0.02f))
                .batchSize(20)
                .fit(data.take(400), 40);
        Evaluation result = model.evaluate(data.slice(400, 600), Metric.ACCURACY);
        assertTrue(result.accuracy() > 0.93, result::toString);
    }

    @Test
    void learnsFromIds() {
        Random random = new Random(4);
        long[][] texts = new long[400][];
        int[] labels = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] =
                    random.longs(1 + random.nextInt(VaryingNetworks.MOST), 0, 6).toArray();
            boolean has = Arrays.stream(texts[i]).anyMatch(word -> word == 4);
            labels[i] = !has ? 0 : Arrays.stream(texts[i]).anyMatch(word -> word == 2) ? 2 : 1;
        }
        Dataset data = Dataset.of(Sequences.of(texts, VaryingNetworks.MOST)).withLabels(labels);
        Model model = varying.network("Text").create(5);
        Trainer.of(model, Loss.crossEntropy())
                .optimizer(dev.netwright.runtime.train.Adam.of(0.02f))
                .batchSize(16)
                .fit(data.take(300), 30);
        Evaluation result = model.evaluate(data.slice(300, 400));
        assertTrue(result.accuracy() > 0.97, result::toString);
    }

    /** What lies beyond the lengths, NaN in inputs and targets, does not move a bit of any parameter, loss or metric. */
    @Test
    void whatLiesBeyondTheLengthsHasNoPart() throws Exception {
        VaryingNetworks.Drawn drawn = varying.new Drawn(50, 6);
        int[] lengths = drawn.x().lengths();
        float[] parameters = new float[0];
        double loss = 0;
        Evaluation evaluation = null;
        for (float beyond : new float[] {0, Float.NaN, -7}) {
            float[] x = drawn.x().floats();
            float[] targets = new float[50 * VaryingNetworks.MOST * 3];
            for (int i = 0; i < 50; i++) {
                for (int k = 0; k < VaryingNetworks.MOST; k++) {
                    boolean real = k < lengths[i];
                    Arrays.fill(
                            targets,
                            (i * VaryingNetworks.MOST + k) * 3,
                            (i * VaryingNetworks.MOST + k + 1) * 3,
                            real ? 0 : beyond);
                    if (real) {
                        targets[(i * VaryingNetworks.MOST + k) * 3 + drawn.tags[i][k]] = 1;
                    } else {
                        Arrays.fill(
                                x, (i * VaryingNetworks.MOST + k) * 2, (i * VaryingNetworks.MOST + k + 1) * 2, beyond);
                    }
                }
            }
            Model model = varying.network("Tags").create(5);
            Batch batch = Batch.of(new Object[] {x, lengths}, new float[][] {targets}, 50);
            Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy()).optimizer(Sgd.of(0.1f));
            double first = trainer.step(batch);
            trainer.step(batch);
            Dataset data = (Dataset) varying.call(
                    "data", new Class<?>[] {Sequences.class, Target.class}, drawn.x(), Target.values(targets));
            Evaluation own = trainer.evaluate(data);
            if (evaluation != null) {
                assertArrayEquals(parameters, model.parameterStore().values());
                assertEquals(loss, first);
                assertEquals(evaluation.toString(), own.toString());
            }
            parameters = model.parameterStore().values().clone();
            loss = first;
            evaluation = own;
        }
    }

    /** The mean is over the positions there are: by hand, from the predictions of each sample alone. */
    @Test
    void lossesAndMetricsCountPositions() throws Exception {
        VaryingNetworks.Drawn drawn = varying.new Drawn(700, 8);
        Model model = varying.network("Tags").create(5);
        double sum = 0;
        int right = 0;
        int count = 0;
        for (int i = 0; i < drawn.samples.length; i++) {
            float[] y = varying.tags(model, drawn.samples[i]);
            for (int k = 0; k < drawn.tags[i].length; k++) {
                int tag = drawn.tags[i][k];
                sum -= Math.log(y[3 * k + tag]);
                right += y[3 * k + tag] >= Math.max(y[3 * k], Math.max(y[3 * k + 1], y[3 * k + 2])) ? 1 : 0;
                count++;
            }
        }
        Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy());
        Evaluation result = trainer.evaluate(drawn.data());
        assertEquals(sum / count, result.loss(), 1e-6);
        assertEquals((double) right / count, result.accuracy(), 1e-12);
    }

    @Test
    void theSameBitsForAnyNumberOfThreads() throws Exception {
        Dataset data = varying.new Drawn(200, 9).data();
        float[] expected = new float[0];
        for (int threads : new int[] {1, 2, 5}) {
            Model model = varying.network("Tags").create(5);
            int before = dev.netwright.runtime.engine.Workers.threads();
            dev.netwright.runtime.engine.Workers.threads(threads);
            try {
                Trainer.of(model, Loss.crossEntropy()).batchSize(30).fit(data, 3);
            } finally {
                dev.netwright.runtime.engine.Workers.threads(before);
            }
            if (expected.length > 0) {
                assertArrayEquals(expected, model.parameterStore().values());
            }
            expected = model.parameterStore().values().clone();
        }
    }
}
