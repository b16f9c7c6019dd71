package dev.netwright.processor.networks;

import java.util.Map;
import java.util.stream.Collectors;

/** What random networks are written with: activations, names, laws of initial values. */
final class Words {
    /** Activations of a user's own, in sources of their own; {@link #activations()} has them. */
    private static final Map<String, String> OWN = Map.of(
            "QuickGELU",
            "@Pointwise(\"x * sigmoid(1.702 * x)\") public @interface QuickGELU {}",
            "Wave",
            "@Pointwise(\"amplitude * sin(pi * x / (1 + abs(x))) + (cosine ? cos(x / (1 + abs(x))) : 0)\") public @interface Wave {"
                    + " double amplitude() default 0.5; boolean cosine() default false; }",
            "Bent",
            "@Pointwise(\"(sqrt(x * x + 1) - 1) / 2 + x\") public @interface Bent {}",
            "Above",
            "@Pointwise(\"1 + abs(x)\") public @interface Above {}",
            "Compress",
            "@Pointwise(\"sign(x) * log1p(abs(x))\") public @interface Compress {}",
            "Bump",
            "@Pointwise(\"exp(-x * x / pi) + expm1(min(x, 1)) * 0.1\") public @interface Bump {}",
            "Power",
            "@Pointwise(\"pow(1 + abs(x), n) / pow(2, n)\") public @interface Power { int n() default 2; }");

    /** In place of {@code #} a number. */
    static final String[] ACTIVATIONS = {
        "@ReLU",
        "@LeakyReLU",
        "@LeakyReLU(#f)",
        "@ELU",
        "@ELU(#f)",
        "@SELU",
        "@GELU",
        "@GELUTanh",
        "@SiLU",
        "@Mish",
        "@Softplus",
        "@Softsign",
        "@HardSigmoid",
        "@HardSwish",
        "@ReLU6",
        "@Sigmoid",
        "@Tanh",
        "@PReLU",
        "@PReLU(shared = true)",
        "@QuickGELU",
        "@Wave",
        "@Wave(amplitude = 0.25, cosine = true)",
        "@Bent",
        "@Compress",
        "@Bump",
        "@Power",
        "@Power(n = -1)"
    };

    /** Names that generated code or its reader might trip over. */
    static final String[] NAMES = {
        "p",
        "w",
        "b",
        "g",
        "in",
        "out",
        "n",
        "i",
        "j",
        "y",
        "a",
        "x",
        "from",
        "to",
        "t0",
        "y0",
        "weight",
        "bias",
        "weights",
        "values",
        "length",
        "max",
        "sum",
        "rows",
        "tile",
        "stage",
        "panels",
        "inputs",
        "outputs",
        "seed",
        "path",
        "layer",
        "model",
        "value",
        "record",
        "var",
        "yield",
        "sealed",
        "permits",
        "with",
        "main",
        "float32",
        "Kernel",
        "Names",
        "Dense",
        "$",
        "a$b",
        "\u00e9t\u00e9",
        "UPPER",
        "snake_case",
        "n1",
        "n10",
        "inAt",
        "step",
        "scratch",
        "CONVOLUTION1",
        "POOLING1"
    };

    static final String[] LAWS = {
        "ZEROS",
        "ONES",
        "CONSTANT",
        "NORMAL",
        "UNIFORM",
        "XAVIER_UNIFORM",
        "XAVIER_NORMAL",
        "HE_UNIFORM",
        "HE_NORMAL",
        "ORTHOGONAL"
    };

    private Words() {}

    /** Sources of the activations that networks use. */
    static Map<String, String> activations() {
        return OWN.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        e -> "package nets;\nimport dev.netwright.annotations.Pointwise;\n" + e.getValue() + "\n"));
    }
}
