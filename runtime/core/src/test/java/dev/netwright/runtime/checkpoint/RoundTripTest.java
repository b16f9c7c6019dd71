package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.array.Half;
import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {
    private static final Schema SMALL = Samples.small();

    private static Contents with(float[] values) {
        Contents contents = Samples.target(SMALL);
        for (int i = 0; i < contents.parameters().length; i++) {
            contents.parameters()[i] = values[i % values.length];
        }
        for (int i = 0; i < contents.buffers().length; i++) {
            contents.buffers()[i] = values[(i + 11) % values.length];
        }
        return contents;
    }

    private static void assertSame(Contents expected, Contents actual) {
        assertArrayEquals(Samples.bits(expected.parameters()), Samples.bits(actual.parameters()));
        assertArrayEquals(Samples.bits(expected.buffers()), Samples.bits(actual.buffers()));
    }

    @ParameterizedTest
    @EnumSource
    void everySpecialFloatComesBackBitForBit(Format format) throws Exception {
        float[] values = Samples.SPECIAL;
        for (int shift = 0; shift < values.length; shift++) {
            float[] rotated = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                rotated[i] = values[(i + shift) % values.length];
            }
            for (SaveOptions options : List.of(Samples.DATED, SaveOptions.DEFAULT.bare())) {
                Contents contents = with(rotated);
                Contents target = Samples.target(SMALL);
                assertTrue(Samples.restore(Samples.bytes(contents, format, options), format, target)
                        .isEmpty());
                assertSame(contents, target);
            }
        }
    }

    /** JSON's shortest decimals against random bit patterns; the binary formats keep even a NaN's payload. */
    @ParameterizedTest
    @EnumSource
    void randomBitsComeBack(Format format) throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            float[] values = new float[40];
            for (int i = 0; i < values.length; i++) {
                float value = Float.intBitsToFloat(random.nextInt());
                values[i] = format == Format.JSON && Float.isNaN(value) ? Float.NaN : value;
            }
            Contents contents = with(values);
            Contents target = Samples.target(SMALL);
            Samples.restore(Samples.bytes(contents, format, SaveOptions.DEFAULT), format, target);
            assertSame(contents, target);
        }
    }

    @ParameterizedTest
    @EnumSource
    void halfPrecisionRoundsOnceAndComesBack(Format format) throws Exception {
        Contents contents = Samples.random(SMALL, 3);
        contents.parameters()[0] = Float.NEGATIVE_INFINITY;
        contents.parameters()[1] = 65504f;
        contents.parameters()[2] = -0f;
        byte[] bytes = Samples.bytes(contents, format, Samples.DATED.precision(Precision.HALF));
        Contents target = Samples.target(SMALL);
        Samples.restore(bytes, format, target);
        for (int i = 0; i < contents.parameters().length; i++) {
            assertEquals(Half.toFloat(Half.toHalf(contents.parameters()[i])), target.parameters()[i]);
        }
        for (int i = 0; i < contents.buffers().length; i++) {
            assertEquals(Half.toFloat(Half.toHalf(contents.buffers()[i])), target.buffers()[i]);
        }
        contents.parameters()[13] = 70000f;
        CheckpointException.LimitExceeded refused = assertThrows(
                CheckpointException.LimitExceeded.class,
                () -> Samples.bytes(contents, format, SaveOptions.DEFAULT.precision(Precision.HALF)));
        assertEquals(Optional.of("hidden.bias"), refused.tensor());
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "SAFETENSORS"})
    void trainingStateComesBackBitForBit(Format format) throws Exception {
        Contents contents = Samples.training(4);
        TrainingState expected = contents.training().orElseThrow();
        Contents target = Samples.target(SMALL);
        TrainingState state = Samples.restore(Samples.bytes(contents, format, Samples.DATED), format, target)
                .orElseThrow();
        assertSame(contents, target);
        assertEquals(expected.withSlots(Map.of()), state.withSlots(Map.of()));
        assertEquals(
                List.copyOf(expected.history().get(0).keySet()),
                List.copyOf(state.history().get(0).keySet()));
        assertEquals(
                List.copyOf(expected.optimizer().slots().keySet()),
                List.copyOf(state.optimizer().slots().keySet()));
        expected.optimizer().slots().forEach((slot, values) -> {
            float[] read = Objects.requireNonNull(state.optimizer().slots().get(slot));
            assertArrayEquals(Samples.bits(values), Samples.bits(read), slot);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "SAFETENSORS"})
    void anOptimizerWithoutSlotsHasAState(Format format) throws Exception {
        Contents contents = Samples.training(4);
        Contents plain = new Contents(
                SMALL,
                contents.parameters(),
                contents.buffers(),
                contents.training().map(state -> state.withSlots(new LinkedHashMap<>())));
        TrainingState state = Samples.restore(
                        Samples.bytes(plain, format, Samples.DATED), format, Samples.target(SMALL))
                .orElseThrow();
        assertEquals(plain.training().orElseThrow(), state);
    }

    @Test
    void whatCannotHoldTrainingRefusesItAndNamesWhatCan() {
        Contents contents = Samples.training(4);
        CheckpointException onnx = assertThrows(
                CheckpointException.UnsupportedFormat.class,
                () -> Samples.bytes(contents, Format.ONNX, SaveOptions.DEFAULT));
        assertTrue(onnx.getMessage().contains(".json or .safetensors"), onnx.getMessage());
        assertThrows(
                CheckpointException.UnsupportedFormat.class,
                () -> Samples.bytes(contents, Format.JSON, SaveOptions.DEFAULT.precision(Precision.HALF)));
    }

    @ParameterizedTest
    @EnumSource
    void namedLayersAreReadAndTheRestStays(Format format) throws Exception {
        Contents contents = Samples.random(SMALL, 9);
        byte[] bytes = Samples.bytes(contents, format, Samples.DATED);
        Contents target = Samples.target(SMALL);
        Samples.restore(bytes, format, target, "out");
        assertArrayEquals(
                Arrays.copyOfRange(contents.parameters(), 16, 26), Arrays.copyOfRange(target.parameters(), 16, 26));
        for (int i = 0; i < 16; i++) {
            assertEquals(77f, target.parameters()[i]);
        }
        assertEquals(77f, target.buffers()[0]);
        assertThrows(IllegalArgumentException.class, () -> Samples.restore(bytes, format, target, "other"));
    }

    /** Demo's file into a network that has one layer of it and others of its own. */
    @ParameterizedTest
    @EnumSource
    void namedLayersAreReadFromAnotherNetworksFile(Format format) throws Exception {
        List<TensorSpec> specs = new java.util.ArrayList<>();
        Samples.parameter(specs, "own.weight", Role.WEIGHT, 7, 7);
        Samples.parameter(specs, "out.weight", Role.WEIGHT, 4, 2);
        Samples.parameter(specs, "out.bias", Role.BIAS, 2);
        Schema other = new Schema(
                "com.example.Other", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
        Contents contents = Samples.random(SMALL, 9);
        Contents target = Samples.target(other);
        Samples.restore(Samples.bytes(contents, format, Samples.DATED), format, target, "out");
        assertArrayEquals(
                Arrays.copyOfRange(contents.parameters(), 16, 26), Arrays.copyOfRange(target.parameters(), 49, 59));
        assertEquals(77f, target.parameters()[48]);
    }

    /** The same tensors declared in another order: matched by name. */
    @ParameterizedTest
    @EnumSource
    void orderDoesNotMatter(Format format) throws Exception {
        List<TensorSpec> specs = new java.util.ArrayList<>();
        Samples.parameter(specs, "out.bias", Role.BIAS, 2);
        Samples.parameter(specs, "out.weight", Role.WEIGHT, 4, 2);
        Samples.parameter(specs, "hidden.bias", Role.BIAS, 4);
        Samples.parameter(specs, "hidden.weight", Role.WEIGHT, 3, 4);
        Schema reordered = new Schema(
                "com.example.Small",
                2,
                specs,
                SMALL.buffers(),
                List.of(),
                List.of(),
                SMALL::architecture,
                SMALL::onnxGraph);
        Contents contents = Samples.random(SMALL, 10);
        Contents target = Samples.target(reordered);
        Samples.restore(Samples.bytes(contents, format, Samples.DATED), format, target);
        assertArrayEquals(
                Arrays.copyOfRange(contents.parameters(), 0, 12), Arrays.copyOfRange(target.parameters(), 14, 26));
        assertArrayEquals(
                Arrays.copyOfRange(contents.parameters(), 24, 26), Arrays.copyOfRange(target.parameters(), 0, 2));
    }

    @ParameterizedTest
    @EnumSource
    void streamsAndChannelsStayOpenAndHoldTheSame(Format format) throws Exception {
        Contents contents = Samples.random(SMALL, 11);
        byte[] bytes = Samples.bytes(contents, format, Samples.DATED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        var channel = Channels.newChannel(out);
        Checkpoints.write(channel, format, contents, Samples.DATED);
        assertTrue(channel.isOpen());
        assertArrayEquals(bytes, out.toByteArray());

        Contents target = Samples.target(SMALL);
        boolean[] closed = {false};
        ByteArrayInputStream in = new ByteArrayInputStream(bytes) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        Checkpoints.restore(in, format, target, Set.of());
        assertFalse(closed[0]);
        assertSame(contents, target);
        var readable = Channels.newChannel(new ByteArrayInputStream(bytes));
        Checkpoints.restore(readable, format, Samples.target(SMALL), Set.of());
        assertTrue(readable.isOpen());
    }
}
