package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Trainer;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Inputs of integers and truth values from the generated signatures to data sets, training and files. */
class TypedInputsTest {
    private static final String WORDS = """
            package nets;
            import dev.netwright.annotations.*;
            @Network public interface Words {
                @Input(value = 6, type = DataType.INT64) Tensor words();
                @Input(value = 2, type = DataType.INT32) Tensor counts();
                @Input(value = 3, type = DataType.BOOL) Tensor flags();
                @OneHot(5) Tensor hot(Tensor words);
                @Flatten Tensor flat(Tensor hot);
                @Cast @Scale(0.1f) Tensor numbers(Tensor counts);
                @Cast Tensor truths(Tensor flags);
                @Concat Tensor all(Tensor flat, Tensor numbers, Tensor truths);
                @Dense(8) @Tanh Tensor hidden(Tensor all);
                @Dense(2) Tensor y(Tensor hidden);
            }
            """;

    private static final String ONE = """
            package nets;
            import dev.netwright.annotations.*;
            @Network public interface One {
                @Input(value = 3, type = DataType.INT64) Tensor words();
                @OneHot(4) Tensor hot();
                @Flatten Tensor y();
            }
            """;

    private static final String USE = """
            package nets;
            import dev.netwright.runtime.data.*;
            public final class Use {
                public static float[] hot(long[] words) {
                    return OneModel.create(1).predict(words);
                }

                public static float[] words(WordsModel model, long[] words, int[] counts, boolean[] flags) {
                    return model.predict(new WordsModel.Inputs(words, counts, flags));
                }


                public static Runnable steady(WordsModel model, long[] words, int[] counts, boolean[] flags, float[] out) {
                    WordsModel.RecordPredictor predictor = model.predictor(4);
                    WordsModel.Inputs inputs = new WordsModel.Inputs(words, counts, flags);
                    return () -> predictor.predict(inputs, 0, 4, out, 0);
                }

                public static Dataset data(long[] words, int[] counts, boolean[] flags, int[] labels) {
                    return WordsModel.dataset(new WordsModel.Inputs(words, counts, flags), Target.labels(labels));
                }

                public static Batch batch(long[] words, int[] counts, boolean[] flags, int[] labels) {
                    return WordsModel.batch(new WordsModel.Inputs(words, counts, flags), Target.labels(labels));
                }
            }
            """;

    private static final Class<?>[] ARRAYS = {long[].class, int[].class, boolean[].class, int[].class};

    private static CompiledNetworks networks;
    private static Class<?> use;

