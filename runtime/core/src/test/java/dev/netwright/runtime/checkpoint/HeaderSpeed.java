package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long it takes to read what a safetensors file of two gigabytes says of its tensors. A program, not a test: prints the first call,
 * which loads classes, and the median of the next ones, in milliseconds.
 */
final class HeaderSpeed {
    /** Tensors of the file, about as many as a language model of this size has. */
    static final int TENSORS = 300;

    private static final int CALLS = 21;

    private HeaderSpeed() {}

    public static void main(String[] arguments) throws IOException {
        Path path = sparse(Files.createTempDirectory("header").resolve("huge.safetensors"), 2L << 30);
        double[] millis = new double[CALLS];
        for (int k = 0; k < CALLS; k++) {
            long start = System.nanoTime();
            int found = TensorTable.read(path).tensors().size();
            millis[k] = (System.nanoTime() - start) / 1e6;
            if (found != TENSORS) {
                throw new IllegalStateException(found + " tensors");
            }
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                "%,d bytes, %d tensors: first call %.1f ms, median of %d calls %.2f ms%n",
                Files.size(path), TENSORS, first, CALLS, millis[CALLS / 2]);
        Files.delete(path);
    }

    /** A file of tensors with so many bytes of values at least, none of which was written. */
    static Path sparse(Path path, long bytes) throws IOException {
        long columns = 1 + bytes / TENSORS / 1024 / 4;
        long size = columns * 1024 * 4;
        List<String> entries = new ArrayList<>();
        for (int k = 0; k < TENSORS; k++) {
            entries.add("\"layers." + k + ".weight\":{\"dtype\":\"F32\",\"shape\":[1024," + columns
                    + "],\"data_offsets\":[" + k * size + "," + (k + 1) * size + "]}");
        }
        byte[] header = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
        try (SeekableByteChannel channel = Files.newByteChannel(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            ByteBuffer start = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(start.putLong(header.length).put(header).flip());
            channel.position(8 + header.length + TENSORS * size - 1);
            channel.write(ByteBuffer.wrap(new byte[1]));
        }
        return path;
    }
}
