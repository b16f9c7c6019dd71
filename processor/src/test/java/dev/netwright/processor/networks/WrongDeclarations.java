package dev.netwright.processor.networks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sources that break the rules of the language in some places, or not: a random network, changed here and there. The same seed
 * gives the same source. Most are Java; javac may refuse others.
 */
final class WrongDeclarations {
    private static final Pattern NUMBER = Pattern.compile("(?<=[({ ,=-])-?\\d+(\\.\\d+)?f?(?=[)},])");

    private static final String[] NUMBERS = {
        "0",
        "-1",
        "1",
        "2",
        "8",
        "7",
        "-2",
        "65536",
        "1000000",
        "2147483647",
        "-2147483648",
        "Attributes.UNSET",
        "'a'",
        "1f",
        "0f",
        "-0.5f",
        "3e38f",
        "1e-45f",
        "Float.NaN",
        "Float.POSITIVE_INFINITY",
        "1 / 2",
        "1L",
        "\"3\"",
        "{}",
        "{1, 2}",
        "{0}",
        "{-1, -1}",
        "{65536, 65536}",
        "{1, 1, 1, 1, 1, 1, 1, 1, 1}",
        "{100000, 100}"
    };

    private static final String[] OPERATORS = {
        "@Dense",
        "@Dense(4)",
        "@Dense(-3)",
        "@Dense(value = 2, bias = false)",
        "@ReLU",
        "@LeakyReLU(Float.NaN)",
        "@ELU(1e39)",
        "@Softmax",
        "@Softmax(axis = 9)",
        "@LogSoftmax(axis = -9)",
        "@Flatten",
        "@Reshape({2, -1})",
        "@Reshape({-1, -1})",
        "@Reshape",
        "@Add",
        "@Sub",
        "@Mul",
        "@Div",
        "@MatMul",
        "@Concat",
        "@Concat(axis = 3)",
        "@Dropout",
        "@Dropout(1)",
        "@Dropout(0.5f)",
        "@Scale(0)",
        "@Scale(2)",
        "@Standardize",
        "@PReLU",
        "@BatchNorm",
        "@BatchNorm(momentum = 2)",
        "@LayerNorm",
        "@LayerNorm(axis = 0)",
        "@GroupNorm",
        "@GroupNorm(groups = 3)",
        "@InstanceNorm(epsilon = 0)",
        "@InstanceNorm",
        "@RMSNorm",
        "@Transpose",
        "@Transpose({1, 0})",
        "@Slice(to = 2)",
        "@Slice(from = -1, step = 2)",
        "@Split(parts = 2, index = 0)",
        "@Take(0)",
        "@Squeeze",
        "@Unsqueeze(0)",
        "@ReduceMean",
        "@ReduceSum(0)",
        "@ReduceMax(value = {0, 1}, keepDims = true)",
        "@Output",
        "@Input(3)",
        "@Input",
        "@Input({})",
        "@Input(value = 3, type = DataType.INT64)",
        "@Input(value = {2, 3}, type = DataType.BOOL)",
        "@Parameter(3)",
        "@Parameter",
        "@Constant(1)",
        "@Constant(value = {1, 2}, shape = {3})",
        "@Constant",
        "@Constant(value = 1, shape = {1000, 1000})",
        "@Init(weight = Initializer.ORTHOGONAL)",
        "@Init(bias = Initializer.CONSTANT)",
        "@Init(weight = Initializer.NORMAL, argument = -1)",
        "@Init",
        "@Deprecated",
        "@SuppressWarnings(\"all\")",
        "@Network",
        "@Pointwise(\"x\")",
        "@Own",
        "@Own(2)",
        "@Own(value = 2, on = true)",
        "@Missing",
        "@Override",
        "@SafeVarargs"
    };

    private static final String[] NAMES = {
        "hashCode",
        "toString",
        "getClass",
        "notify",
        "clone",
        "equals",
        "predict",
        "save",
        "create",
        "load",
        "restore",
        "copy",
        "parameters",
        "schema",
        "trainable",
        "Layer",
        "PARAMETERS",
        "_x",
        "__",
        "$",
        "Ünï",
        "inputs",
        "outputs",
        "node0",
        "NODE0",
        "node_0",
        "predictor",
        "to",
        "evaluate",
        "write",
        "inferenceBytes",
        "SCHEMA_HASH",
        "String",
        "java",
        "dev",
        "nets",
        "Object",
        "main"
    };

