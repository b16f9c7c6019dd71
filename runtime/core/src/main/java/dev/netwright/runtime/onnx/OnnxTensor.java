package dev.netwright.runtime.onnx;

import java.util.List;

/**
 * An ONNX initializer in a file.
 *
 * @param name its name
 * @param type code of its element type: {@link OnnxFields#FLOAT}
 * @param shape its dimensions, each 0 or more
 * @param byteCount bytes of its values as they are handed over
 * @param offset bytes of the file before its values, or after them where they come before the name
 */
public record OnnxTensor(String name, int type, List<Long> shape, long byteCount, long offset) {
    public OnnxTensor {
        shape = List.copyOf(shape);
    }
}
