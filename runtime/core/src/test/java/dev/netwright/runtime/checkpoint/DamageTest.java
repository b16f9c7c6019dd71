package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Truncated and damaged files: a typed exception, and a target as it was. */
class DamageTest {
    private static final Schema SMALL = Samples.small();

    /** Every n-th bit of the larger files: {@code -Dnetwright.flips=1} for all. */
    private static final int STEP = Integer.getInteger("netwright.flips", 61);

    private static List<byte[]> files(Format format) throws CheckpointException {
        List<byte[]> files = new ArrayList<>();
        Contents contents = Samples.random(SMALL, 21);
        files.add(Samples.bytes(contents, format, Samples.DATED));
        files.add(Samples.bytes(contents, format, SaveOptions.DEFAULT.bare()));
        files.add(Samples.bytes(contents, format, Samples.DATED.precision(Precision.HALF)));
        if (format != Format.ONNX) {
            files.add(Samples.bytes(Samples.training(21), format, Samples.DATED));
        }
        return files;
    }

    /** M1. Every prefix, as bytes and as a stream whose length is not known. */
    @ParameterizedTest
    @EnumSource
    void everyTruncationIsRefused(Format format) throws Exception {
        for (byte[] file : files(format)) {
            for (int length = 0; length < file.length; length++) {
                byte[] part = Arrays.copyOf(file, length);
                Contents target = Samples.target(SMALL);
                truncated(assertThrows(CheckpointException.class, () -> Samples.restore(part, format, target)));
                truncated(assertThrows(
                        CheckpointException.class,
                        () -> Checkpoints.restore(new ByteArrayInputStream(part), format, target, Set.of())));
                assertTrue(Samples.untouched(target));
            }
        }
    }

    private static void truncated(CheckpointException e) {
        assertTrue(
                e instanceof CheckpointException.Truncated || e instanceof CheckpointException.Corrupt, e.getMessage());
        assertFalse(e.help().isEmpty());
    }

    /** M1 of a checkpoint of 70 KB: every 61st length, or every one. */
    @ParameterizedTest
    @EnumSource
    void truncationsOfALargerFileAreRefused(Format format) throws Exception {
        Schema schema = seventy(format);
        byte[] file = Samples.bytes(Samples.random(schema, 3), format, Samples.DATED);
        Contents target = Samples.target(schema);
        for (int length = 0; length < file.length; length += STEP) {
            byte[] part = Arrays.copyOf(file, length);
            truncated(assertThrows(CheckpointException.class, () -> Samples.restore(part, format, target)));
        }
        assertTrue(Samples.untouched(target));
    }

    /** M2. Every bit of a file flipped, of its variants every fifth: none loads, neither as ours nor as foreign. */
    @ParameterizedTest
    @EnumSource
    void everyFlippedBitIsRefused(Format format) throws Exception {
        int step = 1;
        for (byte[] file : files(format)) {
            assertTrue(flips(file, format, SMALL, step) >= 8L * file.length / step);
            step = Math.min(STEP, 5);
        }
    }

    /** M2 of a checkpoint of 70 KB: every 61st bit, or every one. */
    @ParameterizedTest
    @EnumSource
    void flippedBitsOfALargerFileAreRefused(Format format) throws Exception {
        Schema schema = seventy(format);
        byte[] file = Samples.bytes(Samples.random(schema, 3), format, Samples.DATED);
        assertTrue(file.length > 65_000 && file.length < 75_000, "70 KB: " + file.length);
        long flips = flips(file, format, schema, STEP);
        assertTrue(flips >= 8L * file.length / STEP);
        System.out.printf("%s: %,d flipped bits of %,d, none loaded%n", format, flips, 8L * file.length);
    }