    private static final String[] TYPES = {
        "void", "int", "Object", "Tensor[]", "java.util.List<Tensor>", "float[]", "Own", "Missing"
    };

    private static final String[] FORMULAS = {
        "x",
        "",
        "sigmod(x)",
        "x * value",
        "x + on",
        "max(x, )",
        "1",
        "0 / 0",
        "1 / 0",
        "x / 0",
        "log(-1) * x",
        "pow(x, value)",
        "on ? x : -x",
        "x > 0 ? x",
        "((((x))))",
        "exp(exp(exp(exp(x))))",
        "x ^ 2",
        "value",
        "pi",
        "x = 3",
        "abs(x",
        "sqrt(x) + text",
        "1e39 * x",
        "1e30 * 1e30 * x",
        "x > 0 > 1 ? x : 1",
        "clamp(x, 1, 0)",
        "sign(sign(x))",
        "x * 0",
        "tanh(x) * tanh(x) + tanh(x)"
    };

    private static final String[] ONNX = {
        "",
        "",
        "",
        "Relu",
        "LeakyRelu(alpha = value)",
        "Elu(alpha = )",
        "Foo",
        "Elu(beta = 1)",
        "Identity",
        "Elu(alpha = 1 / 0)",
        "("
    };

    private final Random random;
    private final String name;
    private List<String> lines;
    private String before = "";
    private String after = "";

    private WrongDeclarations(String name, long seed) {
        this.random = new Random(seed * 31 + 7);
        this.name = name;
        this.lines = new ArrayList<>(RandomNetwork.source(name, seed).lines().toList());
    }

    /** The source of {@code nets.NAME}, with its own activation {@code NAMEOwn} nested nowhere: in a source beside it. */
    static String source(String name, long seed) {
        WrongDeclarations wrong = new WrongDeclarations(name, seed);
        int changes = wrong.random.nextBoolean() ? 1 : 1 + wrong.random.nextInt(3);
        for (int k = 0; k < changes; k++) {
            wrong.change();
        }
        return wrong.text();
    }

    private String text() {
        String formula = FORMULAS[random.nextInt(FORMULAS.length)];
        String onnx = ONNX[random.nextInt(ONNX.length)];
        String attributes = "float value() default " + pick("1", "0.5f", "Float.NaN", "-3")
                + "; boolean on() default " + random.nextBoolean() + "; "
                + pick(
                        "",
                        "",
                        "",
                        "String text() default \"\"; ",
                        "int[] many() default {}; ",
                        "int x() default 1; ",
                        "long big() default 1L << 62; ");
        String own = "@Pointwise(value = \"" + formula + "\", onnx = \"" + onnx + "\") @interface " + name + "Own { "
                + attributes + "}\n";
        String body = lines.stream().collect(Collectors.joining("\n")).replaceAll("@Own\\b", "@" + name + "Own");
        return before + body.replaceAll("\\bOwn\\b", name + "Own") + after + "\n" + own;
    }

    private int line() {
        List<Integer> methods = new ArrayList<>();
        for (int k = 0; k < lines.size(); k++) {
            if (lines.get(k).endsWith(");")) {
                methods.add(k);
            }
        }
        return methods.isEmpty() ? -1 : methods.get(random.nextInt(methods.size()));
    }

