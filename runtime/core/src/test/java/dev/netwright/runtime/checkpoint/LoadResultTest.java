package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import dev.netwright.runtime.checkpoint.LoadResult.Corrupt;
import dev.netwright.runtime.checkpoint.LoadResult.Loaded;
import dev.netwright.runtime.checkpoint.LoadResult.Mismatch;
import dev.netwright.runtime.checkpoint.LoadResult.NotFound;
import dev.netwright.runtime.checkpoint.LoadResult.Partial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What came of loading, without exceptions; and what differs, without numbers. */
class LoadResultTest {
    @TempDir
    Path folder;

    private static Schema schema(int wide, Schema.Port... outputs) {
        List<TensorSpec> specs = new ArrayList<>();
        Samples.parameter(specs, "first.weight", Role.WEIGHT, 4, 3);
        Samples.parameter(specs, "first.bias", Role.BIAS, 4);
        Samples.parameter(specs, "second.weight", Role.WEIGHT, wide, 4);
        return new Schema(
                "com.example.Net", 1, specs, List.of(), List.of(), List.of(outputs), () -> "{}", () -> new byte[0]);
    }

    private Path saved(Schema schema, Format format) throws Exception {
        Path path = folder.resolve("net" + format.extension());
        Checkpoints.save(path, Samples.random(schema, 1), Samples.DATED);
        return path;
    }

    private static LoadResult<Contents> load(Path path, Schema schema) throws CheckpointException {
        return LoadResult.of(path, schema, Samples.target(schema), (target, layers) -> {
            Checkpoints.restore(path, target, layers);
            return 0;
        });
    }

    @ParameterizedTest
    @EnumSource
    void aFileOfTheSameNetworkIsLoaded(Format format) throws Exception {
        Path path = saved(schema(2), format);
        assertEquals(List.of(), Checkpoints.diff(path, schema(2)));
        Loaded<?> loaded = assertInstanceOf(Loaded.class, load(path, schema(2)));
        assertTrue(Arrays.equals(Samples.random(schema(2), 1).parameters(), ((Contents) loaded.model()).parameters()));
        assertTrue(loaded.toOptional().isPresent());
    }

    @ParameterizedTest
    @EnumSource
    void layersThatFitAreLoadedInPart(Format format) throws Exception {
        Path path = saved(schema(2), format);
        Partial<?> partial = assertInstanceOf(Partial.class, load(path, schema(5)));
        assertEquals(Set.of("first"), partial.layers());
        assertEquals(1, partial.exception().differences().size());
        Contents contents = (Contents) partial.model();
        float[] saved = Samples.random(schema(2), 1).parameters();
        assertTrue(Arrays.equals(saved, 0, 16, contents.parameters(), 0, 16));
        assertEquals(
                List.of(new Difference("second.weight", Difference.Kind.SHAPE, "float32 [5, 4]", "float32 [2, 4]")),
                Checkpoints.diff(path, schema(5)));
        assertEquals(Optional.of(partial.model()), partial.toOptional());
    }

    @ParameterizedTest
    @EnumSource
    void noLayerFits(Format format) throws Exception {
        List<TensorSpec> specs = new ArrayList<>();
        Samples.parameter(specs, "second.weight", Role.WEIGHT, 4, 2);
        Samples.parameter(specs, "third.weight", Role.WEIGHT, 2);
        Schema other = new Schema(
                "com.example.Other", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
        Path path = saved(schema(2), format);
        Mismatch<?> mismatch = assertInstanceOf(Mismatch.class, load(path, other));
        assertEquals(4, mismatch.differences().size());
        assertEquals(Optional.empty(), mismatch.toOptional());
        assertEquals(
                List.of(
                        Difference.Kind.TRANSPOSED,
                        Difference.Kind.MISSING,
                        Difference.Kind.EXTRA,
                        Difference.Kind.EXTRA),
                Checkpoints.diff(path, other).stream().map(Difference::kind).toList());
    }

    /** Class k of the file is another than class k of the model: no layer is taken over under wrong names. */
    @ParameterizedTest
    @EnumSource
    void otherClassesAreAMismatch(Format format) throws Exception {
        Schema.Port cats = new Schema.Port("second", "float32", List.of(2), List.of("cat", "dog"));
        Schema.Port dogs = new Schema.Port("second", "float32", List.of(2), List.of("dog", "cat"));
        Path path = saved(schema(2, cats), format);
        assertInstanceOf(Mismatch.class, load(path, schema(2, dogs)));
        assertInstanceOf(Mismatch.class, load(path, schema(5, dogs)));
        assertInstanceOf(Loaded.class, load(path, schema(2, cats)));
        List<Difference> shown = Checkpoints.diff(path, schema(2, dogs));
        assertEquals(format == Format.JSON ? 0 : 1, shown.size(), shown::toString);
    }

    @ParameterizedTest
    @EnumSource
    void damagedFilesAndAbsentOnes(Format format) throws Exception {
        Path path = saved(schema(2), format);
        byte[] bytes = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(bytes, bytes.length - 7));
        Corrupt<?> corrupt = assertInstanceOf(Corrupt.class, load(path, schema(2)));
        assertTrue(corrupt.exception().getMessage().contains("help:"));
        Path absent = folder.resolve("absent" + format.extension());
        assertEquals(new NotFound<Contents>(absent), load(absent, schema(2)));
    }

    /** A path that may not be opened is no question of contents. */
    @Test
    void whatIsNoFileIsThrown() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("directory.json"));
        assertThrows(CheckpointException.UnsafePath.class, () -> load(directory, schema(2)));
        assertThrows(CheckpointException.UnsupportedFormat.class, () -> load(folder.resolve("x.bin"), schema(2)));
    }
}
