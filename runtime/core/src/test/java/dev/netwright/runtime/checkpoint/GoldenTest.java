package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * M10: files of every released format version, kept as they were written, load bit for bit ever after. A new version of the format gets a
 * folder of its own; these are never written again.
 */
class GoldenTest {
    private static final int[] PARAMETERS = {
        0x00000000, 0x80000000, 0x00000001, 0x807FFFFF, 0x00800000, 0x3F800000, 0xBF800000, 0x7F7FFFFF, 0xFF7FFFFF,
        0x3DCCCCCD, 0x40490FDB, 0x4B800001, 0x3F7FFFFF, 0x3F800001, 0x7F800000, 0xFF800000, 0x322BCC77, 0x501502F9,
        0x33D6BF95, 0x47C35000, 0xC2F6E979, 0x00000002, 0x2B8CBCCC, 0xBEAAAAAB, 0x3EAAAAAB, 0x42280000
    };
    private static final int[] BUFFERS = {0x3F000000, 0xBF000000, 0x41200000, 0x3A83126F, 0x3FC00000, 0x40000000};

    private static float[] floats(int[] bits, int turn) {
        float[] values = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = Float.intBitsToFloat(bits[(i + turn) % bits.length]);
        }
        return values;
    }

    /** What the files hold; the state is that of {@link Samples#training}, with slots of the same bits. */
    private static Contents expected(Format format) {
        Contents random = Samples.training(0);
        TrainingState state = random.training().orElseThrow();
        Optional<TrainingState> training = format == Format.ONNX
                ? Optional.empty()
                : Optional.of(
                        state.withSlots(java.util.Map.of("m", floats(PARAMETERS, 1), "v", floats(PARAMETERS, 2))));
        return new Contents(random.schema(), floats(PARAMETERS, 0), floats(BUFFERS, 0), training);
    }

    @ParameterizedTest
    @EnumSource
    void version10LoadsBitForBit(Format format) throws Exception {
        byte[] file = resource("format-1.0/small" + format.extension());
        Contents expected = expected(format);
        Contents target = Samples.target(Samples.small());
        Optional<TrainingState> training = Checkpoints.restore(file, format, target, Set.of());
        assertArrayEquals(Samples.bits(expected.parameters()), Samples.bits(target.parameters()));
        assertArrayEquals(Samples.bits(expected.buffers()), Samples.bits(target.buffers()));
        assertEquals(expected.training().isPresent(), training.isPresent());
        if (training.isPresent()) {
            TrainingState wanted = expected.training().orElseThrow();
            TrainingState found = training.get();
            assertEquals(wanted.withSlots(java.util.Map.of()), found.withSlots(java.util.Map.of()));
            for (String slot : Set.of("m", "v")) {
                assertArrayEquals(
                        Samples.bits(Objects.requireNonNull(
                                wanted.optimizer().slots().get(slot))),
                        Samples.bits(
                                Objects.requireNonNull(found.optimizer().slots().get(slot))));
            }
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    /** Writes the files of a new format version, once, into a folder. */
    public static void main(String[] folder) throws Exception {
        Files.createDirectories(Path.of(folder[0]));
        for (Format format : Format.values()) {
            Checkpoints.save(Path.of(folder[0], "small" + format.extension()), expected(format), Samples.DATED);
        }
    }
}