    @BeforeAll
    static void compile() throws ClassNotFoundException {
        networks = CompiledNetworks.compile(Map.of("Words", WORDS, "One", ONE, "Use", USE));
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

    private static final int N = 40;

    private static final class Drawn {
        final long[] words = new long[6 * N];
        final int[] counts = new int[2 * N];
        final boolean[] flags = new boolean[3 * N];
        final int[] labels = new int[N];

        Drawn() {
            Random random = new Random(9);
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < 6; j++) {
                    words[6 * i + j] = random.nextInt(5);
                }
                counts[2 * i] = random.nextInt(20) - 10;
                flags[3 * i] = random.nextBoolean();
                labels[i] = (words[6 * i] == 3) ^ flags[3 * i] ? 1 : 0;
            }
        }
    }

    @Test
    void idsBecomeOnesAtTheirPlaces() throws Exception {
        float[] hot = (float[]) call("hot", new Class<?>[] {long[].class}, (Object) new long[] {0, 3, 1});
        assertArrayEquals(new float[] {1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0}, hot);
    }

    @Test
    void anIdWithoutAPlaceIsRefusedBeforeAnythingIsComputed() throws Exception {
        for (long wrong : new long[] {4, -1, Long.MAX_VALUE, 1L << 32}) {
            IllegalArgumentException problem = assertThrows(
                    IllegalArgumentException.class,
                    () -> call("hot", new Class<?>[] {long[].class}, (Object) new long[] {0, 3, 1, 2, wrong, 0}));
            assertEquals(
                    "input 'words' [3] of sample 1, position 1: expected an id of 0 to 3, found " + wrong,
                    problem.getMessage());
        }
        Drawn drawn = new Drawn();
        Model model = networks.network("Words").create(1);
        Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy());
        drawn.words[6 * 7 + 2] = 5;
        float[] before = model.parameterStore().values().clone();
        IllegalArgumentException problem = assertThrows(
                IllegalArgumentException.class,
                () -> call("data", ARRAYS, drawn.words, drawn.counts, drawn.flags, drawn.labels));
        assertTrue(String.valueOf(problem.getMessage()).startsWith("input 'words' [6] of sample 7, position 2:"));
        Object[] inputs = {drawn.words, drawn.counts, drawn.flags};
        assertThrows(
                IllegalArgumentException.class,
                () -> trainer.step(dev.netwright.runtime.data.Batch.of(inputs, drawn.labels, N)));
        assertArrayEquals(before, model.parameterStore().values());
    }

    @Test
    void trainsOnADataSetOfEveryType() throws Exception {
        Drawn drawn = new Drawn();
        Dataset data = (Dataset) call("data", ARRAYS, drawn.words, drawn.counts, drawn.flags, drawn.labels);
        assertEquals("int64", data.inputType(0));
        assertArrayEquals(drawn.flags, (boolean[]) data.inputArray(2));
        Model model = networks.network("Words").create(1);
        Trainer.of(model, Loss.crossEntropy()).batchSize(7).fit(data.shuffle(1), 150);
        assertTrue(
                model.evaluate(data).accuracy() > 0.95,
                () -> model.evaluate(data).toString());
        assertTrue(model.evaluate(data.concat(data.every(3, 1)).take(50)).accuracy() > 0.9);
        assertThrows(IllegalStateException.class, () -> data.statistics(0));
        Dataset floats = Dataset.of(new float[4][6], new int[4])
                .withInput(new float[4][2])
                .withInput(new float[4][3]);
        IllegalArgumentException problem = assertThrows(IllegalArgumentException.class, () -> model.evaluate(floats));
        assertTrue(String.valueOf(problem.getMessage()).contains("expected int64 values, found data with float32"));
    }

    @Test
    void aPredictorReadsTheCallersArraysAndAllocatesNothing() throws Exception {
        Drawn drawn = new Drawn();
        Model model = networks.network("Words").create(1);
        float[] out = new float[8];
        Runnable steady = (Runnable) call(
                "steady",
                new Class<?>[] {model.getClass(), long[].class, int[].class, boolean[].class, float[].class},
                model,
                drawn.words,
                drawn.counts,
                drawn.flags,
                out);
        steady.run();
        float[] all = (float[]) call(
                "words",
                new Class<?>[] {model.getClass(), long[].class, int[].class, boolean[].class},
                model,
                drawn.words,
                drawn.counts,
                drawn.flags);
        assertArrayEquals(java.util.Arrays.copyOf(all, 8), out);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int k = 0; k < 50; k++) {
                steady.run();
            }
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, bytes);
    }

    @Test
    void wrongTypesAreRefused() {
        Model model = networks.network("Words").create(1);
        Object[] inputs = {new int[6], new int[2], new boolean[3]};
        IllegalArgumentException problem = assertThrows(IllegalArgumentException.class, () -> model.infer(inputs, 1));
        assertEquals("input 'words' [6]: expected int64 values, found int32", problem.getMessage());
        assertThrows(IllegalArgumentException.class, () -> model.trainable().forward(inputs, 1, 0, 0));
    }

    /** As many as a network may have, all read by one kernel. */
    @Test
    void aHundredOfThem() {
        StringBuilder source = new StringBuilder(
                "package nets;\nimport dev.netwright.annotations.*;\n@Network public interface Hundred {\n");
        for (int k = 0; k < 100; k++) {
            source.append("@Input(value = 2, type = DataType.INT32) Tensor i" + k + "(); @Cast Tensor f" + k
                    + "(Tensor i" + k + ");\n");
        }
        String all = IntStream.range(0, 100).mapToObj(k -> "Tensor f" + k).collect(Collectors.joining(", "));
        source.append("@Concat Tensor all(" + all + ");\n@ReduceSum Tensor sum();\n}\n");
        try (CompiledNetworks hundred = CompiledNetworks.compile(Map.of("Hundred", source.toString()))) {
            Object[] inputs = IntStream.range(0, 100)
                    .mapToObj(k -> new int[] {k, 1, -k, 2})
                    .toArray();
            Model model = hundred.network("Hundred").create(1);
            assertArrayEquals(new float[] {4950 + 100, 200 - 4950}, model.infer(inputs, 2)[0]);
            model.trainable().forward(inputs, 2, 0, 0);
        }
    }

    @Test
    void theTypeIsSchemaAndFilesKeepIt() throws Exception {
        CompiledNetworks other = CompiledNetworks.compile(Map.of("One", ONE.replace("INT64", "INT32")));
        try {
            Model narrow = other.network("One").create(1);
            Model wide = networks.network("One").create(1);
            assertNotEquals(wide.schema().hash(), narrow.schema().hash());
        } finally {
            other.close();
        }
        Model model = networks.network("Words").create(4);
        for (Format format : Format.values()) {
            Model again = networks.network("Words").load(model.toBytes(format), format);
            assertArrayEquals(
                    model.parameterStore().values(), again.parameterStore().values());
        }
    }
}
