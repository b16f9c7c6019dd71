package dev.netwright.processor.operator;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problem;
import java.util.List;

/**
 * An occurrence of an operator: what its definition may ask and say. Made by the graph, one for each operator of each node.
 */
public interface Site {
    /** Name of the node. */
    String node();

    /** The operator as the user wrote it, for messages: {@code @Dense(128)}. */
    String written();

    /** Its attributes. */
    Attributes attributes();

    /** Number of values it consumes. */
    int inputCount();

    /** Type of a value it consumes. Not to be asked in {@link Operator#check}. */
    TensorType input(int index);

    /** Name of the node that a value comes from, for messages. For a follower it is this node's name. */
    String inputName(int index);

    /** Where the edge to a value stands: the parameter that names it, or the method. */
    Place inputPlace(int index);

    /** Type of its result; not to be asked in {@link Operator#check} and {@link Operator#infer}. */
    TensorType output();

    /** Its parameters and buffers, as {@link Operator#parameters} declared them. */
    List<ParameterSpec> parameters();

    /** The chain of nodes that leads here, for messages: {@code image [1, 28, 28] → conv1 @Conv2D(32) [32, 26, 26] → …}. */
    default String trace() {
        return trace(0);
    }

    /** The chain of nodes that leads here through one of the values it consumes. */
    String trace(int input);

    /** Takes a problem. */
    void report(Problem problem);
}
