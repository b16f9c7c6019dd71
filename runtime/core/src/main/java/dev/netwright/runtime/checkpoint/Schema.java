package dev.netwright.runtime.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What a checkpoint of one network must have: names, shapes, types and roles of its tensors; and the constant parts of its
 * files. Immutable; generated code holds one a network. Thread-safe.
 */
public final class Schema {
    /** The role, in the lines that the hash is made of, of what is no tensor but an input. */
    static final String INPUT = "input";

    private final String network;
    private final int version;
    private final String hash;
    private final List<TensorSpec> parameters;
    private final List<TensorSpec> buffers;
    private final Map<String, TensorSpec> byName = new LinkedHashMap<>();
    private final List<Port> inputs;
    private final List<Port> outputs;
    private final Supplier<String> architecture;
    private final Supplier<byte[]> onnxGraph;
    private final Map<String, String> fragments = new ConcurrentHashMap<>();
    private final Optional<SchemaVersions> versions;
    private final SortedMap<Integer, String> files;

    /** Fills a tensor by a law of initial values, the same each time; generated code passes the one that models start by. */
    @FunctionalInterface
    public interface Law {
        /**
         * Fills the tensor's part of an array.
         *
         * @param values a store of parameters or of buffers
         * @param spec the tensor, at its offset
         * @param law the law with its argument, if any: {@code CONSTANT(0.25)}
         */
        void fill(float[] values, TensorSpec spec, String law);
    }

    /**
     * A schema.
     *
     * @param network binary name of the interface
     * @param version version of the schema
     * @param parameters parameters in the order of the store, without gaps
     * @param buffers buffers in the order of their store, without gaps
     * @param inputs inputs of the network
     * @param outputs outputs of the network
     * @param architecture the JSON object that describes the network in files
     * @param onnxGraph the encoded fields of the network's ONNX GraphProto but for its initializers: name, nodes, inputs, outputs;
     *     its nodes refer to parameters and buffers by their full names
     */
    public Schema(
            String network,
            int version,
            List<TensorSpec> parameters,
            List<TensorSpec> buffers,
            List<Port> inputs,
            List<Port> outputs,
            Supplier<String> architecture,
            Supplier<byte[]> onnxGraph) {
        this(
                network,
                version,
                parameters,
                buffers,
                inputs,
                outputs,
                Optional.empty(),
                new TreeMap<>(),
                architecture,
                onnxGraph);
    }

    private Schema(
            String network,
            int version,
            List<TensorSpec> parameters,
            List<TensorSpec> buffers,
            List<Port> inputs,
            List<Port> outputs,
            Optional<SchemaVersions> versions,
            SortedMap<Integer, String> files,
            Supplier<String> architecture,
            Supplier<byte[]> onnxGraph) {
        this.versions = versions;
        this.files = files;
        this.network = network;
        this.version = version;
        this.parameters = List.copyOf(parameters);
        this.buffers = List.copyOf(buffers);
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.architecture = architecture;
        this.onnxGraph = onnxGraph;
        this.hash = hash(parameters, buffers, inputs);
        parameters.forEach(spec -> byName.put(spec.name(), spec));
        buffers.forEach(spec -> byName.put(spec.name(), spec));
    }

    /**
     * A schema whose tensors, inputs and outputs stand in a text, as generated code holds them: see {@link SchemaTable}.
     *
     * @param table a line for each input, parameter, buffer and output, in order
     */
    public static Schema of(
            String network, int version, String table, Supplier<String> architecture, Supplier<byte[]> onnxGraph) {
        SchemaTable lines = new SchemaTable(table);
        return new Schema(
                network,
                version,
                lines.parameters,
                lines.buffers,
                lines.inputs,
                lines.outputs,
                architecture,
                onnxGraph);
    }

