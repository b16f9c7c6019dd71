package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.array.Half;
import dev.netwright.runtime.onnx.OnnxFields;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/** Encodings of a float in binary files, little-endian. Widening is exact; float64 narrows only where that is exact too. */
enum FloatType {
    FLOAT32("F32", OnnxFields.FLOAT, 4),
    FLOAT16("F16", OnnxFields.FLOAT16, 2),
    BFLOAT16("BF16", OnnxFields.BFLOAT16, 2),
    FLOAT64("F64", OnnxFields.DOUBLE, 8);

    private final String code;
    private final int onnx;
    private final int bytes;

    FloatType(String code, int onnx, int bytes) {
        this.code = code;
        this.onnx = onnx;
        this.bytes = bytes;
    }

    /** The code that safetensors uses. */
    String code() {
        return code;
    }

    /** The code that ONNX uses. */
    int onnx() {
        return onnx;
    }

    /** Bytes of an element. */
    int bytes() {
        return bytes;
    }

    /** The name that messages use: {@code float32}. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<FloatType> ofText(String text) {
        for (FloatType type : values()) {
            if (type.text().equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    static Optional<FloatType> ofCode(String code) {
        for (FloatType type : values()) {
            if (type.code.equals(code)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Decodes whole elements; returns the index of the first that is no float32, or -1. */
    int decode(byte[] from, int length, float[] to, int at) {
        ByteBuffer buffer = ByteBuffer.wrap(from, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        int count = length / bytes;
        switch (this) {
            case FLOAT32 -> buffer.asFloatBuffer().get(to, at, count);
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = Half.toFloat(buffer.getShort());
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = Float.intBitsToFloat(buffer.getShort() << 16);
                }
            }
            case FLOAT64 -> {
                for (int i = 0; i < count; i++) {
                    double value = buffer.getDouble();
                    float narrow = (float) value;
                    if (Double.compare(narrow, value) != 0) {
                        return i;
                    }
                    to[at + i] = narrow;
                }
            }
        }
        return -1;
    }

    /** Encodes elements as float32 or float16. */
    void encode(float[] from, int at, int count, byte[] to) {
        ByteBuffer buffer = ByteBuffer.wrap(to).order(ByteOrder.LITTLE_ENDIAN);
        if (this == FLOAT32) {
            buffer.asFloatBuffer().put(from, at, count);
        } else {
            for (int i = 0; i < count; i++) {
                buffer.putShort(Half.toHalf(from[at + i]));
            }
        }
    }
}
