package dev.netwright.processor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files of weights as other tools write them: plain safetensors, made by hand from the format's description. */
public final class WeightFiles {
    private static final Path FOLDER = make();

    private WeightFiles() {}

    /** A folder of files that the sources of diagnostics name. */
    public static Path folder() {
        return FOLDER;
    }

    private static Path make() {
        try {
            Path folder = Files.createTempDirectory("weights");
            Files.write(
                    folder.resolve("mnist.safetensors"),
                    safetensors(
                            "hiden1.weight F32 128 784",
                            "hidden1.bias F32 128",
                            "fc2.weight F32 128 10",
                            "output.bias I64 10",
                            "output.scale F32 4",
                            "steps F32"));
            Files.write(folder.resolve("fits.safetensors"), safetensors("hidden.weight F32 3 4", "hidden.bias F32 3"));
            Files.write(
                    folder.resolve("torch.safetensors"),
                    safetensors("fc.weight F32 3 4", "fc.bias F32 3", "bn.num_batches_tracked I64"));
            Files.writeString(folder.resolve("damaged.safetensors"), "no weights at all");
            Files.writeString(folder.resolve("notes.txt"), "no weights at all");
            Files.createDirectory(folder.resolve("folder.onnx"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A safetensors file whose float k, over all tensors, is k / 8.
     *
     * @param tensors name, type and dimensions of each: {@code "fc.weight F32 3 4"}
     */
    public static byte[] safetensors(String... tensors) {
        List<String> entries = new ArrayList<>();
        int at = 0;
        for (String tensor : tensors) {
            String[] words = tensor.split(" ", -1);
            int size = words[1].endsWith("64") ? 8 : words[1].endsWith("16") ? 2 : 4;
            List<String> shape = new ArrayList<>();
            for (int k = 2; k < words.length; k++) {
                size *= Integer.parseInt(words[k]);
                shape.add(words[k]);
            }
            entries.add("\"" + words[0] + "\":{\"dtype\":\"" + words[1] + "\",\"shape\":[" + String.join(",", shape)
                    + "],\"data_offsets\":[" + at + "," + (at + size) + "]}");
            at += size;
        }
        byte[] header = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + at).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        for (int k = 0; bytes.remaining() >= 4; k++) {
            bytes.putFloat(k / 8f);
        }
        return bytes.array();
    }

    /** The files of a folder by name. */
    public static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (var found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
