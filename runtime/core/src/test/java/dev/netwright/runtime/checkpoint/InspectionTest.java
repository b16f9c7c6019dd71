package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InspectionTest {
    private static final Schema SMALL = Samples.small();

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource
    void aFileTellsWhatItHoldsWithoutTheClass(Format format) throws Exception {
        Path path = dir.resolve("small" + format.extension());
        Contents contents = Samples.random(SMALL, 5);
        Checkpoints.save(path, contents, Samples.DATED);
        Checkpoint checkpoint = Checkpoint.read(path);
        assertEquals(format, checkpoint.format());
        assertEquals("com.example.Small", checkpoint.network());
        assertEquals(2, checkpoint.schemaVersion());
        assertEquals("1.0", checkpoint.formatVersion());
        assertEquals(SMALL.hash(), checkpoint.schemaHash());
        assertFalse(checkpoint.isForeign());
        assertEquals(Samples.METADATA, checkpoint.metadata());
        assertEquals(Optional.empty(), checkpoint.training());
        assertEquals(32, checkpoint.size());
        assertEquals(
                List.of("hidden.weight", "hidden.bias", "out.weight", "out.bias", "norm.mean", "norm.deviation"),
                checkpoint.tensors().stream().map(Checkpoint.Tensor::name).toList());
        Checkpoint.Tensor tensor = checkpoint.find("out.weight").orElseThrow();
        assertEquals("weight", tensor.role());
        assertEquals("float32", tensor.type());
        assertEquals(List.of(4L, 2L), tensor.shape());
        assertArrayEquals(Arrays.copyOfRange(contents.parameters(), 16, 24), tensor.values());
        assertArrayEquals(
                Arrays.copyOfRange(contents.buffers(), 3, 6),
                checkpoint.find("norm.deviation").orElseThrow().values());
        assertEquals(
                "deviation", checkpoint.find("norm.deviation").orElseThrow().role());
        String text = checkpoint.toString();
        assertTrue(text.contains("com.example.Small, schema version 2"), text);
        assertTrue(text.contains("  out.weight      weight     float32   [4, 2]"), text);
        assertTrue(text.contains("accuracy       0.97"), text);
        assertTrue(text.contains("8×8"), text);
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "SAFETENSORS"})
    void aTrainersFileTellsItsStateAndSlots(Format format) throws Exception {
        Path path = dir.resolve("small" + format.extension());
        Contents contents = Samples.training(5);
        Checkpoints.save(path, contents, Samples.DATED);
        Checkpoint checkpoint = Checkpoint.read(path);
        TrainingState expected = contents.training().orElseThrow();
        assertEquals(
                expected.withSlots(Map.of()),
                checkpoint.training().orElseThrow().withSlots(Map.of()));
        assertEquals(6 + 8, checkpoint.tensors().size());
        assertEquals(32, checkpoint.size());
        float[] slot = checkpoint.find("optimizer/v/out.bias").orElseThrow().values();
        float[] all = expected.optimizer().slots().get("v");
        assertArrayEquals(Samples.bits(Arrays.copyOfRange(all, 24, 26)), Samples.bits(slot));
        assertTrue(checkpoint.toString().contains("Adam {beta1=0.9, epsilon=1.0E-8}"), checkpoint.toString());
    }

    @ParameterizedTest
    @EnumSource
    void aBareExportSaysLittle(Format format) throws Exception {
        Path path = dir.resolve("small" + format.extension());
        Checkpoints.save(
                path, Samples.random(SMALL, 5), SaveOptions.DEFAULT.bare().precision(Precision.HALF));
        Checkpoint checkpoint = Checkpoint.read(path);
        assertEquals(SMALL.hash(), checkpoint.schemaHash());
        assertFalse(checkpoint.isForeign());
        assertEquals(Optional.empty(), checkpoint.metadata().createdAt());
        assertEquals("float16", checkpoint.find("hidden.bias").orElseThrow().type());
    }

    @ParameterizedTest
    @EnumSource
    void aFixedTimeGivesTheSameBytesAndNoneIsNow(Format format) throws Exception {
        Contents contents = Samples.random(SMALL, 5);
        assertArrayEquals(
                Samples.bytes(contents, format, Samples.DATED), Samples.bytes(contents, format, Samples.DATED));
        Path path = dir.resolve("small" + format.extension());
        Instant before = Instant.now();
        Checkpoints.save(path, contents, SaveOptions.DEFAULT);
        Instant written = Checkpoint.read(path).metadata().createdAt().orElseThrow();
        assertFalse(written.isAfter(Instant.now()));
        assertFalse(written.isBefore(before.minusSeconds(1)));
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedFileIsRefused(Format format) throws Exception {
        Path path = dir.resolve("small" + format.extension());
        byte[] bytes = Samples.bytes(Samples.random(SMALL, 5), format, Samples.DATED);
        for (int length = 0; length < bytes.length - 1; length += 13) {
            Files.write(path, Arrays.copyOf(bytes, length));
            assertThrows(CheckpointException.class, () -> Checkpoint.read(path), "length " + length);
        }
    }

    /** A gap of 2^40 elements in a file of some hundred bytes. */
    @Test
    void aTensorLargerThanTheFileIsRefused() throws Exception {
        Path path = dir.resolve("large.json");
        String lines = "a.weight weight float32 [1048576, 1048576]\n";
        Files.writeString(path, """
                {"format_version": "1.0",
                 "model_info": {"network": "a", "schema_version": 1, "schema_hash": "%s"},
                 "tensors": [{"name": "a.weight", "role": "weight", "type": "float32", "shape": [1048576, 1048576]}],
                 "parameters": {"a.weight": []}}
                """.formatted(SchemaLines.digest(lines)));
        assertThrows(CheckpointException.LimitExceeded.class, () -> Checkpoint.read(path));
    }
}
