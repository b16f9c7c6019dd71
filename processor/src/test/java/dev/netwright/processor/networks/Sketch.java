package dev.netwright.processor.networks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A random network while it grows: its nodes so far, and what every operator's generator needs. */
final class Sketch {
    /** How many elements a node's value has at most, for one sample. */
    static final int LARGEST = 700;

    final Random random;
    final List<Node> nodes = new ArrayList<>();
    private final TreeSet<String> taken = new TreeSet<>();
    private final String prefix;

    Sketch(long seed) {
        this(seed, "");
    }

    /** One whose names all begin alike, to stand beside others in a network. */
    Sketch(long seed, String prefix) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        this.prefix = prefix;
    }

    /** A node of the samples, mostly one that nothing uses yet. */
    Node pick() {
        List<Node> batched =
                nodes.stream().filter(node -> node.batched && !node.end).toList();
        List<Node> open = batched.stream().filter(node -> !node.used).toList();
        List<Node> from = open.isEmpty() || chance(4) ? batched : open;
        return from.get(random.nextInt(from.size()));
    }

    Node add(String operators, List<Node> inputs, List<Integer> shape, boolean batched) {
        Node node = new Node(name(), operators, inputs, List.copyOf(shape), batched);
        nodes.add(node);
        return node;
    }

    /** A node of one input. */
    void first(Node x, String operator, List<Integer> shape) {
        add(operator + followers(shape, x.batched, operator), List.of(x), shape, x.batched);
    }

    /** Operators that may follow any other: none, mostly. */
    String followers(List<Integer> shape) {
        return followers(shape, false, "");
    }

    private String followers(List<Integer> shape, boolean batched, String first) {
        StringBuilder followers = new StringBuilder();
        TreeSet<String> kinds = new TreeSet<>();
        for (String annotation : first.split("(?=@)")) {
            kinds.add(kind(annotation));
        }
        while (chance(3) && kinds.size() < 4) {
            Node like = new Node("", "", List.of(), shape, batched);
            String follower = random.nextInt(8) == 0
                    ? chance(2) ? ShapeNodes.fittingNorm(this, like) : normalized(like)
                    : random.nextInt(8) == 0
                            ? "@Dropout(0.25f)"
                            : random.nextInt(10) == 0 ? "@Standardize" : activation(shape);
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

    /**
     * An activation. GELU's 1 + erf, or tanh, cancels far below 0: a result of few values that all lie there has no digits left in floats,
     * in whatever engine.
     */
    String activation(List<Integer> shape) {
        String activation = Words.ACTIVATIONS[random.nextInt(Words.ACTIVATIONS.length)];
        return activation.startsWith("@GELU") && Shapes.size(shape) < 8
                ? activation(shape)
                : activation.replace("#", String.valueOf(random.nextInt(1, 20) / 16f));
    }

    String normalized(Node x) {
        int axis = random.nextInt(x.rank());
        String attributes = chance(2) ? "" : "(axis = " + (chance(2) ? axis : axis - x.rank()) + ")";
        // In the far tail of an activation, where logarithms of probabilities may lie, floats have few digits left.
        return chance(2) ? "@Softmax" + attributes : "@LogSoftmax" + attributes + " @Scale(0.125f)";
    }

    /** A parameter or constant of a shape, through an activation now and then. */
    Node source(List<Integer> shape) {
        String operator;
        if (chance(2)) {
            operator = "@Parameter(" + Shapes.ints(shape) + ")"
                    + (chance(4) ? " @Init(weight = Initializer.HE_NORMAL)" : "");
        } else {
            int size = Shapes.size(shape);
            int count = chance(2) || size > 40 ? 1 : size;
            String values = IntStream.range(0, count)
                    .mapToObj(k -> (random.nextInt(400) - 200) / 128f + "f")
                    .collect(Collectors.joining(", ", "{", "}"));
            operator = "@Constant(value = " + values + ", shape = " + Shapes.ints(shape) + ")";
        }
        Node source = add(operator, List.of(), shape, false);
        return chance(4)
                ? add(chance(3) ? normalized(source) : activation(shape), List.of(source), shape, false)
                : source;
    }

    /** Another node that broadcasts with a shape. */
    Node partner(List<Integer> shape, List<Node> but) {
        List<Node> fitting = nodes.stream()
                .filter(node -> !but.contains(node) && node.batched && !node.end)
                .filter(node -> Shapes.broadcast(shape, node.shape) != null)
                .filter(node -> Shapes.size(Shapes.broadcast(shape, node.shape)) <= LARGEST)
                .toList();
        return fitting.isEmpty() ? null : fitting.get(random.nextInt(fitting.size()));
    }

    /** A shape that broadcasts to this one: 1s for some dimensions, leading ones left out. */
    List<Integer> broadcastable(List<Integer> shape) {
        List<Integer> result = new ArrayList<>();
        for (int dimension : shape) {
            result.add(chance(4) ? Integer.valueOf(1) : Integer.valueOf(dimension));
        }
        return chance(3) ? result.subList(random.nextInt(result.size()), result.size()) : result;
    }

    List<Integer> shape(int rank, int largest) {
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

    private String name() {
        String name = prefix + (chance(4) ? Words.NAMES[random.nextInt(Words.NAMES.length)] : "node" + nodes.size());
        // Names must differ by more than case: they become class names.
        return taken.add(name.toLowerCase(Locale.ROOT)) ? name : fresh();
    }

    private String fresh() {
        String name = prefix + "node" + nodes.size();
        taken.add(name);
        return name;
    }

    /** True once in so many times. */
    boolean chance(int one) {
        return random.nextInt(one) == 0;
    }

    String init(boolean bias) {
        String law = Words.LAWS[random.nextInt(Words.LAWS.length)];
        boolean argument =
                law.equals("CONSTANT") || (List.of("NORMAL", "UNIFORM").contains(law) && chance(2));
        String text = "@Init(weight = Initializer." + law;
        if (bias && chance(2) && !argument) {
            text += ", bias = Initializer." + (chance(2) ? "ONES" : "HE_UNIFORM");
        }
        return text + (argument ? ", argument = 0.125)" : ")");
    }
}
