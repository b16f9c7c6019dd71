package dev.netwright.processor.operator;

import dev.netwright.processor.step.View;
import java.util.List;
import java.util.Optional;

/**
 * What Netwright knows of one operator. Stateless. Found through {@link java.util.ServiceLoader}, so that adding one takes an
 * annotation and a class and no list to edit.
 */
public interface Operator {
    /** Qualified name of the annotation type. */
    String annotation();

    /** Where it may stand among a node's operators. */
    Position position();

    /** Fewest values it consumes. */
    int minInputs();

    /** Most values it consumes. */
    int maxInputs();

    /** Checks the attributes alone; reports every one that is wrong. Runs even where the types of inputs are unknown. */
    void check(Site site);

    /** The result's type, from the inputs' types; empty after reporting why there is none. Runs after a check without problems. */
    Optional<TensorType> infer(Site site);

    /** The parameters and buffers it declares, in order. Runs after {@link #infer} succeeded. */
    default List<ParameterSpec> parameters(Site site) {
        return List.of();
    }

    /** Emits the steps that compute the result and returns it. May return a view of an input (a reshape is no step). */
    View lower(Site site, Lowering lowering);

    /** Emits the ONNX nodes that compute the result in inference and returns the result's name. */
    String onnx(Site site, OnnxGraph graph);

    /**
     * Whether it takes values of which an axis varies in length from sample to sample; the graph refuses them where it does not. What it
     * takes holds zeros beyond a sample's length.
     */
    default boolean takesVarying() {
        return false;
    }

    /** What to do where a node takes no axis that varies: a node to put before it; for a follower {@code from} is the node itself. */
    static String withoutVarying(String from, String node, int axis) {
        return from.equals(node)
                ? "declare it as a node of its own, below one with the mean over axis " + axis + ":  @ReduceMean("
                        + axis + ")"
                : "put  @ReduceMean(" + axis + ") Tensor " + from + "Mean(Tensor " + from + ");  between " + from
                        + " and " + node;
    }

    /**
     * Whether what it lowers to may be anything but zero beyond a sample's length, or its adjoint read a gradient there: the graph then
     * puts a mask behind it. Asked only where its result varies.
     */
    default boolean needsMask(Site site) {
        return true;
    }

    /** Fewest samples of a batch that it can train on. */
    default int leastBatch(Site site) {
        return 1;
    }

    /** Its row in the catalogue {@code docs/operators.md}. */
    default Documentation documentation() {
        return Documentation.NONE;
    }

    /** Where an operator may stand. */
    enum Position {
        /** Alone in its node, taking no node: {@code @Input}, {@code @Parameter}, {@code @Constant}. */
        SOURCE,
        /** First in its node only. */
        FIRST,
        /** Anywhere: keeps the shape and takes one value. */
        ANYWHERE
    }
}
