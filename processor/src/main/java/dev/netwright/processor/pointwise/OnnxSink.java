package dev.netwright.processor.pointwise;

import java.util.List;

/** Takes the ONNX nodes that an expression becomes. Names are those of tensors in the graph. */
public interface OnnxSink {
    /** Adds a node of operator {@code type} of the default domain without attributes; returns its output's name. */
    String node(String type, List<String> inputs);

    /** A float32 constant of rank 0; returns its name. Equal values may share one. */
    String scalar(double value);
}
