package dev.netwright.runtime.checkpoint;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Encodings of a checkpoint. */
public enum Format {
    /** Text, for reading and debugging. */
    JSON(".json"),
    /** Interchange: opens in ONNX Runtime and other tools. Holds no training state. */
    ONNX(".onnx"),
    /** The fast binary: opens in Hugging Face's and PyTorch's readers. */
    SAFETENSORS(".safetensors");

    private final String extension;

    Format(String extension) {
        this.extension = extension;
    }

    /** The file name extension, with its dot. */
    public String extension() {
        return extension;
    }

    /** The format that a file's name says, in any case of letters; {@code .gz} or {@code .zst} after it is how it is compressed. */
    public static Optional<Format> of(Path path) {
        String text = Compression.plainName(path).toLowerCase(Locale.ROOT);
        for (Format format : values()) {
            if (text.endsWith(format.extension)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
