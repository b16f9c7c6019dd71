package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Sequences;
import dev.netwright.runtime.data.Target;
import dev.netwright.runtime.train.Evaluation;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Sgd;
import dev.netwright.runtime.train.Trainer;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Networks whose samples differ in length, from the generated signatures to data sets, training and files. */
class VaryingInputsTest {
    private static final int MOST = 7;

    /** A class for each text: what a word in it says, whatever else stands there. */
    private static final String TEXT = """
            package nets;
            import dev.netwright.annotations.*;
            @Network public interface Text {
                @Input(value = 7, type = DataType.INT64, varying = true) Tensor words();
                @OneHot(6) Tensor hot();
                @Dense(8) @Tanh Tensor each();
                @ReduceMax(0) Tensor any();
                @Dense(3) Tensor y();
            }
            """;

    /** A class for each position: attention looks at all of the sample. */
    private static final String TAGS = """
            package nets;
            import dev.netwright.annotations.*;
            @Network public interface Tags {
                @Input(value = {7, 2}, varying = true) Tensor x();
                @Dense(4) Tensor query(Tensor x);
                @Dense(4) Tensor key(Tensor x);
                @Transpose Tensor keys(Tensor key);
                @MatMul @Scale(0.5f) @Softmax Tensor weights(Tensor query, Tensor keys);
                @Dense(4) Tensor value(Tensor x);
                @MatMul Tensor seen(Tensor weights, Tensor value);
                @Concat(axis = 1) Tensor both(Tensor x, Tensor seen);
                @Dense(8) @ReLU @LayerNorm Tensor hidden(Tensor both);
                @Dense(3) @Softmax Tensor tags(Tensor hidden);
            }
            """;

    /** A number for each position, and one for the sample; two inputs of lengths of their own. */
    private static final String TWO = """
            package nets;
            import dev.netwright.annotations.*;
            @Network public interface Two {
                @Input(value = {7, 2}, varying = true) Tensor left();
                @Input(value = 5, varying = true) Tensor right();
                @Dense(3) @Sigmoid Tensor each(Tensor left);
                @ReduceMean({0, 1}) Tensor one(Tensor each);
                @ReduceMean Tensor other(Tensor right);
                @Mul @Output Tensor product(Tensor one, Tensor other);
                @ReduceSum(1) @Output Tensor sums(Tensor each);
            }
            """;

    private static final String USE = """
            package nets;
            import dev.netwright.runtime.data.*;
            public final class Use {
                public static float[] text(TextModel model, long[] words) {
                    return model.predict(words);
                }

                public static float[] tags(TagsModel model, float[] x) {
                    return model.predict(x);
                }

                public static float[] tags(TagsModel model, float[] x, int[] lengths) {
                    return model.predict(x, lengths);
                }

                public static float[] padded(TagsModel model, float[] x, int[] lengths) {
                    return model.predict(new TagsModel.Inputs(x, lengths));
                }

                public static Runnable steady(TagsModel model, float[] x, int[] lengths, float[] out) {
                    TagsModel.RecordPredictor predictor = model.predictor(lengths.length);
                    TagsModel.Inputs inputs = new TagsModel.Inputs(x, lengths);
                    return () -> predictor.predict(inputs, 0, lengths.length, out, 0);
                }

                public static float[][] two(TwoModel model, float[] left, int[] lefts, float[] right, int[] rights) {
                    TwoModel.Outputs outputs = model.predict(new TwoModel.Inputs(left, lefts, right, rights));
                    return new float[][] {outputs.product(), outputs.sums()};
                }

                public static Dataset data(Sequences x, Target target) {
                    return TagsModel.dataset(new TagsModel.Inputs(x.floats(), x.lengths()), target);
                }
            }
            """;

    private static CompiledNetworks networks;
    private static Class<?> use;

    @BeforeAll
    static void compile() throws ClassNotFoundException {
        networks = CompiledNetworks.compile(Map.of("Text", TEXT, "Tags", TAGS, "Two", TWO, "Use", USE));
        use = networks.type("Use");
    }

    @AfterAll
    static void close() {
        networks.close();
    }

