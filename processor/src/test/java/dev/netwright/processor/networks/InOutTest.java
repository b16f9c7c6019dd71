package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.networks.CompiledNetworks.Compiled;
import dev.netwright.runtime.Classification;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.Format;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What generated models take and give, for each number of inputs and outputs, as a user's source calls it. */
class InOutTest {
    private static final String ONE_TO_FOUR = """
            package nets;
            import dev.netwright.annotations.*;
            @Network public interface OneToFour {
                @Input(3) Tensor outputs();
                @Standardize Tensor scaled();
                @Output @Dense(3) @Classes({"a", "b", "c"}) Tensor logits(Tensor scaled);
                @Output @Dense(3) @LogSoftmax @Classes({"a", "b", "c"}) Tensor logs(Tensor scaled);
                @Classes({"no", "yes"}) @Output @Dense(1) Tensor from(Tensor scaled);
                @Output @Dense(1) @Sigmoid @Classes({"no", "yes"}) Tensor to(Tensor scaled);
            }
            """;

    private static final String TWO_TO_ONE = """
            package nets;
            import dev.netwright.annotations.*;
            @Network public interface TwoToOne {
                @Input(3) Tensor n();
                @Input(3) Tensor to();
                @Standardize Tensor from(Tensor to);
                @Add Tensor inputs(Tensor n, Tensor from);
            }
            """;

    private static final String USE = """
            package nets;
            import dev.netwright.runtime.Classification;
            import dev.netwright.runtime.data.*;
            import dev.netwright.runtime.train.*;
            import java.util.List;
            public final class Use {
                public static float[] add(float[] a, float[] b) {
                    TwoToOneModel model = TwoToOneModel.create(1);
                    TwoToOneModel.Inputs inputs = new TwoToOneModel.Inputs(a, b);
                    Dataset data = TwoToOneModel.dataset(inputs, Target.values(new float[a.length]));
                    model.standardize(data);
                    float[] out = new float[a.length];
                    model.predictor(4).predict(inputs, 1, 1, out, 1);
                    float[] all = model.predict(inputs);
                    System.arraycopy(all, 0, out, 0, 3);
                    Trainer.of(model, Loss.mse()).gradient(TwoToOneModel.batch(inputs, Target.values(new float[a.length])));
                    return out;
                }

                public static List<Classification> classes(OneToFourModel model, float[] x) {
                    return List.of(model.classifyLogits(x), model.classifyLogs(x), model.classifyFrom(x), model.classifyTo(x));
                }

                public static float[][] four(OneToFourModel model, float[] x) {
                    OneToFourModel.Outputs out = model.predict(x);
                    return new float[][] {out.logits(), out.logs(), out.from(), out.to()};
                }

                public static double step(OneToFourModel model, float[] x) {
                    OneToFourModel.Targets targets = new OneToFourModel.Targets(
                            Target.labels(0), Target.labels(2), Target.values(1), Target.labels(0));
                    OneToFourModel.Losses losses = new OneToFourModel.Losses(
                            Loss.crossEntropy(), Loss.crossEntropy().times(2), Loss.binaryCrossEntropy(), Loss.binaryCrossEntropy());
                    return Trainer.of(model, losses).step(OneToFourModel.batch(x, targets));
                }
            }
            """;

    private static CompiledNetworks networks;
    private static Class<?> use;

    @BeforeAll
    static void compile() throws ClassNotFoundException {
        networks = CompiledNetworks.compile(Map.of("OneToFour", ONE_TO_FOUR, "TwoToOne", TWO_TO_ONE, "Use", USE));
        use = networks.type("Use");
    }

    @AfterAll
    static void close() {
        networks.close();
    }

    private static Object call(String method, Class<?>[] types, Object... arguments) throws Exception {
        return use.getMethod(method, types).invoke(null, arguments);
    }

    @Test
    void severalInputsAndOneOutput() throws Exception {
        float[] a = {1, 2, 3, 10, 20, 30};
        float[] b = {4, 4, 8, 6, 6, 8};
        float[] sums = (float[]) call("add", new Class<?>[] {float[].class, float[].class}, a, b);
        // mean and deviation of b are 5 and 1, 5 and 1, 8 and (all the same) 1
        assertArrayEquals(new float[] {1 - 1, 2 - 1, 3, 10 + 1, 20 + 1, 30}, sums);
    }