    /**
     * The same where versions before are known: their files load too.
     *
     * @param versions the versions before and how each loads the one before it
     * @param law fills tensors that a version before has not
     * @param classes the user's own classes that compute tensors, by canonical name
     */
    public static Schema of(
            String network,
            int version,
            String table,
            String versions,
            Law law,
            Map<String, Supplier<? extends TensorMigration>> classes,
            Supplier<String> architecture,
            Supplier<byte[]> onnxGraph) {
        SchemaTable lines = new SchemaTable(table);
        return new Schema(
                network,
                version,
                lines.parameters,
                lines.buffers,
                lines.inputs,
                lines.outputs,
                Optional.of(new SchemaVersions(network, versions, law, classes)),
                new TreeMap<>(),
                architecture,
                onnxGraph);
    }

    /**
     * The same where the network was compiled against schema files.
     *
     * @param checked a line for each: its version and {@link #fileDigest} of its text
     */
    public Schema checkedAgainst(String checked) {
        SortedMap<Integer, String> digests = new TreeMap<>();
        checked.lines()
                .map(line -> line.split(" "))
                .forEach(words -> digests.put(Integer.parseInt(words[0]), words[1]));
        return new Schema(
                network, version, parameters, buffers, inputs, outputs, versions, digests, architecture, onnxGraph);
    }

    /**
     * A named input or output.
     *
     * @param name its node's name
     * @param type {@code float32}, {@code int32}, {@code int64} or {@code bool}
     * @param shape shape of one sample
     * @param classes names of the classes that an output tells apart; empty where it has none
     * @param ids where an input's values are ids: they are 0 to {@code ids - 1}; 0 where any value may come
     * @param lengths where the first dimension is a maximum: the input that says how long each sample is, an int32 a sample; else empty
     */
    public record Port(String name, String type, List<Integer> shape, List<String> classes, int ids, String lengths) {
        public Port {
            shape = List.copyOf(shape);
            classes = List.copyOf(classes);
        }

        /** One whose samples all have the shape. */
        public Port(String name, String type, List<Integer> shape, List<String> classes, int ids) {
            this(name, type, shape, classes, ids, "");
        }

        /** One without class names whose values may be any. */
        public Port(String name, String type, List<Integer> shape) {
            this(name, type, shape, List.of(), 0);
        }

        /** An output with class names. */
        public Port(String name, String type, List<Integer> shape, List<String> classes) {
            this(name, type, shape, classes, 0);
        }

        /** An input of ids below {@code ids}. */
        public Port(String name, String type, List<Integer> shape, int ids) {
            this(name, type, shape, List.of(), ids);
        }

        /** The same, its first dimension a maximum. */
        public Port varying(String lengthsInput) {
            return new Port(name, type, shape, classes, ids, lengthsInput);
        }

        /** Whether the first dimension varies from sample to sample. */
        public boolean varies() {
            return !lengths.isEmpty();
        }

        /** Most positions of a sample whose first dimension varies. */
        public int most() {
            return shape.get(0);
        }

        /** Number of elements of a position of a sample whose first dimension varies. */
        public int width() {
            return size() / most();
        }

        /** Scores of a row of an output: its last dimension, but of one score a position 1. */
        public int columns() {
            boolean single = shape.isEmpty() || (varies() && shape.size() == 1);
            return single ? 1 : shape.get(shape.size() - 1);
        }

        /** The shape as messages show it: {@code [1..256, 8]} where the first dimension varies. */
        public String shown() {
            return varies() ? "[1.." + shape.toString().substring(1) : shape.toString();
        }

        /** Number of elements of one sample. Allocates nothing. */
        public int size() {
            int size = 1;
            for (int k = 0; k < shape.size(); k++) {
                size = Math.multiplyExact(size, shape.get(k));
            }
            return size;
        }
    }

    /** Binary name of the interface that declares the network. */
    public String network() {
        return network;
    }

    /** Version of the schema. */
    public int version() {
        return version;
    }

    /** {@link #hash(List, List, List)} of this schema. */
    public String hash() {
        return hash;
    }

