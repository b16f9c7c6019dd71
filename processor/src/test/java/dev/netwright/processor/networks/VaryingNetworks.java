package dev.netwright.processor.networks;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Sequences;
import dev.netwright.runtime.data.Target;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** Networks whose samples differ in length, with code that uses them, and samples. */
final class VaryingNetworks implements AutoCloseable {
    static final int MOST = 7;

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
    static final String TAGS = """
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

    private final CompiledNetworks networks;
    private final Class<?> use;

    VaryingNetworks() {
        networks = CompiledNetworks.compile(Map.of("Text", TEXT, "Tags", TAGS, "Two", TWO, "Use", USE));
        try {
            use = networks.type("Use");
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    CompiledNetworks.Compiled network(String name) {
        return networks.network(name);
    }

    @Override
    public void close() {
        networks.close();
    }

    Object call(String method, Class<?>[] types, Object... arguments) throws Exception {
        try {
            return use.getMethod(method, types).invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    float[] tags(Model model, float[] x) throws Exception {
        return (float[]) call("tags", new Class<?>[] {model.getClass(), float[].class}, model, x);
    }

    float[] tags(String method, Model model, float[] x, int[] lengths) throws Exception {
        Class<?>[] types = {model.getClass(), float[].class, int[].class};
        return (float[]) call(method, types, model, x, lengths);
    }

    /** Samples of 1 to 7 positions of two numbers; the tag of a position: above the sample's mean, below, or the largest. */
    final class Drawn {
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

    static float[] joined(float[][] samples) {
        int length = Arrays.stream(samples).mapToInt(s -> s.length).sum();
        float[] all = new float[length];
        int at = 0;
        for (float[] sample : samples) {
            System.arraycopy(sample, 0, all, at, sample.length);
            at += sample.length;
        }
        return all;
    }
}
