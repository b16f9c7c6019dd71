package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.OnnxSink;
import java.util.List;
import java.util.Map;

/** Takes the ONNX nodes of an operator. Names are those of tensors in the graph; opset 17 of the default domain. */
public interface OnnxGraph extends OnnxSink {
    /** Name of an input's tensor; its shape in ONNX is the type's, after the batch dimension where there is one. */
    String input(int index);

    /** Name of the network's input of this node. For {@code @Input} alone. */
    String source();

    /**
     * What tells the positions of a value that lie within their sample: a bool tensor that broadcasts to the value, whose axes vary.
     */
    String real(TensorType type);

    /** How many positions each sample of an input has that varies: float32 {@code [N]}. */
    String lengths(String input);

    /** How many positions this call has room for in an input that varies: int64 of rank 1. */
    String most(String input);

    /** Name of a parameter or buffer: an ONNX initializer of its shape. */
    String parameter(String local);

    /**
     * Adds a node with attributes; returns its output's name. Attribute values are {@link Long} (INT), {@link Double} (FLOAT),
     * {@link String} (STRING), {@code List<Long>} (INTS) or {@code List<Double>} (FLOATS); the map's order is the file's.
     */
    String node(String type, List<String> inputs, Map<String, Object> attributes);

    /** A float32 constant of a shape; returns its name. */
    String floats(List<Float> values, List<Integer> shape);

    /** An int64 constant of rank 1; returns its name. */
    String integers(List<Long> values);
}
