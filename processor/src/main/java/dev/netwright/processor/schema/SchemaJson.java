package dev.netwright.processor.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Schema files as canonical JSON, made for review in a diff: a line for each node and each tensor. The last line is the hash of all that
 * stands above it, as this class writes it: ends of lines and blanks may change on the way through a version control.
 */
final class SchemaJson {
    private static final String FORMAT = "netwright_schema";
    private static final int FORMAT_VERSION = 1;

    private SchemaJson() {}

    /** A file, and the hash that it says it has. */
    record Read(SchemaFile file, String hash) {}

    /** The text of a file. */
    static String write(SchemaFile file) {
        return content(file) + "  \"hash\": \"" + hash(file) + "\"\n}\n";
    }

    /** SHA-256 of the content in lower-case hexadecimal. */
    static String hash(SchemaFile file) {
        try {
            byte[] bytes = content(file).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String content(SchemaFile file) {
        StringBuilder text = new StringBuilder("{\n");
        member(text, FORMAT, FORMAT_VERSION);
        member(text, "network", file.network());
        member(text, "version", file.version());
        member(text, "previous", file.previous());
        list(text, "nodes", file.nodes(), SchemaJson::node);
        list(text, "inputs", file.inputs(), SchemaJson::port);
        list(text, "outputs", file.outputs(), SchemaJson::port);
        list(text, "tensors", file.tensors(), SchemaJson::tensor);
        list(text, "loads", file.loads(), line -> line);
        return text.toString();
    }

    private static void member(StringBuilder text, String name, Object value) {
        text.append("  \"")
                .append(name)
                .append("\": ")
                .append(Json.write(value))
                .append(",\n");
    }

    private static <T> void list(StringBuilder text, String name, List<T> values, Function<T, Object> tree) {
        text.append("  \"").append(name).append("\": [");
        for (int k = 0; k < values.size(); k++) {
            text.append(k == 0 ? "\n    " : ",\n    ").append(Json.write(tree.apply(values.get(k))));
        }
        text.append(values.isEmpty() ? "],\n" : "\n  ],\n");
    }

    private static Object node(SchemaFile.Node node) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", node.name());
        map.put("inputs", node.inputs());
        map.put("operators", node.operators().stream().map(SchemaJson::operator).toList());
        map.put("type", node.type());
        map.put("shape", node.shape());
        return map;
    }

    private static Object operator(SchemaFile.Operator operator) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", operator.name());
        if (!operator.formula().isEmpty()) {
            map.put("formula", operator.formula());
        }
        if (!operator.attributes().isEmpty()) {
            map.put("attributes", operator.attributes());
        }
        return map;
    }

