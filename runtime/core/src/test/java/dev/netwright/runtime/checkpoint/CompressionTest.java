package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M7. Compressed files: the same promises, and no more bytes than a model needs. */
class CompressionTest {
    private static final Schema SMALL = Samples.small();
    private static final int MEGABYTES = Integer.getInteger("netwright.bomb", 128);

    @TempDir
    Path dir;

    private static Stream<String> names() {
        return Stream.of(Format.values())
                .flatMap(format -> Stream.of(".gz", ".zst", ".GZ").map(each -> "model" + format.extension() + each));
    }

    private Path saved(String name, Contents contents) throws CheckpointException {
        Path path = dir.resolve(name);
        Checkpoints.save(path, contents, Samples.DATED);
        return path;
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFormatComesBackBitForBit(String name) throws Exception {
        Contents contents = name.contains(".onnx") ? Samples.random(SMALL, 4) : Samples.training(4);
        Path path = saved(name, contents);
        Contents target = Samples.target(SMALL);
        assertEquals(
                contents.training().isPresent(),
                Checkpoints.restore(path, target, Set.of()).isPresent());
        assertArrayEquals(Samples.bits(contents.parameters()), Samples.bits(target.parameters()));
        Checkpoint read = Checkpoint.read(path);
        assertFalse(read.isForeign());
        assertArrayEquals(
                Arrays.copyOfRange(contents.parameters(), 16, 24),
                read.find("out.weight").orElseThrow().values());
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsInsideIsTheFormatItself(String name) throws Exception {
        Contents contents = Samples.random(SMALL, 4);
        Path path = saved(name, contents);
        Format format = Format.of(path).orElseThrow();
        byte[] inside;
        try (var in = name.endsWith(".zst")
                ? new io.airlift.compress.zstd.ZstdInputStream(Files.newInputStream(path))
                : new GZIPInputStream(Files.newInputStream(path))) {
            inside = in.readAllBytes();
        }
        assertArrayEquals(Samples.bytes(contents, format, Samples.DATED), inside);
        assertTrue(format != Format.JSON || Files.size(path) < inside.length / 2);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyTruncationIsRefused(String name) throws Exception {
        byte[] file = Files.readAllBytes(saved(name, Samples.random(SMALL, 4)));
        Path path = dir.resolve("cut" + name.substring(name.indexOf('.')));
        for (int length = 0; length < file.length; length++) {
            Files.write(path, Arrays.copyOf(file, length));
            Contents target = Samples.target(SMALL);
            CheckpointException e =
                    assertThrows(CheckpointException.class, () -> Checkpoints.restore(path, target, Set.of()));
            assertTrue(
                    e instanceof CheckpointException.Truncated || e instanceof CheckpointException.Corrupt,
                    e.getMessage());
            assertTrue(Samples.untouched(target));
        }
    }

    /** Some flips reach only a date or a flag of the compressed file: then every value and all else inside must be the same. */
    @ParameterizedTest
    @MethodSource("names")
    void aFlippedBitIsRefusedOrChangesNothing(String name) throws Exception {
        Contents contents = Samples.random(SMALL, 4);
        byte[] file = Files.readAllBytes(saved(name, contents));
        Path path = dir.resolve("cut" + name.substring(name.indexOf('.')));
        int read = 0;
        for (int bit = 0; bit < 8 * file.length; bit += 11) {
            byte[] damaged = file.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(path, damaged);
            Contents target = Samples.target(SMALL);
            try {
                Checkpoints.restore(path, target, Set.of());
                read++;
                assertArrayEquals(Samples.bits(contents.parameters()), Samples.bits(target.parameters()));
                assertArrayEquals(Samples.bits(contents.buffers()), Samples.bits(target.buffers()));
            } catch (CheckpointException e) {
                assertTrue(Samples.untouched(target));
            }
        }
        assertTrue(read <= 8 * 10, read + " flips read");
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingMayFollow(String name) throws Exception {
        byte[] file = Files.readAllBytes(saved(name, Samples.random(SMALL, 4)));
        Path path = dir.resolve("more" + name.substring(name.indexOf('.')));
        for (byte[] more : List.of(new byte[] {0}, new byte[] {'x', 'y', 'z', 'a', 'b'}, file)) {
            byte[] longer = Arrays.copyOf(file, file.length + more.length);
            System.arraycopy(more, 0, longer, file.length, more.length);
            Files.write(path, longer);
            assertThrows(
                    CheckpointException.Corrupt.class,
                    () -> Checkpoints.restore(path, Samples.target(SMALL), Set.of()));
        }
    }

    /** Much of one byte inside little: 128 MiB, or {@code -Dnetwright.bomb=1024}. */
    private Path bomb(String name, byte[] start, int value) throws Exception {
        Path path = dir.resolve(name);
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) value);
        try (OutputStream file = Files.newOutputStream(path);
                OutputStream out = name.endsWith(".zst")
                        ? new io.airlift.compress.zstd.ZstdOutputStream(file)
                        : new GZIPOutputStream(file, 1 << 16)) {
            out.write(start);
            for (int k = 0; k < MEGABYTES; k++) {
                out.write(block);
            }
        }
        return path;
    }

    @ParameterizedTest
    @ValueSource(strings = {"b.json.gz", "b.json.zst"})
    void aBombStopsAtTheSizeOfTheModelAndSomeRoom(String name) throws Exception {
        Path path = bomb(name, new byte[0], ' ');
        assertTrue(Files.size(path) < 2 << 20);
        long before = Samples.allocated();
        assertInstanceOf(
                CheckpointException.LimitExceeded.class,
                assertThrows(
                        CheckpointException.class, () -> Checkpoints.restore(path, Samples.target(SMALL), Set.of())));
        assertTrue(Samples.allocated() - before < 32 << 20, "streamed: " + (Samples.allocated() - before));
        assertThrows(CheckpointException.LimitExceeded.class, () -> Checkpoint.read(path));
        assertThrows(
                CheckpointException.LimitExceeded.class,
                () -> Checkpoints.restore(path, Samples.target(SMALL), Set.of("hidden")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b.safetensors.gz", "b.onnx.gz", "b.safetensors.zst", "b.onnx.zst"})
    void zerosAreNoModel(String name) throws Exception {
        Path path = bomb(name, new byte[0], 0);
        assertThrows(
                CheckpointException.Corrupt.class, () -> Checkpoints.restore(path, Samples.target(SMALL), Set.of()));
    }

    /** A header that is as long as the format lets it be. */
    @Test
    void aHeaderOfBlanksStopsThereToo() throws Exception {
        byte[] start = {0, (byte) 0xE1, (byte) 0xF5, 0x05, 0, 0, 0, 0, '{'};
        Path path = bomb("b.safetensors.gz", start, ' ');
        assertThrows(
                CheckpointException.LimitExceeded.class,
                () -> Checkpoints.restore(path, Samples.target(SMALL), Set.of()));
    }

    @Test
    void compressedTwiceIsNoFormat() throws Exception {
        Path once = saved("m.json.gz", Samples.random(SMALL, 4));
        Path twice = dir.resolve("twice.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(twice))) {
            Files.copy(once, out);
        }
        assertThrows(
                CheckpointException.Corrupt.class, () -> Checkpoints.restore(twice, Samples.target(SMALL), Set.of()));
        Path name = dir.resolve("m.json.gz.gz");
        assertThrows(CheckpointException.UnsupportedFormat.class, () -> Checkpoint.read(name));
    }

    /** What the gzip tool writes: a name in the header; and what it may: a comment, more, a checksum of the header. */
    @Test
    void headersOfOtherToolsAreRead() throws Exception {
        byte[] plain = "hello".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(plain);
        }
        byte[] file = compressed.toByteArray();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(new byte[] {0x1F, (byte) 0x8B, 8, 4 | 8 | 16 | 2, 1, 2, 3, 4, 0, 3});
        head.write(new byte[] {3, 0, 'a', 'b', 'c'});
        head.write("model.json\0a comment\0".getBytes(StandardCharsets.UTF_8));
        java.util.zip.CRC32 sum = new java.util.zip.CRC32();
        sum.update(head.toByteArray());
        head.write((int) sum.getValue());
        head.write((int) sum.getValue() >>> 8);
        head.write(file, 10, file.length - 10);
        assertArrayEquals(plain, new Gunzip("x", new ByteArrayInputStream(head.toByteArray())).readAllBytes());
        byte[] damaged = head.toByteArray();
        damaged[20] ^= 1;
        assertThrows(
                CheckpointException.Corrupt.class,
                () -> new Gunzip("x", new ByteArrayInputStream(damaged)).readAllBytes());
    }

    @Test
    void aDictionaryOrAnotherMethodIsRefused() {
        for (byte[] head : List.of(
                new byte[] {0x1F, (byte) 0x8B, 7, 0, 0, 0, 0, 0, 0, 0, 1},
                new byte[] {0x1F, (byte) 0x8B, 8, (byte) 0x80, 0, 0, 0, 0, 0, 0, 1},
                new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 0})) {
            assertThrows(
                    CheckpointException.Corrupt.class,
                    () -> new Gunzip("x", new ByteArrayInputStream(head)).readAllBytes());
        }
        // A zstd frame that names a dictionary.
        byte[] zstd = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x21, 7, 5, 0x29, 0, 0, 'h', 'e', 'l', 'l', 'o'};
        assertThrows(
                CheckpointException.Corrupt.class,
                () -> Zstd.decompress("x", new ByteArrayInputStream(zstd)).readAllBytes());
    }

    @Test
    void aBackupKeepsBothExtensions() throws Exception {
        Path path = saved("m.json.gz", Samples.random(SMALL, 1));
        Checkpoints.save(path, Samples.random(SMALL, 2), Samples.DATED.backup());
        Path backup = dir.resolve("m.backup.json.gz");
        assertEquals(backup, SaveOptions.backupOf(path));
        Contents target = Samples.target(SMALL);
        Checkpoints.restore(backup, target, Set.of());
        assertArrayEquals(Samples.random(SMALL, 1).parameters(), target.parameters());
    }
}
