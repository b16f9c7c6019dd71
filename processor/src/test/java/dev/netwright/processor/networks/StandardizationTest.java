package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.data.DataStream;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Samples;
import dev.netwright.runtime.train.Activations;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Trainer;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code standardize(data)} makes of every {@code @Standardize}, wherever it stands. */
class StandardizationTest {
    private static final int N = 600;

    private static final String MIXED = """
            package nets;
            import dev.netwright.annotations.*;
            @Network public interface Mixed {
                @Input(3) Tensor raw();
                @Input({2, 2}) Tensor grid();
                @Input(value = 2, type = DataType.INT32) Tensor counts();
                @Standardize Tensor direct(Tensor raw);
                @Flatten @Scale(0.5f) @Standardize @ReLU Tensor middle(Tensor grid);
                @Cast @Standardize Tensor numbers(Tensor counts);
                @Concat Tensor all(Tensor direct, Tensor middle, Tensor numbers);
                @Standardize Tensor again(Tensor all);
                @Dense(1) Tensor y(Tensor again);
            }
            """;

    private static final String LEARNED = """
            package nets;
            import dev.netwright.annotations.*;
            @Network public interface Learned {
                @Input(3) Tensor x();
                @Dense(4) @BatchNorm @Tanh @Dropout(0.5f) @Standardize Tensor hidden();
                @Dense(1) Tensor y();
            }
            """;

    private static final String USE = """
            package nets;
            import dev.netwright.runtime.data.*;
            public final class Use {
                public static Dataset data(float[] raw, float[] grid, int[] counts) {
                    return MixedModel.dataset(
                            new MixedModel.Inputs(raw, grid, counts), Target.values(new float[raw.length / 3]));
                }

                public static void mixed(MixedModel model, Samples data) {
                    model.standardize(data);
                }

                public static void learned(LearnedModel model, Samples data) {
                    model.standardize(data);
                }
            }
            """;

    private static CompiledNetworks networks;
    private static Class<?> use;

    private final float[] raw = new float[3 * N];
    private final float[] grid = new float[4 * N];
    private final int[] counts = new int[2 * N];

    StandardizationTest() {
        Random random = new Random(4);
        for (int i = 0; i < N; i++) {
            raw[3 * i] = 1e6f + random.nextFloat();
            raw[3 * i + 1] = 0.1f;
            raw[3 * i + 2] = (float) random.nextGaussian() * 1e-20f;
            counts[2 * i] = random.nextInt(9) - 3;
            counts[2 * i + 1] = 7;
        }
        for (int i = 0; i < grid.length; i++) {
            grid[i] = 40 * random.nextFloat() + i % 4;
        }
    }

    @BeforeAll
    static void compile() throws ClassNotFoundException {
        networks = CompiledNetworks.compile(Map.of("Mixed", MIXED, "Learned", LEARNED, "Use", USE));
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

    private Dataset data() throws Exception {
        return (Dataset) call("data", new Class<?>[] {float[].class, float[].class, int[].class}, raw, grid, counts);
    }

    private static void fit(String network, Model model, Samples data) throws Exception {
        call(network, new Class<?>[] {model.getClass(), Samples.class}, model, data);
    }

    private static Model fitted(Samples data) throws Exception {
        Model model = networks.network("Mixed").create(1);
        fit("mixed", model, data);
        return model;
    }

    /** Mean and deviation in two passes; 1 for a value that is the same everywhere. */
    private static void check(Model model, String node, int width, int n, IntFunction<Float> arriving) {
        float[] mean = model.parameters().get(node + "mean").toArray();
        float[] deviation = model.parameters().get(node + "deviation").toArray();
        assertEquals(width, mean.length);
        for (int j = 0; j < width; j++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += arriving.apply(width * i + j);
            }
            double squares = 0;
            boolean same = true;
            for (int i = 0; i < n; i++) {
                double x = arriving.apply(width * i + j);
                squares += (x - sum / n) * (x - sum / n);
                same &= x == arriving.apply(j);
            }
            double expected = same ? 1 : Math.sqrt(squares / n);
            assertEquals(sum / n, mean[j], 1e-7 * Math.abs(sum / n) + 1e-7 * expected, node + " mean " + j);
            assertEquals(expected, deviation[j], 1e-6 * expected, node + " deviation " + j);
        }
    }