    private static Object port(SchemaFile.Port port) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", port.name());
        map.put("type", port.type());
        map.put("shape", port.shape());
        if (!port.lengths().isEmpty()) {
            map.put("lengths", port.lengths());
        }
        if (port.ids() > 0) {
            map.put("ids", port.ids());
        }
        if (!port.classes().isEmpty()) {
            map.put("classes", port.classes());
        }
        return map;
    }

    private static Object tensor(SchemaFile.Tensor tensor) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", tensor.name());
        map.put("node", tensor.node());
        map.put("role", tensor.role());
        map.put("learned", tensor.learned());
        map.put("shape", tensor.shape());
        return map;
    }

    /** Reads a file's text. */
    static Read read(String text) throws Json.Malformed {
        Map<?, ?> map = object(Json.parse(text), "the file");
        if (!map.containsKey(FORMAT)) {
            throw new Json.Malformed("no '" + FORMAT + "', which every schema file has");
        }
        if (integer(map, FORMAT) != FORMAT_VERSION) {
            throw new Json.Malformed("format " + map.get(FORMAT) + "; this Netwright reads format " + FORMAT_VERSION);
        }
        known(
                map,
                Set.of(
                        FORMAT,
                        "network",
                        "version",
                        "previous",
                        "nodes",
                        "inputs",
                        "outputs",
                        "tensors",
                        "loads",
                        "hash"));
        SchemaFile file = new SchemaFile(
                string(map, "network"),
                integer(map, "version"),
                string(map, "previous"),
                each(map, "nodes", SchemaJson::readNode),
                each(map, "inputs", SchemaJson::readPort),
                each(map, "outputs", SchemaJson::readPort),
                each(map, "tensors", SchemaJson::readTensor),
                strings(map, "loads"));
        return new Read(file, string(map, "hash"));
    }

    private static SchemaFile.Node readNode(Map<?, ?> map) throws Json.Malformed {
        known(map, Set.of("name", "inputs", "operators", "type", "shape"));
        return new SchemaFile.Node(
                string(map, "name"),
                strings(map, "inputs"),
                string(map, "type"),
                integers(map, "shape"),
                each(map, "operators", SchemaJson::readOperator));
    }

    private static SchemaFile.Operator readOperator(Map<?, ?> map) throws Json.Malformed {
        known(map, Set.of("name", "formula", "attributes"));
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (map.containsKey("attributes")) {
            object(map.get("attributes"), "attributes")
                    .forEach((name, value) -> attributes.put(name.toString(), value));
        }
        return new SchemaFile.Operator(
                string(map, "name"), map.containsKey("formula") ? string(map, "formula") : "", attributes);
    }

    private static SchemaFile.Port readPort(Map<?, ?> map) throws Json.Malformed {
        known(map, Set.of("name", "type", "shape", "lengths", "ids", "classes"));
        return new SchemaFile.Port(
                string(map, "name"),
                string(map, "type"),
                integers(map, "shape"),
                map.containsKey("lengths") ? string(map, "lengths") : "",
                map.containsKey("ids") ? integer(map, "ids") : 0,
                map.containsKey("classes") ? strings(map, "classes") : List.of());
    }

    private static SchemaFile.Tensor readTensor(Map<?, ?> map) throws Json.Malformed {
        known(map, Set.of("name", "node", "role", "learned", "shape"));
        if (!(map.get("learned") instanceof Boolean learned)) {
            throw new Json.Malformed("'learned' is not true or false");
        }
        String name = string(map, "name");
        String node = string(map, "node");
        if (!name.startsWith(node)) {
            throw new Json.Malformed("tensor '" + name + "' is none of node '" + node + "'");
        }
        return new SchemaFile.Tensor(name, node, string(map, "role"), learned, integers(map, "shape"));
    }

    private static void known(Map<?, ?> map, Set<String> names) throws Json.Malformed {
        for (Object name : map.keySet()) {
            if (!names.contains(name.toString())) {
                throw new Json.Malformed("an unknown name '" + name + "'");
            }
        }
    }

    private static Map<?, ?> object(Object value, String what) throws Json.Malformed {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new Json.Malformed(what + " is no object");
    }

    private static Object value(Map<?, ?> map, String name) throws Json.Malformed {
        Object value = map.get(name);
        if (value == null) {
            throw new Json.Malformed("no '" + name + "'");
        }
        return value;
    }

    private static String string(Map<?, ?> map, String name) throws Json.Malformed {
        if (value(map, name) instanceof String string) {
            return string;
        }
        throw new Json.Malformed("'" + name + "' is no string");
    }

    private static int integer(Map<?, ?> map, String name) throws Json.Malformed {
        return integer(value(map, name), name);
    }

    private static int integer(Object value, String name) throws Json.Malformed {
        if (value instanceof Json.Figure figure && figure.digits().matches("\\d{1,9}")) {
            return Integer.parseInt(figure.digits());
        }
        throw new Json.Malformed("'" + name + "' is no whole number of 0 or more");
    }

    /** Reads an element of a list. */
    private interface Reading<T> {
        T read(Map<?, ?> map) throws Json.Malformed;
    }

    private static List<?> list(Map<?, ?> map, String name) throws Json.Malformed {
        if (value(map, name) instanceof List<?> list) {
            return list;
        }
        throw new Json.Malformed("'" + name + "' is no list");
    }

    private static <T> List<T> each(Map<?, ?> map, String name, Reading<T> reading) throws Json.Malformed {
        List<T> read = new ArrayList<>();
        for (Object element : list(map, name)) {
            read.add(reading.read(object(element, "an element of '" + name + "'")));
        }
        return read;
    }

    private static List<String> strings(Map<?, ?> map, String name) throws Json.Malformed {
        List<String> read = new ArrayList<>();
        for (Object element : list(map, name)) {
            if (!(element instanceof String string)) {
                throw new Json.Malformed("'" + name + "' is no list of strings");
            }
            read.add(string);
        }
        return read;
    }

    private static List<Integer> integers(Map<?, ?> map, String name) throws Json.Malformed {
        List<Integer> read = new ArrayList<>();
        for (Object element : list(map, name)) {
            read.add(integer(element, name));
        }
        return read;
    }
}
