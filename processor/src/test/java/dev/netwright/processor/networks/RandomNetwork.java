package dev.netwright.processor.networks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The source of a random network that follows every rule of the language: a directed acyclic graph over all operators, random
 * shapes and attributes, with names that generated code might use itself. The same seed gives the same source. Above 400 lines: the
 * generators of all operators share the graph under construction.
 */
final class RandomNetwork {
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
            "Squeeze",
            "@Pointwise(\"sign(x) * log1p(abs(x))\") public @interface Squeeze {}",
            "Bump",
            "@Pointwise(\"exp(-x * x / pi) + expm1(min(x, 1)) * 0.1\") public @interface Bump {}",
            "Power",
            "@Pointwise(\"pow(1 + abs(x), n) / pow(2, n)\") public @interface Power { int n() default 2; }");

    private static final String[] ACTIVATIONS = {
        "@ReLU",
        "@LeakyReLU",
        "@LeakyReLU(0.2f)",
        "@ELU",
        "@ELU(0.7f)",
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
        "@Squeeze",
        "@Bump",
        "@Power",
        "@Power(n = -1)"
    };

    /** Names that generated code or its reader might trip over. */
    private static final String[] NAMES = {
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
        "scratch"
    };

    private static final String[] LAWS = {
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

    private static final int LARGEST = 700;

    private static final class Node {
        final String name;
        final String operators;
        final List<Node> inputs;
        final List<Integer> shape;
        final boolean batched;
        boolean used;
        boolean output;

        /** Whether nothing may use it. */
        boolean end;

        Node(String name, String operators, List<Node> inputs, List<Integer> shape, boolean batched) {
            this.name = name;
            this.operators = operators;
            this.inputs = inputs;
            this.shape = shape;
            this.batched = batched;
            inputs.forEach(input -> input.used = true);
        }

        int rank() {
            return shape.size();
        }

        int last() {
            return shape.get(rank() - 1);
        }

        int size() {
            return shape.stream().reduce(1, (a, b) -> a * b);
        }

        boolean isInput() {
            return operators.startsWith("@Input");
        }
    }

    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    private final TreeSet<String> taken = new TreeSet<>();

    private RandomNetwork(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    }

    /** Sources of the activations that networks use. */
    static Map<String, String> activations() {
        return OWN.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        e -> "package nets;\nimport dev.netwright.annotations.Pointwise;\n" + e.getValue() + "\n"));
    }

    /** The source of network {@code name} in the package {@code nets}. */
    static String source(String name, long seed) {
        return new RandomNetwork(seed).build().render(name);
    }

    private RandomNetwork build() {
        int inputs = chance(4) ? 2 + random.nextInt(2) : 1;
        for (int k = 0; k < inputs; k++) {
            List<Integer> shape = shape(1 + random.nextInt(4), 150);
            add("@Input(" + ints(shape) + ")", List.of(), shape, true);
        }
        int length = inputs + 1 + random.nextInt(9);
        while (nodes.size() < length || nodes.stream().anyMatch(node -> node.isInput() && !node.used)) {
            grow();
        }
        for (Node node : nodes) {
            node.output = !node.used || (node.batched && !node.isInput() && chance(12));
        }
        return this;
    }

    private String render(String name) {
        StringBuilder source = new StringBuilder("package nets;\n\nimport dev.netwright.annotations.*;\n\n@Network ");
        source.append(chance(3) ? "public " : "")
                .append("interface ")
                .append(name)
                .append(" {\n");
        long outputs = nodes.stream().filter(node -> node.output).count();
        Node last = nodes.get(nodes.size() - 1);
        boolean implicit = outputs == 1 && last.output && chance(2);
        long inputs = nodes.stream().filter(Node::isInput).count();
        Node before = null;
        for (Node node : nodes) {
            boolean above = node.inputs.size() == 1
                    && node.inputs.get(0) == before
                    && !before.output
                    && !(before.isInput() && inputs > 1)
                    && chance(2);
            String parameters = above
                    ? ""
                    : node.inputs.stream().map(input -> "Tensor " + input.name).collect(Collectors.joining(", "));
            source.append("    ")
                    .append(node.output && !implicit ? "@Output " : "")
                    .append(node.operators);
            source.append(" Tensor ")
                    .append(node.name)
                    .append("(")
                    .append(parameters)
                    .append(");\n");
            before = node;
        }
        return source.append("}\n").toString();
    }

    private void grow() {
        Node x = pick();
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> dense(x);
            case 3 -> first(x, "@Flatten", List.of(x.size()));
            case 4 -> reshape(x);
            case 5, 6 -> elementwise(x);
            case 7 -> divide(x);
            case 8, 9 -> product(x);
            case 10 -> concat(x);
            case 11 -> first(x, activation(), x.shape);
            case 12 -> first(x, "@Dropout(" + random.nextInt(9) / 10f + "f)", x.shape);
            case 13 -> first(x, chance(2) ? "@Standardize" : "@Scale(" + (random.nextFloat() + 0.25f) + "f)", x.shape);
            case 14 -> {
                if (chance(2)) {
                    first(x, normalized(x), x.shape);
                } else {
                    int axis = random.nextInt(x.rank());
                    Node end = add("@LogSoftmax(axis = " + axis + ")", List.of(x), x.shape, x.batched);
                    end.end = true;
                }
            }
            case 15, 16, 17, 18 -> window(x);
            default -> first(x, activation(), x.shape);
        }
    }

    /** An operator over planes or sequences, of a value brought into that form where it has none. */
    private void window(Node x) {
        Node planes = x;
        if (x.rank() < 2 || x.rank() > 3) {
            int channels = divisor(x.size(), 6);
            int height = divisor(x.size() / channels, 9);
            List<Integer> form = List.of(channels, height, x.size() / channels / height);
            planes = add("@Reshape(" + ints(form) + ")", List.of(x), form, x.batched);
        }
        RandomWindows.Choice choice = RandomWindows.choose(random, planes.shape, LARGEST);
        first(planes, choice.operator(), choice.shape());
    }

    /** A divisor up to a limit. */
    private int divisor(int size, int most) {
        int divisor = 1 + random.nextInt(most);
        while (size % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    private void dense(Node x) {
        if (x.rank() > 2 || !x.batched) {
            first(x, "@Flatten", List.of(x.size()));
            return;
        }
        int units = chance(5) ? 100 + random.nextInt(200) : 1 + random.nextInt(40);
        if (x.rank() == 2 && units * x.shape.get(0) > LARGEST) {
            units = 1 + random.nextInt(9);
        }
        boolean bias = !chance(4);
        String operator = "@Dense(" + (bias ? String.valueOf(units) : "value = " + units + ", bias = false") + ")";
        List<Integer> shape = new ArrayList<>(x.shape);
        shape.set(x.rank() - 1, units);
        first(x, operator + (chance(4) ? " " + init(bias) : ""), shape);
    }

    private String init(boolean bias) {
        String law = LAWS[random.nextInt(LAWS.length)];
        boolean argument =
                law.equals("CONSTANT") || (List.of("NORMAL", "UNIFORM").contains(law) && chance(2));
        String text = "@Init(weight = Initializer." + law;
        if (bias && chance(2) && !argument) {
            text += ", bias = Initializer." + (chance(2) ? "ONES" : "HE_UNIFORM");
        }
        return text + (argument ? ", argument = 0.125)" : ")");
    }

    private void reshape(Node x) {
        List<Integer> shape = new ArrayList<>();
        int rest = x.size();
        for (int divisor = 2; divisor <= 7 && shape.size() < 4; divisor++) {
            if (rest % divisor == 0 && chance(2)) {
                shape.add(divisor);
                rest /= divisor;
            }
        }
        shape.add(random.nextInt(shape.size() + 1), rest);
        List<Integer> written = new ArrayList<>(shape);
        if (chance(2)) {
            written.set(random.nextInt(written.size()), -1);
        }
        first(x, "@Reshape(" + ints(written) + ")", shape);
    }

    /** A sum, difference or product with nodes that broadcast, or with new parameters and constants. */
    private void elementwise(Node x) {
        String operator = new String[] {"@Add", "@Mul", "@Sub"}[random.nextInt(3)];
        List<Node> inputs = new ArrayList<>(List.of(x));
        List<Integer> shape = x.shape;
        boolean batched = x.batched;
        int count = operator.equals("@Sub") ? 2 : 2 + random.nextInt(2);
        while (inputs.size() < count) {
            Node other = chance(2) ? partner(shape, inputs) : source(broadcastable(shape));
            if (other == null) {
                other = source(broadcastable(shape));
            }
            shape = broadcast(shape, other.shape);
            batched |= other.batched;
            inputs.add(random.nextInt(inputs.size() + 1), other);
        }
        add(operator + followers(shape), inputs, shape, batched);
    }

    private void divide(Node x) {
        Node below = chance(2) ? source(broadcastable(x.shape)) : pick();
        List<Integer> shape = broadcast(x.shape, below.shape);
        if (shape == null || shape.stream().reduce(1, (a, b) -> a * b) > LARGEST) {
            first(x, "@Above", x.shape);
            return;
        }
        Node divisor = add("@Above", List.of(below), below.shape, below.batched);
        add("@Div" + followers(shape), List.of(x, divisor), shape, x.batched || below.batched);
    }

    private void product(Node x) {
        int k = x.last();
        int columns = 1 + random.nextInt(chance(4) ? 60 : 9);
        if (x.size() / k * columns > LARGEST) {
            columns = 1;
        }
        List<Integer> shape = new ArrayList<>(x.shape);
        shape.set(x.rank() - 1, columns);
        if (chance(2) || x.rank() > 4) {
            Node table = source(List.of(k, columns));
            add("@MatMul" + followers(shape), List.of(x, table), shape, x.batched);
            return;
        }
        if (chance(3)) {
            // A matrix on the left, the samples on the right.
            int rows = x.rank() == 2 ? x.shape.get(0) : 0;
            if (rows > 0) {
                int m = 1 + random.nextInt(5);
                Node left = source(List.of(m, rows));
                List<Integer> result = List.of(m, k);
                add("@MatMul" + followers(result), List.of(left, x), result, x.batched);
                return;
            }
        }
        // A second value of each sample, brought to the leading axes of the first or to none.
        Node y = pick();
        List<Integer> leading = x.shape.subList(0, Math.max(0, x.rank() - 2));
        int all = leading.stream().reduce(1, (a, b) -> a * b);
        if (y.size() % (k * all) == 0 && y.size() / k / all * (x.size() / k) <= LARGEST) {
            List<Integer> form = new ArrayList<>(leading);
            form.add(k);
            form.add(y.size() / k / all);
            Node right = add("@Reshape(" + ints(form) + ")", List.of(y), form, y.batched);
            shape.set(x.rank() - 1, right.last());
            add("@MatMul" + followers(shape), List.of(x, right), shape, x.batched || y.batched);
        } else {
            first(x, activation(), x.shape);
        }
    }

    private void concat(Node x) {
        int axis = random.nextInt(x.rank());
        List<Integer> form = new ArrayList<>(x.shape);
        form.set(axis, 1 + random.nextInt(5));
        int most = x.size() / x.shape.get(axis) * (x.shape.get(axis) + 9);
        if (most > LARGEST) {
            first(x, "@Flatten", List.of(x.size()));
            return;
        }
        Node other = nodes.stream()
                .filter(node -> node != x && !node.end && node.rank() == x.rank() && node.shape.get(axis) < 10)
                .filter(node -> without(node.shape, axis).equals(without(x.shape, axis)))
                .findFirst()
                .orElseGet(() -> source(form));
        List<Integer> shape = new ArrayList<>(x.shape);
        shape.set(axis, x.shape.get(axis) + other.shape.get(axis));
        boolean reversed = chance(2);
        int written = chance(2) ? axis : axis - x.rank();
        String operator = "@Concat" + (written == 0 ? "" : "(axis = " + written + ")");
        add(
                operator + followers(shape),
                reversed ? List.of(other, x) : List.of(x, other),
                shape,
                x.batched || other.batched);
    }

    private static List<Integer> without(List<Integer> shape, int axis) {
        List<Integer> rest = new ArrayList<>(shape);
        rest.remove(axis);
        return rest;
    }

    /** A node of one input. */
    private void first(Node x, String operator, List<Integer> shape) {
        String name = operator.replaceAll("\\W.*", "");
        add(operator + followers(shape, name, operator), List.of(x), shape, x.batched);
    }

    private String followers(List<Integer> shape) {
        return followers(shape, "", "");
    }

    private String followers(List<Integer> shape, String first, String text) {
        StringBuilder followers = new StringBuilder();
        TreeSet<String> kinds = new TreeSet<>();
        for (String annotation : text.split("(?=@)")) {
            kinds.add(kind(annotation));
        }
        while (chance(3) && kinds.size() < 4) {
            Node like = new Node("", "", List.of(), shape, true);
            String follower = random.nextInt(8) == 0
                    ? normalized(like)
                    : random.nextInt(8) == 0
                            ? "@Dropout(0.25f)"
                            : random.nextInt(10) == 0 ? "@Standardize" : activation();
            boolean scaled = follower.contains("@Scale");
            if (!(scaled && kinds.contains("@Scale")) && kinds.add(kind(follower))) {
                kinds.add(scaled ? "@Scale" : kind(follower));
                followers.append(' ').append(follower);
            }
        }
        return followers.toString();
    }

    /** The annotation's name: none may stand twice on a method. */
    private static String kind(String annotation) {
        int end = annotation.indexOf('(');
        return (end < 0 ? annotation : annotation.substring(0, end)).split(" ", 2)[0];
    }

    private String activation() {
        return ACTIVATIONS[random.nextInt(ACTIVATIONS.length)];
    }

    private String normalized(Node x) {
        int axis = random.nextInt(x.rank());
        String attributes = chance(2) ? "" : "(axis = " + (chance(2) ? axis : axis - x.rank()) + ")";
        // In the far tail of an activation, where logarithms of probabilities may lie, floats have few digits left.
        return chance(2) ? "@Softmax" + attributes : "@LogSoftmax" + attributes + " @Scale(0.125f)";
    }

    /** A parameter or constant of a shape, through an activation now and then. */
    private Node source(List<Integer> shape) {
        String operator;
        if (chance(2)) {
            operator = "@Parameter(" + ints(shape) + ")" + (chance(4) ? " @Init(weight = Initializer.HE_NORMAL)" : "");
        } else {
            int size = shape.stream().reduce(1, (a, b) -> a * b);
            int count = chance(2) || size > 40 ? 1 : size;
            String values = IntStream.range(0, count)
                    .mapToObj(k -> (random.nextInt(400) - 200) / 128f + "f")
                    .collect(Collectors.joining(", ", "{", "}"));
            operator = "@Constant(value = " + values + ", shape = " + ints(shape) + ")";
        }
        Node source = add(operator, List.of(), shape, false);
        return chance(4) ? add(chance(3) ? normalized(source) : activation(), List.of(source), shape, false) : source;
    }

    /** Another node that broadcasts with a shape. */
    private Node partner(List<Integer> shape, List<Node> but) {
        List<Node> fitting = nodes.stream()
                .filter(node -> !but.contains(node) && node.batched && !node.end)
                .filter(node -> broadcast(shape, node.shape) != null)
                .filter(node -> broadcast(shape, node.shape).stream().reduce(1, (a, b) -> a * b) <= LARGEST)
                .toList();
        return fitting.isEmpty() ? null : fitting.get(random.nextInt(fitting.size()));
    }

    /** A shape that broadcasts to this one: 1s for some dimensions, leading ones left out. */
    private List<Integer> broadcastable(List<Integer> shape) {
        List<Integer> result = new ArrayList<>();
        for (int dimension : shape) {
            result.add(chance(4) ? Integer.valueOf(1) : Integer.valueOf(dimension));
        }
        return chance(3) ? result.subList(random.nextInt(result.size()), result.size()) : result;
    }

    private static List<Integer> broadcast(List<Integer> a, List<Integer> b) {
        List<Integer> result = new ArrayList<>();
        int rank = Math.max(a.size(), b.size());
        for (int axis = 0; axis < rank; axis++) {
            int da = axis < rank - a.size() ? 1 : a.get(axis - rank + a.size());
            int db = axis < rank - b.size() ? 1 : b.get(axis - rank + b.size());
            if (da != db && da != 1 && db != 1) {
                return null;
            }
            result.add(Math.max(da, db));
        }
        return result;
    }

    private List<Integer> shape(int rank, int largest) {
        List<Integer> shape = new ArrayList<>();
        int size = 1;
        for (int k = 0; k < rank; k++) {
            int most = Math.max(1, Math.min(rank == 1 ? 90 : 9, largest / size));
            int dimension = 1 + random.nextInt(most);
            shape.add(dimension);
            size *= dimension;
        }
        return shape;
    }

    /** A node of the samples, mostly one that nothing uses yet. */
    private Node pick() {
        List<Node> batched =
                nodes.stream().filter(node -> node.batched && !node.end).toList();
        List<Node> open = batched.stream().filter(node -> !node.used).toList();
        List<Node> from = open.isEmpty() || chance(4) ? batched : open;
        return from.get(random.nextInt(from.size()));
    }

    private Node add(String operators, List<Node> inputs, List<Integer> shape, boolean batched) {
        Node node = new Node(name(), operators, inputs, List.copyOf(shape), batched);
        nodes.add(node);
        return node;
    }

    private String name() {
        String name = chance(4) ? NAMES[random.nextInt(NAMES.length)] : "node" + nodes.size();
        // Names must differ by more than case: they become class names.
        return taken.add(name.toLowerCase(java.util.Locale.ROOT)) ? name : fresh();
    }

    private String fresh() {
        String name = "node" + nodes.size();
        taken.add(name);
        return name;
    }

    private boolean chance(int one) {
        return random.nextInt(one) == 0;
    }

    private static String ints(List<Integer> values) {
        return values.size() == 1
                ? String.valueOf(values.get(0))
                : values.stream().map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
    }
}