    private void change() {
        int at = line();
        if (at < 0) {
            return;
        }
        String line = lines.get(at);
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> lines.set(at, number(line));
            case 4, 5 -> lines.set(at, line.replaceFirst("@", Matcher.quoteReplacement(operator() + " @")));
            case 6, 7 ->
                lines.set(at, line.replaceFirst(" Tensor ", Matcher.quoteReplacement(" " + operator() + " Tensor ")));
            case 8 -> lines.set(at, line.replaceAll("@\\w+(\\([^)]*\\))?", Matcher.quoteReplacement(operator())));
            case 9 ->
                lines.set(at, line.replaceFirst("\\([^()]*\\);$", Matcher.quoteReplacement("(" + parameters() + ");")));
            case 10 -> lines.remove(at);
            case 11 -> lines.add(random.nextInt(2) + at, line);
            case 12 ->
                lines.set(
                        at,
                        line.replaceFirst(" Tensor \\S+\\(", Matcher.quoteReplacement(" Tensor " + pick(NAMES) + "(")));
            case 13 -> lines.set(at, line.replaceFirst(" Tensor ", Matcher.quoteReplacement(" " + pick(TYPES) + " ")));
            case 14 -> lines.set(at, member(line));
            case 15 -> swap(at);
            case 16 -> lines.set(at, line.replaceFirst(" Tensor ", " @Output Tensor "));
            case 17 -> network();
            case 18 ->
                lines.add(
                        at,
                        "    " + operator() + " " + operator() + " Tensor " + pick(NAMES) + "(" + parameters() + ");");
            default -> lines.set(at, line.replaceFirst("\\([^()]*\\);$", "();"));
        }
    }

    private String number(String line) {
        Matcher matcher = NUMBER.matcher(line);
        List<int[]> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(new int[] {matcher.start(), matcher.end()});
        }
        if (found.isEmpty()) {
            return line;
        }
        int[] place = found.get(random.nextInt(found.size()));
        return line.substring(0, place[0]) + pick(NUMBERS) + line.substring(place[1]);
    }

    private String operator() {
        return random.nextInt(3) == 0 ? AnyOperator.of(random) : pick(OPERATORS);
    }

    private String parameters() {
        List<String> names = new ArrayList<>();
        int count = random.nextInt(4);
        for (int k = 0; k < count; k++) {
            int at = line();
            String other = lines.get(at).replaceFirst(".* (\\S+)\\([^()]*\\);$", "$1");
            names.add(pick(
                            "Tensor ",
                            "Tensor ",
                            "Tensor ",
                            "Tensor ",
                            "int ",
                            "final Tensor ",
                            "@Dense(1) Tensor ",
                            "Tensor... ")
                    + (random.nextInt(6) == 0 ? pick(NAMES) : other));
        }
        return String.join(", ", names);
    }

    private String member(String line) {
        return switch (random.nextInt(6)) {
            case 0 -> line.replace(");", ") throws java.io.IOException;");
            case 1 -> line.replaceFirst(" Tensor ", " <T> Tensor ");
            case 2 -> line.replaceFirst("@", "default @").replace(");", ") { return null; }");
            case 3 -> line.replaceFirst("@", "static @").replace(");", ") { return null; }");
            case 4 -> "    Tensor plain();\n" + line;
            default -> line.replaceAll("@\\w+(\\([^)]*\\))?", "");
        };
    }

    private void swap(int at) {
        int other = line();
        String line = lines.get(at);
        lines.set(at, lines.get(other));
        lines.set(other, line);
    }

    private void network() {
        for (int k = 0; k < lines.size(); k++) {
            if (!lines.get(k).startsWith("@Network")) {
                continue;
            }
            String line = lines.get(k);
            lines.set(
                    k,
                    switch (random.nextInt(12)) {
                        case 0 -> line.replace("@Network", "@Network(version = " + pick(NUMBERS) + ")");
                        case 1 ->
                            line.replace(
                                    "@Network",
                                    "@Network(model = \"" + pick("", "a b", "class", name, "Täst", "x.Y", "é", "1x")
                                            + "\")");
                        case 2 -> line.replace("interface", "abstract class");
                        case 3 -> line.replace("interface " + name, "interface " + name + "<T>");
                        case 4 -> line.replace(" {", " extends Runnable {");
                        case 5 -> line.replace("interface", "@interface");
                        case 6 -> line.replace("@Network", "@Network " + operator());
                        case 7 -> line.replace("interface", "sealed interface");
                        case 8 -> line.replace("interface", "enum");
                        case 9 -> line.replace("public ", "").replace("@Network", "@Network @Network");
                        case 10 -> {
                            after = "\nclass " + name + "Model {}";
                            yield line;
                        }
                        default -> {
                            after = "\n}";
                            yield line.replaceFirst("@Network", "final class " + name + "Outer { @Network")
                                    .replace("public ", "");
                        }
                    });
        }
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }
}
