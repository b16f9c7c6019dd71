package dev.netwright.processor.declare;

import dev.netwright.processor.diagnose.Place;
import java.util.List;
import java.util.Optional;

/**
 * What the user wrote, or an importer made of a file: nodes in order, operators, edges. Nothing is inferred yet; the rules of
 * the language that need no shapes have been checked.
 *
 * @param packageName package of the interface, empty for the unnamed one
 * @param interfaceName binary name of the interface, {@code com.example.Outer$Demo}
 * @param modelName simple name of the class to generate
 * @param isPublic whether the generated class is public
 * @param version version of the schema, 1 or more
 * @param nodes the nodes, in the order declared
 * @param place the interface
 */
public record Declaration(
        String packageName,
        String interfaceName,
        String modelName,
        boolean isPublic,
        int version,
        List<NodeDeclaration> nodes,
        Place place) {
    public Declaration {
        nodes = List.copyOf(nodes);
    }

    /**
     * A declared method.
     *
     * @param name its name
     * @param inputs the nodes it names, resolved: for a method without parameters, the node just above. A name that is no node
     *     above has been reported
     * @param operators its operators in source order, at least one
     * @param init its {@code @Init}
     * @param classes its {@code @Classes}
     * @param output whether it is a result of the network: marked so, or the last where none is
     * @param place the method
     */
    public record NodeDeclaration(
            String name,
            List<Edge> inputs,
            List<OperatorUse> operators,
            Optional<Attributes> init,
            Optional<Attributes> classes,
            boolean output,
            Place place) {
        public NodeDeclaration {
            inputs = List.copyOf(inputs);
            operators = List.copyOf(operators);
        }
    }

    /**
     * A node consumed.
     *
     * @param node its name
     * @param place the parameter that names it, or the method where none does
     */
    public record Edge(String node, Place place) {}

    /**
     * An operator applied.
     *
     * @param annotation qualified name of its annotation type
     * @param attributes its attributes, defaults included
     * @param formula the {@code @Pointwise} on its annotation type
     * @param place the annotation
     */
    public record OperatorUse(String annotation, Attributes attributes, Optional<Formula> formula, Place place) {
        /** Simple name of the annotation type. */
        public String name() {
            return annotation.substring(Math.max(annotation.lastIndexOf('.'), annotation.lastIndexOf('$')) + 1);
        }
    }

    /**
     * What {@code @Pointwise} says.
     *
     * @param text the formula
     * @param onnx the ONNX operator, or empty
     * @param place where the formula stands, when it can be shown; else the use
     */
    public record Formula(String text, String onnx, Place place) {}
}