    /** {@link #fileDigest} of each schema file that the network was compiled against, by version. */
    public SortedMap<Integer, String> files() {
        return Collections.unmodifiableSortedMap(files);
    }

    /** The tensors of a version before, where it is known. */
    public Optional<Schema> before(int older) {
        return versions.flatMap(known -> known.find(older));
    }

    /** Tensors that are, as they are, those of a version before, with their names there; none where it is not known. */
    public Map<String, String> copied(int older) {
        return versions.flatMap(known -> known.find(older).map(from -> known.copied(from, this)))
                .orElse(Map.of());
    }

    /** The versions before, where they are known. */
    Optional<SchemaVersions> versions() {
        return versions;
    }

    /** Parameters in the order of the store. */
    public List<TensorSpec> parameters() {
        return parameters;
    }

    /** Buffers in the order of their store. */
    public List<TensorSpec> buffers() {
        return buffers;
    }

    /** Parameters, then buffers. */
    public List<TensorSpec> tensors() {
        return List.copyOf(byName.values());
    }

    /** Inputs in order. */
    public List<Port> inputs() {
        return inputs;
    }

    /** Outputs in order. */
    public List<Port> outputs() {
        return outputs;
    }

    /** Names of the classes of each output that has any, by the output's name. */
    public Map<String, List<String>> classes() {
        Map<String, List<String>> classes = new LinkedHashMap<>();
        for (Port output : outputs) {
            if (!output.classes().isEmpty()) {
                classes.put(output.name(), output.classes());
            }
        }
        return classes;
    }

    /** A parameter or buffer by its full name. */
    public Optional<TensorSpec> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The JSON object that describes the network in files. */
    public String architecture() {
        return architecture.get();
    }

    /** The encoded fields of the network's ONNX GraphProto but for its initializers. */
    public byte[] onnxGraph() {
        return onnxGraph.get();
    }

    /** A part of a file that is the same in every save: made once. */
    String fragment(String name, Supplier<String> text) {
        return fragments.computeIfAbsent(name, key -> text.get());
    }

    /** Number of floats in the parameter store. */
    public int parameterCount() {
        return parameters.stream().mapToInt(TensorSpec::size).sum();
    }

    /** Number of floats in the store of buffers. */
    public int bufferCount() {
        return buffers.stream().mapToInt(TensorSpec::size).sum();
    }

    /**
     * SHA-256 in lower-case hexadecimal over a line a tensor in order: {@code name role float32 [d0, d1]}, parameters first, then a line
     * for each input of another type than float32: {@code name input int64 [d0, d1]}; each line ended by a line feed, UTF-8.
     */
    public static String hash(List<TensorSpec> parameters, List<TensorSpec> buffers, List<Port> inputs) {
        return digest(table(parameters, buffers, inputs));
    }

    /** The lines that {@link #hash()} is made of. */
    String table() {
        return table(parameters, buffers, inputs);
    }

    /** The lines of the inputs of other types than float32. */
    static List<String> inputLines(List<Port> inputs) {
        return inputs.stream()
                .filter(input -> !input.type().equals("float32"))
                .map(input -> input.name() + " " + INPUT + " " + input.type() + " " + input.shape())
                .toList();
    }

    /** The lines that {@link #hash} is made of. */
    private static String table(List<TensorSpec> parameters, List<TensorSpec> buffers, List<Port> inputs) {
        StringBuilder text = new StringBuilder();
        for (List<TensorSpec> specs : List.of(parameters, buffers)) {
            for (TensorSpec spec : specs) {
                text.append(spec.name())
                        .append(' ')
                        .append(spec.role().text())
                        .append(" float32 ")
                        .append(spec.shape())
                        .append('\n');
            }
        }
        inputLines(inputs).forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Digest of a schema file's text: SHA-256 without blanks and ends of lines, which version control may change. */
    public static String fileDigest(String text) {
        return digest(text.replaceAll("\\s", ""));
    }

    /** SHA-256 of a text in lower-case hexadecimal. */
    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
