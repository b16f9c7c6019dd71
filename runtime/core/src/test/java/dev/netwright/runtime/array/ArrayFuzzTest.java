package dev.netwright.runtime.array;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.netwright.runtime.checkpoint.Cpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Any bytes as a file of arrays: only an {@link ArrayException} may come out, and nothing takes a second. The files that are read lie in memory where the system has a place there. */
class ArrayFuzzTest {
    private static final Path FILE = file();
    private static final long SECOND = 1_000_000_000;

    private static Path file() {
        Path memory = Path.of("/dev/shm");
        try {
            Path file = Files.isWritable(memory)
                    ? Files.createTempFile(memory, "netwright-fuzz", ".npz")
                    : Files.createTempFile("netwright-fuzz", ".npz");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @FuzzTest(maxDuration = "24h")
    void npz(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        long start = Cpu.nanos();
        try {
            Npz.read(FILE);
        } catch (ArrayException e) {
            // Refused.
        }
        quick(start);
    }

    @FuzzTest(maxDuration = "24h")
    void npy(byte[] bytes) throws IOException {
        long start = Cpu.nanos();
        try {
            Npy.read(new java.io.ByteArrayInputStream(bytes), "bytes");
        } catch (ArrayException e) {
            // Refused.
        }
        quick(start);
    }

    private static void quick(long start) {
        if (Cpu.nanos() - start > SECOND) {
            throw new AssertionError("took " + (Cpu.nanos() - start) / 1_000_000 + " ms");
        }
    }
}
