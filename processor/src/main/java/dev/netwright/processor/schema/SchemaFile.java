package dev.netwright.processor.schema;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One version of a network's schema, as its file says it.
 *
 * @param network binary name of the interface
 * @param version its number
 * @param previous hash of the version before, empty where none is kept
 * @param nodes the nodes in the order declared
 * @param inputs the inputs in order
 * @param outputs the results in order
 * @param tensors parameters and buffers, each in the order of their store
 * @param loads how it loads the version before: lines of {@code dev.netwright.runtime.checkpoint.Migration}; a tensor without one is copied
 */
record SchemaFile(
        String network,
        int version,
        String previous,
        List<Node> nodes,
        List<Port> inputs,
        List<Port> outputs,
        List<Tensor> tensors,
        List<String> loads) {
    SchemaFile {
        nodes = List.copyOf(nodes);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        tensors = List.copyOf(tensors);
        loads = List.copyOf(loads);
    }

    /** A node: what it consumes, what it applies, what comes out. */
    record Node(String name, List<String> inputs, String type, List<Integer> shape, List<Operator> operators) {
        Node {
            inputs = List.copyOf(inputs);
            shape = List.copyOf(shape);
            operators = List.copyOf(operators);
        }
    }

    /**
     * An operator applied.
     *
     * @param name its simple name, qualified where it is none of the language
     * @param formula a pointwise operator's of the user's own, else empty
     * @param attributes values by name, as {@link Json} has them
     */
    record Operator(String name, String formula, Map<String, Object> attributes) {
        Operator {
            attributes = new LinkedHashMap<>(attributes);
        }

        /** Simple name. */
        String simpleName() {
            return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
        }
    }

    /**
     * An input or a result.
     *
     * @param lengths the input that says how long each sample is, empty where all are the same
     * @param ids how many ids an input takes, 0 where any value may come
     * @param classes names of the classes of a result
     */
    record Port(String name, String type, List<Integer> shape, String lengths, int ids, List<String> classes) {
        Port {
            shape = List.copyOf(shape);
            classes = List.copyOf(classes);
        }

        String shown() {
            return name + " " + type + " " + shape
                    + (ids > 0 ? ", ids below " + ids : "")
                    + (lengths.isEmpty() ? "" : ", length by " + lengths)
                    + (classes.isEmpty() ? "" : ", classes " + classes);
        }
    }

    /** A parameter, or where it is not learned a buffer. All are float32. */
    record Tensor(String name, String node, String role, boolean learned, List<Integer> shape) {
        Tensor {
            shape = List.copyOf(shape);
        }

        String shown() {
            return "float32 " + shape;
        }

        /** Whether its numbers can be taken for those of another. */
        boolean alike(Tensor other) {
            return role.equals(other.role) && learned == other.learned && shape.equals(other.shape);
        }

        /** What follows the node's name: {@code .weight}. */
        String suffix() {
            return name.substring(node.length());
        }

        /** Rows: its first dimension. */
        int rows() {
            return shape.isEmpty() ? 0 : shape.get(0);
        }

        /** Shape of a row. */
        List<Integer> row() {
            return shape.isEmpty() ? shape : shape.subList(1, shape.size());
        }
    }

    Optional<Node> node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /** Canonical names of the user's classes by which it loads the version before. */
    Set<String> classes() {
        return loads.stream()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals("compute"))
                .map(words -> words[2])
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    List<Tensor> tensorsOf(String node) {
        return tensors.stream().filter(tensor -> tensor.node().equals(node)).toList();
    }

    /** The same as a successor of {@code before}, which it loads by these lines. */
    SchemaFile after(Optional<SchemaFile> before, List<String> lines) {
        return new SchemaFile(
                network, version, before.map(SchemaJson::hash).orElse(""), nodes, inputs, outputs, tensors, lines);
    }
}
