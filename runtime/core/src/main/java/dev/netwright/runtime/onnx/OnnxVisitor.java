package dev.netwright.runtime.onnx;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes what {@link OnnxReader} finds, in the order of the file. */
public interface OnnxVisitor {
    /** The producer's name: {@code pytorch}. */
    void producer(String name) throws IOException;

    /** An entry of the model's metadata. */
    void property(String key, String value) throws IOException;

    /** An initializer; returns what takes its values, or null to skip them. Called once a name. */
    @Nullable
    Values initializer(OnnxTensor tensor) throws IOException;

    /** Every byte of the file in order but those of {@code raw_data}, after what it is part of was read or while it is. */
    void rest(byte[] bytes, int offset, int count) throws IOException;

    /** Takes the values of an initializer. */
    interface Values {
        /**
         * The next values, little-endian as in {@code raw_data}.
         *
         * @param bytes the values' bytes
         * @param length bytes that count, a multiple of 8 but for the last call
         */
        void take(byte[] bytes, int length) throws IOException;
    }
}
