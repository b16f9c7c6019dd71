package dev.netwright.runtime.array;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Any bytes as a file of arrays: only an {@link IOException} may come out. The files that are read lie in memory where the system has a place there. */
class ArrayFuzzTest {
    private static final Path FILE = file();

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
        try {
            Npz.read(FILE);
        } catch (IOException e) {
            // Refused.
        }
    }

    @FuzzTest(maxDuration = "24h")
    void npy(byte[] bytes) {
        try {
            Npy.read(new java.io.ByteArrayInputStream(bytes), "bytes");
        } catch (IOException e) {
            // Refused.
        }
    }
}
