package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Truncated and damaged files: a typed exception, and a target as it was. */
class DamageTest {
    private static final Schema SMALL = Samples.small();

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

    @ParameterizedTest
    @EnumSource
    void everyTruncationIsRefused(Format format) throws Exception {
        for (byte[] file : files(format)) {
            // The line feed after a JSON document is no part of it.
            int whole = format == Format.JSON ? file.length - 1 : file.length;
            for (int length = 0; length < whole; length++) {
                byte[] part = Arrays.copyOf(file, length);
                Contents target = Samples.target(SMALL);
                CheckpointException e =
                        assertThrows(CheckpointException.class, () -> Samples.restore(part, format, target));
                assertTrue(
                        e instanceof CheckpointException.Truncated || e instanceof CheckpointException.Corrupt,
                        e.getMessage());
                assertTrue(Samples.untouched(target));
                assertFalse(e.help().isEmpty());
                assertThrows(
                        CheckpointException.class,
                        () -> Checkpoints.restore(new ByteArrayInputStream(part), format, target, Set.of()));
                assertTrue(Samples.untouched(target));
            }
        }
    }

    /**
     * Every byte outside the values, each bit flipped (three bits of a byte in the variants of the file): refused, or read with the very same values and state figures (a letter of the
     * description is guarded by nothing yet).
     */
    @ParameterizedTest
    @EnumSource
    void noFlippedBitOutsideTheValuesChangesValues(Format format) throws Exception {
        int step = 1;
        for (byte[] file : files(format)) {
            Contents expected = Samples.target(SMALL);
            Samples.restore(file, format, expected);
            boolean[] payload = payload(file, format);
            int refused = 0;
            int read = 0;
            for (int at = 0; at < file.length; at++) {
                for (int bit = 0; bit < 8 && !payload[at]; bit += step) {
                    byte[] damaged = file.clone();
                    damaged[at] ^= (byte) (1 << bit);
                    Contents target = Samples.target(SMALL);
                    try {
                        Samples.restore(damaged, format, target);
                    } catch (CheckpointException e) {
                        refused++;
                        assertTrue(Samples.untouched(target));
                        continue;
                    }
                    read++;
                    String place = format + " byte " + at + " bit " + bit;
                    assertArrayEquals(Samples.bits(expected.parameters()), Samples.bits(target.parameters()), place);
                    assertArrayEquals(Samples.bits(expected.buffers()), Samples.bits(target.buffers()), place);
                }
            }
            assertTrue(refused > read / 4, refused + " refused, " + read + " read");
            step = 3;
        }
    }

    /** Which bytes are numbers of tensors: those need a digest. */
    private static boolean[] payload(byte[] file, Format format) throws CheckpointException {
        boolean[] payload = new boolean[file.length];
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int from = 0;
        int to = 0;
        switch (format) {
            case JSON -> {
                from = text.indexOf("\"parameters\": {");
                to = text.indexOf("\"metadata\": {");
                to = to < 0 ? file.length : to;
            }
            case SAFETENSORS -> {
                from = 8
                        + (int) ByteBuffer.wrap(file)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong();
                to = file.length;
            }
            case ONNX -> {
                // Each raw_data is the last field of its initializer: its bytes follow the name and three bytes.
                boolean half = text.contains("/float32");
                for (TensorSpec spec : concat(SMALL)) {
                    int name = text.lastIndexOf((char) spec.name().length() + spec.name() + 'J');
                    int start = name + 1 + spec.name().length() + 2;
                    Arrays.fill(payload, start, start + spec.size() * (half ? 2 : 4), true);
                }
                return payload;
            }
        }
        Arrays.fill(payload, from, to, true);
        return payload;
    }

    private static List<TensorSpec> concat(Schema schema) {
        List<TensorSpec> all = new ArrayList<>(schema.parameters());
        all.addAll(schema.buffers());
        return all;
    }

    /** Anything at all may come out of a flipped bit among the values, but only a checkpoint's exception. */
    @ParameterizedTest
    @EnumSource
    void flippedBitsAmongTheValuesThrowNothingElse(Format format) throws Exception {
        byte[] file = files(format).get(0);
        boolean[] payload = payload(file, format);
        for (int at = 0; at < file.length; at++) {
            for (int bit = 0; bit < 8 && payload[at]; bit++) {
                byte[] damaged = file.clone();
                damaged[at] ^= (byte) (1 << bit);
                Contents target = Samples.target(SMALL);
                try {
                    Samples.restore(damaged, format, target);
                } catch (CheckpointException e) {
                    assertTrue(Samples.untouched(target));
                }
            }
        }
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
            long before = allocated();
            assertThrows(CheckpointException.class, () -> Samples.restore(file, Format.SAFETENSORS, target));
            assertThrows(
                    CheckpointException.class,
                    () -> Checkpoints.restore(new ByteArrayInputStream(file), Format.SAFETENSORS, target, Set.of()));
            assertTrue(allocated() - before < 1 << 20, "length " + length + ": " + (allocated() - before));
        }
    }

    private static long allocated() {
        return assertInstanceOf(
                        com.sun.management.ThreadMXBean.class, java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