    private static Object call(String method, Class<?>[] types, Object... arguments) throws Exception {
        try {
            return use.getMethod(method, types).invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    private static float[] tags(Model model, float[] x) throws Exception {
        return (float[]) call("tags", new Class<?>[] {model.getClass(), float[].class}, model, x);
    }

    private static float[] tags(String method, Model model, float[] x, int[] lengths) throws Exception {
        Class<?>[] types = {model.getClass(), float[].class, int[].class};
        return (float[]) call(method, types, model, x, lengths);
    }

    /** Samples of 1 to 7 positions of two numbers; the tag of a position: above the sample's mean, below, or the largest. */
    private static final class Drawn {
        final float[][] samples;
        final int[][] tags;

        Drawn(int count, long seed) {
            Random random = new Random(seed);
            samples = new float[count][];
            tags = new int[count][];
            for (int i = 0; i < count; i++) {
                int length = 1 + random.nextInt(MOST);
                samples[i] = new float[2 * length];
                tags[i] = new int[length];
                double sum = 0;
                for (int k = 0; k < length; k++) {
                    samples[i][2 * k] = 2 * random.nextFloat() - 1;
                    samples[i][2 * k + 1] = random.nextFloat();
                    sum += samples[i][2 * k];
                }
                for (int k = 0; k < length; k++) {
                    tags[i][k] = samples[i][2 * k] * length > sum ? 1 : 0;
                }
            }
        }

        Sequences x() {
            return Sequences.of(samples, MOST, 2);
        }

        Target target() {
            return Sequences.of(tags, MOST).labels();
        }

        Dataset data() throws Exception {
            return (Dataset) call("data", new Class<?>[] {Sequences.class, Target.class}, x(), target());
        }
    }

    private static float[] joined(float[][] samples) {
        int length = Arrays.stream(samples).mapToInt(s -> s.length).sum();
        float[] all = new float[length];
        int at = 0;
        for (float[] sample : samples) {
            System.arraycopy(sample, 0, all, at, sample.length);
            at += sample.length;
        }
        return all;
    }

    @Test
    void aSampleHasTheSameBitsAloneInABatchAndPadded() throws Exception {
        Model model = networks.network("Tags").create(3);
        Drawn drawn = new Drawn(300, 1);
        int[] lengths = drawn.x().lengths();
        float[] packed = tags("tags", model, joined(drawn.samples), lengths);
        float[] values = drawn.x().floats();
        for (int i = 0; i < lengths.length; i++) {
            Arrays.fill(values, i * 2 * MOST + 2 * lengths[i], (i + 1) * 2 * MOST, Float.NaN);
        }
        float[] padded = tags("padded", model, values, lengths);
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            float[] alone = tags(model, drawn.samples[i]);
            assertEquals(3 * lengths[i], alone.length);
            assertArrayEquals(alone, Arrays.copyOfRange(packed, at, at + alone.length));
            int from = i * 3 * MOST;
            assertArrayEquals(alone, Arrays.copyOfRange(padded, from, from + alone.length));
            assertArrayEquals(
                    new float[3 * (MOST - lengths[i])],
                    Arrays.copyOfRange(padded, from + alone.length, from + 3 * MOST));
            at += alone.length;
        }
        float[] out = new float[padded.length];
        Runnable steady = (Runnable) call(
                "steady",
                new Class<?>[] {model.getClass(), float[].class, int[].class, float[].class},
                model,
                values,
                lengths,
                out);
        steady.run();
        assertArrayEquals(padded, out);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            steady.run();
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(bytes < 4096, bytes + " bytes");
    }

    @Test
    void severalInputsHaveLengthsOfTheirOwn() throws Exception {
        Model model = networks.network("Two").create(3);
        float[] left = new float[2 * 14];
        float[] right = {1, 2, 3, Float.NaN, 99, 5, Float.NaN, Float.NaN, 0, 0};
        Class<?>[] types = {model.getClass(), float[].class, int[].class, float[].class, int[].class};
        float[][] y = (float[][]) call("two", types, model, left, new int[] {7, 2}, right, new int[] {3, 1});
        // zeros give sigmoid(0) = 1/2 at each position
        assertArrayEquals(new float[] {1, 2.5f}, y[0], 1e-6f);
        float[] sums = new float[14];
        Arrays.fill(sums, 0, 9, 1.5f);
        assertArrayEquals(sums, y[1], 1e-6f);
        assertEquals(
                List.of("left", "leftLengths", "right", "rightLengths"),
                model.schema().inputs().stream().map(Schema.Port::name).toList());
    }

    @Test
    void wrongLengthsAreRefusedBeforeAnythingIsComputed() throws Exception {
        Model model = networks.network("Tags").create(3);
        assertMessage(
                "input 'x' [1..7, 2]: expected 1 to 7 positions of 2 values, found 3 values",
                () -> tags(model, new float[3]));
        assertMessage(
                "input 'x' [1..7, 2]: expected 1 to 7 positions of 2 values, found 0 values",
                () -> tags(model, new float[0]));
        assertMessage(
                "input 'x' [1..7, 2]: expected 1 to 7 positions of 2 values, found 16 values",
                () -> tags(model, new float[16]));
        assertMessage(
                "input 'x' [1..7, 2]: expected 5 positions of 2 values = 10, found 8 values",
                () -> tags("tags", model, new float[8], new int[] {2, 3}));
        for (int wrong : new int[] {0, -1, 8, Integer.MAX_VALUE}) {
            assertMessage(
                    "input 'x' [1..7, 2] of sample 1: expected a length of 1 to 7, found " + wrong,
                    () -> tags("tags", model, new float[8], new int[] {2, wrong}));
            assertMessage(
                    "input 'x' [1..7, 2] of sample 1: expected a length of 1 to 7 in 'xLengths', found " + wrong,
                    () -> tags("padded", model, new float[28], new int[] {2, wrong}));
        }
        assertMessage(
                "input 'x' [1..7, 2]: expected at least one sample, found no length",
                () -> tags("tags", model, new float[0], new int[0]));
        assertMessage(
                "sample 1: expected 1 to 7 positions of 2 values, found 3 values",
                () -> Sequences.of(new float[][] {{1, 2}, {1, 2, 3}}, 7, 2));
        Model text = networks.network("Text").create(3);
        Class<?>[] types = {text.getClass(), long[].class};
        assertMessage(
                "input 'words' [1..7] of sample 0, position 2: expected an id of 0 to 5, found 6",
                () -> call("text", types, text, new long[] {0, 5, 6}));
        Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy());
        float[] before = model.parameterStore().values().clone();
        Batch batch = Batch.of(new Object[] {new float[28], new int[] {2, 9}}, new int[14], 2);
        assertMessage(
                "input 'x' [1..7, 2] of sample 1 of the batch: expected a length of 1 to 7 in 'xLengths', found 9",
                () -> trainer.step(batch));
        assertArrayEquals(before, model.parameterStore().values());
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void learnsWhatDependsOnTheWholeSample() throws Exception {
        Dataset data = new Drawn(600, 2).data();
        Model model = networks.network("Tags").create(5);
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
            texts[i] = random.longs(1 + random.nextInt(MOST), 0, 6).toArray();
            boolean has = Arrays.stream(texts[i]).anyMatch(word -> word == 4);
            labels[i] = !has ? 0 : Arrays.stream(texts[i]).anyMatch(word -> word == 2) ? 2 : 1;
        }
        Dataset data = Dataset.of(Sequences.of(texts, MOST)).withLabels(labels);
        Model model = networks.network("Text").create(5);
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
        Drawn drawn = new Drawn(50, 6);
        int[] lengths = drawn.x().lengths();
        float[] parameters = new float[0];
        double loss = 0;
        Evaluation evaluation = null;
        for (float beyond : new float[] {0, Float.NaN, -7}) {
            float[] x = drawn.x().floats();
            float[] targets = new float[50 * MOST * 3];
            for (int i = 0; i < 50; i++) {
                for (int k = 0; k < MOST; k++) {
                    boolean real = k < lengths[i];
                    Arrays.fill(targets, (i * MOST + k) * 3, (i * MOST + k + 1) * 3, real ? 0 : beyond);
                    if (real) {
                        targets[(i * MOST + k) * 3 + drawn.tags[i][k]] = 1;
                    } else {
                        Arrays.fill(x, (i * MOST + k) * 2, (i * MOST + k + 1) * 2, beyond);
                    }
                }
            }
            Model model = networks.network("Tags").create(5);
            Batch batch = Batch.of(new Object[] {x, lengths}, new float[][] {targets}, 50);
            Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy()).optimizer(Sgd.of(0.1f));
            double first = trainer.step(batch);
            trainer.step(batch);
            Dataset data = (Dataset)
                    call("data", new Class<?>[] {Sequences.class, Target.class}, drawn.x(), Target.values(targets));
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
        Drawn drawn = new Drawn(700, 8);
        Model model = networks.network("Tags").create(5);
        double sum = 0;
        int right = 0;
        int count = 0;
        for (int i = 0; i < drawn.samples.length; i++) {
            float[] y = tags(model, drawn.samples[i]);
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
        Dataset data = new Drawn(200, 9).data();
        float[] expected = new float[0];
        for (int threads : new int[] {1, 2, 5}) {
            Model model = networks.network("Tags").create(5);
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

    @Test
    void filesCarryThatItVaries() throws Exception {
        Model model = networks.network("Tags").create(5);
        float[] x = {1, 2, 3, 4};
        float[] expected = tags(model, x);
        for (Format format : Format.values()) {
            Model again = networks.network("Tags").load(model.toBytes(format), format);
            assertArrayEquals(expected, tags(again, x));
        }
        String json = new String(model.toBytes(Format.JSON), StandardCharsets.UTF_8);
        assertTrue(
                json.contains("\"name\": \"x\", \"type\": \"float32\", \"shape\": [7, 2], \"lengths\": \"xLengths\""),
                json);
        Schema.Port input = model.schema().inputs().get(0);
        assertEquals("[1..7, 2]", input.shown());
        assertEquals("xLengths", model.schema().outputs().get(0).lengths());
        CompiledNetworks other = CompiledNetworks.compile(Map.of("Tags", TAGS.replace(", varying = true", "")));
        try {
            Model fixed = other.network("Tags").create(5);
            assertNotEquals(fixed.schema().hash(), model.schema().hash());
            assertFalse(fixed.schema().inputs().get(0).varies());
        } finally {
            other.close();
        }
    }
}
