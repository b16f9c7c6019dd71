package dev.netwright.runtime.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * How long files take that are refused: the first one of each kind in a JVM that has read one whole file, and the slowest of twenty after it; computing time of the thread.
 * A program, not a test. Argument: a directory. How to run it stands in {@code docs/reliability.md}.
 */
public final class RefusalSpeed {
    private RefusalSpeed() {}

    /** Prints a line for each kind and format. */
    @SuppressWarnings("SystemOut") // what a program prints
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "."), "refusals");
        Schema schema = Samples.demo();
        for (Format format : Format.values()) {
            Path file = directory.resolve("file" + format.extension());
            byte[] whole = Samples.bytes(Samples.random(schema, 1), format, Samples.DATED);
            Files.write(file, whole);
            Checkpoints.restore(file, Samples.target(schema), java.util.Set.of());
            for (Map.Entry<String, byte[]> kind : kinds(whole).entrySet()) {
                Files.write(file, kind.getValue());
                print(format, kind.getKey(), file, schema);
            }
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(0);
                sparse.setLength(1L << 30);
            }
            print(format, "1 GB, sparse", file, schema);
            Files.delete(file);
        }
        Files.delete(directory);
    }

    private static Map<String, byte[]> kinds(byte[] whole) throws IOException {
        Map<String, byte[]> kinds = new LinkedHashMap<>();
        kinds.put("empty", new byte[0]);
        kinds.put("a byte more", Arrays.copyOf(whole, whole.length + 1));
        byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
        System.arraycopy(whole, 0, twice, whole.length, whole.length);
        kinds.put("twice", twice);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        zip.writeBytes(whole);
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("a"));
            out.write("b".getBytes(StandardCharsets.UTF_8));
        }
        kinds.put("a zip file too", zip.toByteArray());
        kinds.put("256 MB of zeros", new byte[1 << 28]);
        return kinds;
    }

    @SuppressWarnings("SystemOut")
    private static void print(Format format, String kind, Path file, Schema schema) {
        double[] times = new double[21];
        for (int k = 0; k < times.length; k++) {
            long before = Cpu.nanos();
            try {
                Checkpoints.restore(file, Samples.target(schema), java.util.Set.of());
                throw new AssertionError(kind + " was read");
            } catch (CheckpointException e) {
                times[k] = (Cpu.nanos() - before) / 1e6;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-12s %-16s first %6.1f ms, then at most %6.1f ms%n",
                format,
                kind,
                times[0],
                Arrays.stream(times).skip(1).max().orElse(0));
    }
}
