package dev.netwright.processor.schema;

import java.nio.file.Path;
import java.util.Map;

/**
 * A file of weights that fits a network.
 *
 * @param file its name as the user wrote it
 * @param path where it is
 * @param packed whether it is to be packed beside the model
 * @param digest of its names, types and shapes
 * @param names of the network's tensors that have another name in the file: that one
 */
public record Weights(String file, Path path, boolean packed, String digest, Map<String, String> names) {
    /** The extension, with that of a compression: {@code .json.gz}. */
    public String extension() {
        String name = String.valueOf(path.getFileName());
        String plain = name.replaceFirst("(?i)\\.(gz|zst)$", "");
        return name.substring(plain.lastIndexOf('.'));
    }
}