    @Test
    @SuppressWarnings("unchecked")
    void classesOfEveryKindOfScore() throws Exception {
        Model model = networks.network("OneToFour").create(3);
        Class<?>[] types = {model.getClass(), float[].class};
        float[] x = {0.3f, -2, 1.5f};
        float[][] scores = (float[][]) call("four", types, model, x);
        List<Classification> answers = (List<Classification>) call("classes", types, model, x);
        for (int k = 0; k < 2; k++) {
            double sum = 0;
            int best = 0;
            for (int j = 0; j < 3; j++) {
                sum += Math.exp(scores[k][j]);
                best = scores[k][j] > scores[k][best] ? j : best;
            }
            assertEquals(
                    k == 0 ? Math.exp(scores[0][best]) / sum : Math.exp(scores[1][best]),
                    answers.get(k).probability(),
                    1e-6);
            assertEquals(best, answers.get(k).id());
            assertEquals(List.of("a", "b", "c").get(best), answers.get(k).label());
        }
        double yes = 1 / (1 + Math.exp(-scores[2][0]));
        assertEquals(yes > 0.5 ? "yes" : "no", answers.get(2).label());
        assertEquals(Math.max(yes, 1 - yes), answers.get(2).probability(), 1e-6);
        double probability = scores[3][0];
        assertEquals(probability > 0.5 ? "yes" : "no", answers.get(3).label());
        assertEquals(Math.max(probability, 1 - probability), answers.get(3).probability(), 1e-6);
    }

    /** A file of the same tensors with other names for the scores is another's: its answers would have the wrong names. */
    @ParameterizedTest
    @EnumSource
    void otherClassesAreRefused(Format format) throws Exception {
        String changed = ONE_TO_FOUR.replace(
                "@LogSoftmax @Classes({\"a\", \"b\", \"c\"})", "@LogSoftmax @Classes({\"a\", \"c\", \"b\"})");
        String without = ONE_TO_FOUR.replaceAll("@Classes\\(\\{[^}]*}\\)", "");
        Compiled own = networks.network("OneToFour");
        try (CompiledNetworks others = CompiledNetworks.compile(Map.of("OneToFour", changed));
                CompiledNetworks nameless = CompiledNetworks.compile(Map.of("OneToFour", without))) {
            byte[] file = others.network("OneToFour").create(4).toBytes(format);
            Throwable cause = assertThrows(AssertionError.class, () -> own.load(file, format))
                    .getCause();
            var mismatch = assertInstanceOf(CheckpointException.SchemaMismatch.class, cause);
            String message = String.valueOf(mismatch.getMessage());
            assertTrue(message.contains("other classes of output 'logs'"), message);
            assertTrue(message.contains("expected: [a, b, c]"), message);
            assertTrue(message.contains("found:    [a, c, b]"), message);
            assertTrue(message.contains("@Classes of 'logs'"), message);
            assertEquals(List.of("classes of logs"), mismatch.differences());
            // A file that names no classes says nothing against them.
            Model unnamed = nameless.network("OneToFour").create(5);
            assertArrayEquals(
                    unnamed.parameterStore().values(),
                    own.load(unnamed.toBytes(format), format).parameterStore().values());
        }
    }

    @Test
    void lossesAddUpWithTheirWeights() throws Exception {
        Model model = networks.network("OneToFour").create(3);
        Class<?>[] types = {model.getClass(), float[].class};
        float[] x = {0.3f, -2, 1.5f};
        float[][] scores = (float[][]) call("four", types, model, x);
        double sum = Math.exp(scores[0][0]) + Math.exp(scores[0][1]) + Math.exp(scores[0][2]);
        double expected = Math.log(sum)
                - scores[0][0]
                - 2 * scores[1][2]
                + Math.log1p(Math.exp(-scores[2][0]))
                - Math.log(1 - scores[3][0]);
        double loss = (double) call("step", types, model, x);
        assertEquals(expected, loss, 1e-5 * expected);
        assertTrue((double) call("step", types, model, x) < loss);
    }
}
