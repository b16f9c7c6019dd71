package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.array.Npz;
import dev.netwright.runtime.array.NumberArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a file says of its tensors is read without their numbers: the bytes read are counted. */
class TensorTableTest {
    /** A buffer of the JSON reader or the file system's stream more does not matter; a thousand times as many would. */
    private static final long FEW = 1 << 16;

    @TempDir
    Path folder;

    private static Schema large() {
        List<TensorSpec> specs = new ArrayList<>();
        Samples.parameter(specs, "hidden1.weight", Role.WEIGHT, 1000, 500);
        Samples.parameter(specs, "hidden1.bias", Role.BIAS, 500);
        Samples.parameter(specs, "output.weight", Role.WEIGHT, 1000, 500);
        return new Schema("com.example.Net", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
    }

    @ParameterizedTest
    @EnumSource
    void theNumbersAreNotRead(Format format) throws Exception {
        Path path = folder.resolve("large" + format.extension());
        Checkpoints.save(path, Samples.random(large(), 1), Samples.DATED);
        try (Counting channel = new Counting(FileChannel.open(path))) {
            TensorTable table = TensorTable.read(path, channel);
            assertEquals(
                    large().parameters().stream().map(TensorSpec::name).toList(),
                    table.tensors().stream().map(StoredTensor::name).toList());
            assertEquals(List.of(1000L, 500L), table.tensors().get(0).shape());
            assertEquals("float32", table.tensors().get(2).type());
            assertEquals(TensorTable.read(path).digest(), table.digest());
            assertTrue(channel.count < FEW, channel.count + " of " + Files.size(path) + " bytes read");
            assertTrue(Files.size(path) > 50 * FEW);
        }
    }

    /** Two gigabytes of weights, of which the disk holds the header. */
    @Test
    void gigabytesOfSafetensors() throws Exception {
        Path path = HeaderSpeed.sparse(folder.resolve("huge.safetensors"), 2L << 30);
        try (Counting channel = new Counting(FileChannel.open(path))) {
            TensorTable table = TensorTable.read(path, channel);
            assertEquals(HeaderSpeed.TENSORS, table.tensors().size());
            long header = 8
                    + ByteBuffer.wrap(Files.newInputStream(path).readNBytes(8))
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong();
            assertEquals(header, channel.count);
            assertTrue(channel.size() > 2L << 30);
        }
        assertEquals(
                List.of(),
                Files.list(folder).filter(other -> !other.equals(path)).toList());
    }

    @Test
    void arraysOfNpz() throws Exception {
        Path path = folder.resolve("weights.npz");
        Map<String, NumberArray> arrays = new LinkedHashMap<>();
        arrays.put("fc.weight", NumberArray.of(new float[12], 3, 4));
        arrays.put("steps", NumberArray.of(new long[1], 1));
        Npz.write(path, arrays);
        assertEquals(
                List.of(
                        new StoredTensor("fc.weight", "float32", List.of(3L, 4L)),
                        new StoredTensor("steps", "int64", List.of(1L))),
                TensorTable.read(path).tensors());
        assertTrue(TensorTable.read(path).tensors().get(0).isFloat());
        Files.writeString(path, "no archive");
        assertThrows(CheckpointException.Corrupt.class, () -> TensorTable.read(path));
        assertThrows(CheckpointException.NotFound.class, () -> TensorTable.read(folder.resolve("absent.npz")));
    }

    @Test
    void theDigestIsOfNamesTypesAndShapes() {
        StoredTensor tensor = new StoredTensor("a", "float32", List.of(2L));
        TensorTable one = new TensorTable("x", List.of(tensor), Map.of());
        assertEquals(one.digest(), new TensorTable("y", List.of(tensor), Map.of()).digest());
        for (StoredTensor other : List.of(
                new StoredTensor("b", "float32", List.of(2L)),
                new StoredTensor("a", "float16", List.of(2L)),
                new StoredTensor("a", "float32", List.of(2L, 1L)))) {
            assertTrue(!one.digest().equals(new TensorTable("x", List.of(other), Map.of()).digest()));
        }
    }

    @Test
    void transposedMeansTheSameDimensionsInAnotherOrder() {
        StoredTensor tensor = new StoredTensor("a", "float32", List.of(2L, 3L, 4L));
        assertTrue(tensor.isTransposed(List.of(4, 2, 3)));
        assertTrue(!tensor.isTransposed(List.of(2, 3, 4)));
        assertTrue(!tensor.isTransposed(List.of(2, 3, 5)));
        assertTrue(!tensor.isTransposed(List.of(24)));
    }

    /** Counts what is read of a file. */
    private static final class Counting implements SeekableByteChannel {
        private final SeekableByteChannel channel;
        private long count;

        Counting(SeekableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            int read = channel.read(to);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            return channel.write(from);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            channel.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            channel.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
