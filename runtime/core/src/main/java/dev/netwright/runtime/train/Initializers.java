package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.tensor.FloatStore;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The known laws of initial values. A {@code [out, in]} matrix has the fan-in {@code in} and the fan-out {@code out}; a filter {@code [out, in,
 * kernel…]} the fan-in {@code in * kernel} and the fan-out {@code out * kernel}; a vector its length for both.
 */
public final class Initializers {
    private static final double DEFAULT_SPREAD = 0.05;

    private Initializers() {}

    /** All 0. */
    public static Initializer zeros() {
        return constant(0);
    }

    /** All 1. */
    public static Initializer ones() {
        return constant(1);
    }

    /** All the same. */
    public static Initializer constant(double value) {
        return each((spec, random) -> value);
    }

    /** Normal with mean 0. */
    public static Initializer normal(double deviation) {
        return normal(spec -> deviation);
    }

    /** Uniform between -bound and bound. */
    public static Initializer uniform(double bound) {
        return uniform(spec -> bound);
    }

    /** Uniform between -a and a, a = sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010, equation 16). */
    public static Initializer xavierUniform() {
        return uniform(spec -> Math.sqrt(6 / (fanIn(spec.shape()) + fanOut(spec.shape()))));
    }

    /** Normal with standard deviation sqrt(2 / (fanIn + fanOut)) (Glorot and Bengio 2010). */
    public static Initializer xavierNormal() {
        return normal(spec -> Math.sqrt(2 / (fanIn(spec.shape()) + fanOut(spec.shape()))));
    }

    /** Uniform between -a and a, a = sqrt(6 / fanIn) (He et al. 2015, equation 10). */
    public static Initializer heUniform() {
        return uniform(spec -> Math.sqrt(6 / fanIn(spec.shape())));
    }

    /** Normal with standard deviation sqrt(2 / fanIn) (He et al. 2015, equation 10). */
    public static Initializer heNormal() {
        return normal(spec -> Math.sqrt(2 / fanIn(spec.shape())));
    }

    /**
     * Rows or columns, whichever are fewer, orthonormal, times a factor (Saxe et al. 2014). Tensors of higher rank count as {@code
     * [first, product of the rest]}; rank 1 is refused.
     */
    public static Initializer orthogonal(double gain) {
        return new Orthogonal(gain);
    }

    /**
     * Fills tensors by their own laws, each from the seed and its name.
     *
     * @throws IllegalArgumentException where a tensor's law is not known
     */
    public static void fill(FloatStore store, List<TensorSpec> tensors, long seed) {
        for (TensorSpec spec : tensors) {
            String law = spec.initializer();
            int open = law.indexOf('(');
            fill(
                    store,
                    spec,
                    open < 0 ? law : law.substring(0, open),
                    open < 0 ? Double.NaN : Double.parseDouble(law.substring(open + 1, law.length() - 1)),
                    seed);
        }
    }

    /**
     * Fills a tensor's part of a store by a law with its argument, if any, such as {@code CONSTANT(0.25)}, from the seed 0 and its name:
     * what a tensor starts with that a file of an earlier version has not.
     */
    public static void fill(float[] values, TensorSpec spec, String law) {
        int open = law.indexOf('(');
        String name = open < 0 ? law : law.substring(0, open);
        double argument = open < 0 ? Double.NaN : Double.parseDouble(law.substring(open + 1, law.length() - 1));
        byName(name, argument).fill(values, spec, new InitialRandom(0, spec.name()));
    }

    /**
     * The law of a constant of the annotation {@code Initializer}, such as {@code HE_NORMAL}.
     *
     * @param argument what CONSTANT, NORMAL, UNIFORM and ORTHOGONAL take; NaN where not given
     */
    public static Initializer byName(String law, double argument) {
        boolean given = !Double.isNaN(argument);
        return switch (law) {
            case "ZEROS" -> zeros();
            case "ONES" -> ones();
            case "CONSTANT" -> {
                if (!given) {
                    throw new IllegalArgumentException("the initializer CONSTANT needs its argument");
                }
                yield constant(argument);
            }
            case "NORMAL" -> normal(given ? argument : DEFAULT_SPREAD);
            case "UNIFORM" -> uniform(given ? argument : DEFAULT_SPREAD);
            case "XAVIER_UNIFORM" -> xavierUniform();
            case "XAVIER_NORMAL" -> xavierNormal();
            case "HE_UNIFORM" -> heUniform();
            case "HE_NORMAL" -> heNormal();
            case "ORTHOGONAL" -> orthogonal(given ? argument : 1);
            default -> throw new IllegalArgumentException("no initializer is named " + law);
        };
    }

    /** Fills a parameter by the law of that name; see {@link #byName}. */
    public static void fill(FloatStore store, TensorSpec spec, String law, double argument, long seed) {
        fill(store, spec, byName(law, argument), seed);
    }

    /** Fills a parameter by a law; the values depend on the seed and the parameter's name alone. */
    public static void fill(FloatStore store, TensorSpec spec, Initializer law, long seed) {
        law.fill(store.values(), spec, new InitialRandom(seed, spec.name()));
        store.changed();
    }

    /** Values that enter one unit. */
    static double fanIn(List<Integer> shape) {
        return shape.size() < 2 ? size(shape) : size(shape) / shape.get(0);
    }

    /** Values that leave one unit. */
    static double fanOut(List<Integer> shape) {
        return shape.size() < 2 ? size(shape) : size(shape) / shape.get(1);
    }

    private static double size(List<Integer> shape) {
        return shape.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
    }

    private interface Element {
        double next(TensorSpec spec, InitialRandom random);
    }

    private static Initializer each(Element law) {
        return (store, spec, random) -> {
            for (int i = spec.offset(); i < spec.offset() + spec.size(); i++) {
                store[i] = (float) law.next(spec, random);
            }
        };
    }

    private static Initializer normal(ToDoubleFunction<TensorSpec> deviation) {
        return (store, spec, random) -> {
            double factor = deviation.applyAsDouble(spec);
            each((s, r) -> factor * r.normal()).fill(store, spec, random);
        };
    }

    private static Initializer uniform(ToDoubleFunction<TensorSpec> bound) {
        return (store, spec, random) -> {
            double limit = bound.applyAsDouble(spec);
            each((s, r) -> r.uniform(-limit, limit)).fill(store, spec, random);
        };
    }
}