    @Test
    void everyOneIsFittedToWhatArrivesThere() throws Exception {
        Dataset data = data();
        Model model = fitted(data);
        check(model, "direct.", 3, N, k -> raw[k]);
        check(model, "middle.standardize.", 4, N, k -> 0.5f * grid[k]);
        check(model, "numbers.standardize.", 2, N, k -> (float) counts[k]);
        Activations shown = Trainer.of(model, Loss.mse()).activations(data.batch(0, N));
        float[] all = shown.get("all");
        check(model, "again.", 9, N, k -> all[k]);
        float[] again = shown.get("again");
        for (int j = 0; j < 9; j++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < N; i++) {
                sum += again[9 * i + j];
                squares += again[9 * i + j] * (double) again[9 * i + j];
            }
            assertEquals(0, sum / N, 1e-5);
            assertEquals(j == 1 || j == 8 ? 0 : 1, squares / N, 1e-5, "constant values stay 0, value " + j);
        }
    }

    @Test
    void aStreamGivesTheSameBitsAsADataSet() throws Exception {
        Dataset data = data();
        Model inMemory = fitted(data);
        DataStream known = DataStream.of(N, (from, count) -> data.slice((int) from, (int) from + count));
        DataStream unknown =
                DataStream.of((from, count) -> data.slice((int) Math.min(N, from), (int) Math.min(N, from + count)));
        for (Samples stream : new Samples[] {known, unknown, known.shuffle(64)}) {
            assertArrayEquals(
                    inMemory.bufferStore().values(),
                    fitted(stream).bufferStore().values());
        }
    }

    @Test
    void oneSampleIsItsOwnMean() throws Exception {
        Model model = fitted(data().take(1));
        assertArrayEquals(
                new float[] {raw[0], raw[1], raw[2]},
                model.parameters().get("direct.mean").toArray());
        for (String node : new String[] {"direct.", "middle.standardize.", "numbers.standardize.", "again."}) {
            for (float deviation : model.parameters().get(node + "deviation").toArray()) {
                assertEquals(1, deviation, node);
            }
        }
    }

    /** What a later input has wrong leaves what an earlier one would have fitted as it was. */
    @Test
    void whatIsNotFiniteIsRefusedAndChangesNothing() throws Exception {
        refused(Float.NaN, "input 'grid' of sample 500: expected numbers, found NaN at value 1;");
        for (float infinity : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            refused(
                    infinity,
                    "what arrives at 'middle' (@Standardize), sample 500: expected finite numbers, found " + infinity
                            + " at value 1;");
        }
    }

    private void refused(float wrong, String message) throws Exception {
        float kept = grid[4 * 500 + 1];
        grid[4 * 500 + 1] = wrong;
        Dataset data = data();
        grid[4 * 500 + 1] = kept;
        Model model = fitted(data().take(100));
        float[] before = model.bufferStore().values().clone();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> fit("mixed", model, data));
        assertEquals(message + " repair the data or leave the sample out", e.getMessage());
        assertArrayEquals(before, model.bufferStore().values());
    }

    @Test
    void dataThatDoesNotFitOrIsEmptyIsRefused() throws Exception {
        Model model = networks.network("Mixed").create(1);
        Dataset data = data();
        for (Samples empty : new Samples[] {data.take(0), DataStream.of((from, count) -> data.slice(0, 0))}) {
            assertEquals(
                    "the data has no samples",
                    assertThrows(IllegalArgumentException.class, () -> fit("mixed", model, empty))
                            .getMessage());
        }
        assertEquals(
                "inputs of nets.Mixed: expected 3, found data with 1",
                assertThrows(IllegalArgumentException.class, () -> fit("mixed", model, Dataset.of(new float[2][3])))
                        .getMessage());
    }

    /** Behind learned layers it is fitted with the weights there are, as the model predicts: no dropout, running statistics. */
    @Test
    void behindLearnedLayersItIsFittedAsTheModelPredicts() throws Exception {
        Random random = new Random(8);
        Dataset data = Dataset.of(new float[N][3])
                .mapInputs(row -> new float[] {random.nextFloat(), random.nextFloat(), -random.nextFloat()});
        Model model = networks.network("Learned").create(3);
        model.parameters().get("hidden.batchNorm.runningMean").fill(0.25f);
        fit("learned", model, data);
        float[] weight = model.parameters().get("hidden.weight").toArray();
        float[] bias = model.parameters().get("hidden.bias").toArray();
        float[] mean = model.parameters().get("hidden.standardize.mean").toArray();
        for (int j = 0; j < 4; j++) {
            double sum = 0;
            for (int i = 0; i < N; i++) {
                double x = bias[j];
                for (int k = 0; k < 3; k++) {
                    x += weight[3 * j + k] * data.input(i)[k];
                }
                sum += Math.tanh((x - 0.25) / Math.sqrt(1 + 1e-5));
            }
            assertEquals(sum / N, mean[j], 1e-6);
        }
    }
}