    /**
     * M2 of 100 MB, of 4 in a build: bits anywhere, each with a read of the tensor where it is, or of any where it is beside the values. JSON is
     * read whole or not at all, which takes too long here.
     */
    @ParameterizedTest
    @EnumSource(names = {"ONNX", "SAFETENSORS"})
    void sampledFlipsOfALargeFileAreRefused(Format format) throws Exception {
        int flips = Children.rounds("sampled", 500);
        List<TensorSpec> specs = new ArrayList<>();
        for (int k = 0; k < (flips < 10_000 ? 4 : 100); k++) {
            Samples.parameter(specs, "layer" + k + ".weight", Role.WEIGHT, 512, 512);
        }
        Schema schema =
                new Schema("com.example.L", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
        Contents contents = Samples.random(schema, 5);
        byte[] file = Samples.bytes(contents, format, Samples.DATED);
        TreeMap<Integer, TensorSpec> starts = new TreeMap<>();
        for (TensorSpec spec : specs) {
            byte[] first = new byte[16];
            FloatType.FLOAT32.encode(contents.parameters(), spec.offset(), 4, first);
            starts.put(find(file, first, starts.isEmpty() ? 0 : starts.lastKey() + 1), spec);
        }
        Random random = new Random(Long.getLong("netwright.seed", 1));
        for (int flip = 0; flip < flips; flip++) {
            int at = random.nextInt(file.length);
            int bit = 1 << random.nextInt(8);
            Map.Entry<Integer, TensorSpec> in = starts.floorEntry(at);
            String tensor = (in == null ? starts.firstEntry() : in).getValue().name();
            file[at] ^= (byte) bit;
            assertThrows(CheckpointException.class, () -> read(file, format, tensor), () -> format + " byte " + at);
            file[at] ^= (byte) bit;
        }
        for (TensorSpec spec : specs) {
            read(file, format, spec.name());
        }
        System.out.printf("%s: %,d flipped bits of a file of %,d bytes, none read%n", format, flips, file.length);
    }

    /** Reads all of a file but the values of other tensors. */
    private static void read(byte[] file, Format format, String tensor) throws CheckpointException {
        Checkpoints.read(Input.of(file), format, new Visitor() {
            @Override
            public void tensors(List<StoredTensor> tensors) {}

            @Override
            public @Nullable Window window(StoredTensor each) {
                return each.name().equals(tensor) ? Window.passing() : null;
            }

            @Override
            public int largest() {
                return file.length;
            }

            @Override
            public long mostBytes(long compressed) {
                return compressed;
            }
        });
    }

    /** Flips every n-th bit; returns how many. */
    private static long flips(byte[] file, Format format, Schema schema, int step) {
        byte[] damaged = file.clone();
        Contents target = Samples.target(schema);
        long flips = 0;
        for (long bit = 0; bit < 8L * file.length; bit += step) {
            int at = (int) (bit >>> 3);
            damaged[at] ^= (byte) (1 << (bit & 7));
            CheckpointException e = assertThrows(
                    CheckpointException.class,
                    () -> Samples.restore(damaged, format, target),
                    () -> format + " byte " + at + " of " + file.length);
            assertTrue(
                    !(e instanceof CheckpointException.Read) && !(e instanceof CheckpointException.NotFound),
                    e.getMessage());
            damaged[at] = file[at];
            flips++;
        }
        assertTrue(Samples.untouched(target));
        return flips;
    }

    /** Whether damage among the values is said to be in the tensor where it is. */
    @ParameterizedTest
    @EnumSource
    void damagedValuesNameTheirTensor(Format format) throws Exception {
        Contents contents = Samples.target(SMALL);
        contents.parameters()[SMALL.find("out.weight").orElseThrow().offset() + 3] = 1.5f;
        byte[] file = Samples.bytes(contents, format, Samples.DATED);
        int at = format == Format.JSON
                ? new String(file, StandardCharsets.ISO_8859_1).indexOf("1.5")
                : find(file, new byte[] {0, 0, (byte) 0xC0, 0x3F}, 0);
        file[at + 2] ^= 1;
        CheckpointException.Corrupt e = assertThrows(
                CheckpointException.Corrupt.class, () -> Samples.restore(file, format, Samples.target(SMALL)));
        assertEquals("out.weight", e.tensor().orElseThrow());
        assertTrue(format == Format.JSON || e.offset().isPresent());
    }

    private static int find(byte[] file, byte[] part, int from) {
        for (int at = from; ; at++) {
            if (Arrays.equals(file, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
    }

    /** A checkpoint of some 70,000 bytes. */
    private static Schema seventy(Format format) {
        List<TensorSpec> specs = new ArrayList<>();
        int rows = format == Format.JSON ? 85 : 256;
        Samples.parameter(specs, "hidden.weight", Role.WEIGHT, rows, 64);
        Samples.parameter(specs, "hidden.bias", Role.BIAS, 64);
        Samples.parameter(specs, "out.weight", Role.WEIGHT, 64, 10);
        Samples.parameter(specs, "out.bias", Role.BIAS, 10);
        return new Schema("com.example.S", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
    }

    @ParameterizedTest
    @EnumSource
    void moreBytesAndTwoFilesInOneAreRefused(Format format) throws Exception {
        for (byte[] file : files(format)) {
            for (byte[] more : List.of(new byte[] {1}, "x".getBytes(StandardCharsets.UTF_8), file)) {
                byte[] longer = Arrays.copyOf(file, file.length + more.length);
                System.arraycopy(more, 0, longer, file.length, more.length);
                Contents target = Samples.target(SMALL);
                assertThrows(CheckpointException.class, () -> Samples.restore(longer, format, target));
                assertThrows(
                        CheckpointException.class,
                        () -> Checkpoints.restore(new ByteArrayInputStream(longer), format, target, Set.of()));
                assertTrue(Samples.untouched(target));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherFormatsFileIsRefused(Format format) throws Exception {
        for (Format other : Format.values()) {
            if (other != format) {
                byte[] file = files(other).get(0);
                Contents target = Samples.target(SMALL);
                assertThrows(CheckpointException.class, () -> Samples.restore(file, format, target));
                assertTrue(Samples.untouched(target));
            }
        }
    }

    @Test
    void aHeaderThatClaimsMuchAllocatesLittle() throws Exception {
        byte[] file = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0)
                .array();
        for (long length : new long[] {0, 1, 9, 100_000_000, Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE, -1}) {
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            file[8] = '{';
            Contents target = Samples.target(SMALL);
            long before = Samples.allocated();
            assertThrows(CheckpointException.class, () -> Samples.restore(file, Format.SAFETENSORS, target));
            assertThrows(
                    CheckpointException.class,
                    () -> Checkpoints.restore(new ByteArrayInputStream(file), Format.SAFETENSORS, target, Set.of()));
            assertTrue(
                    Samples.allocated() - before < 1 << 20, "length " + length + ": " + (Samples.allocated() - before));
        }
    }
}
