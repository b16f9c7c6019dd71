package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FilesTest {
    private static final Schema SMALL = Samples.small();

    @TempDir
    private Path dir;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsWrittenReplacedAndReadAndNothingElseIsLeft(Format format) throws Exception {
        Path path = dir.resolve("model" + format.extension());
        for (int seed = 0; seed < 2; seed++) {
            Contents contents = Samples.random(SMALL, seed);
            Checkpoints.save(path, contents, Samples.DATED);
            assertEquals(List.of("model" + format.extension()), names());
            Contents target = Samples.target(SMALL);
            Checkpoints.restore(path, target, Set.of());
            assertArrayEquals(contents.parameters(), target.parameters());
            assertArrayEquals(Samples.bytes(contents, format, Samples.DATED), Files.readAllBytes(path));
        }
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws Exception {
        Path path = dir.resolve("model.onnx");
        Files.writeString(path, "old");
        CheckpointException.Write e = assertThrows(
                CheckpointException.Write.class,
                () -> Commit.STANDARD.replace(
                        path,
                        SaveOptions.DEFAULT,
                        out -> {
                            out.write(new byte[100_000]);
                            throw new IOException("No space left on device");
                        },
                        input -> {}));
        assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
        assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
        assertEquals("old", Files.readString(path));
        assertEquals(List.of("model.onnx"), names());
        assertThrows(
                IllegalStateException.class,
                () -> Commit.STANDARD.replace(
                        path,
                        SaveOptions.DEFAULT,
                        out -> {
                            throw new IllegalStateException("a bug");
                        },
                        input -> {}));
        assertEquals(List.of("model.onnx"), names());
    }

    @Test
    void pathsThatAreNoFilesAreRefused() throws Exception {
        Contents contents = Samples.random(SMALL, 1);
        Path folder = Files.createDirectory(dir.resolve("folder.json"));
        assertThrows(CheckpointException.UnsafePath.class, () -> Checkpoints.save(folder, contents, Samples.DATED));
        assertThrows(
                CheckpointException.UnsafePath.class,
                () -> Checkpoints.restore(folder, Samples.target(SMALL), Set.of()));
        Path missing = dir.resolve("missing.json");
        CheckpointException.NotFound e = assertThrows(
                CheckpointException.NotFound.class,
                () -> Checkpoints.restore(missing, Samples.target(SMALL), Set.of()));
        assertEquals(missing.toString(), e.source());
        assertThrows(
                CheckpointException.Write.class,
                () -> Checkpoints.save(dir.resolve("no/such/folder/x.json"), contents, Samples.DATED));
    }

    @ParameterizedTest
    @EnumSource
    void onlyFiniteValuesWhereThatIsAsked(Format format) throws Exception {
        Path path = dir.resolve("model" + format.extension());
        SaveOptions options = Samples.DATED.onlyFinite();
        Contents contents = Samples.random(SMALL, 1);
        Checkpoints.save(path, contents, options);
        byte[] old = Files.readAllBytes(path);
        contents.parameters()[SMALL.find("out.bias").orElseThrow().offset() + 1] = Float.NaN;
        CheckpointException.NotFinite e =
                assertThrows(CheckpointException.NotFinite.class, () -> Checkpoints.save(path, contents, options));
        assertEquals(Optional.of("out.bias"), e.tensor());
        assertEquals(Optional.of("NaN as element 1 of 2"), e.found());
        assertArrayEquals(old, Files.readAllBytes(path));
        contents.parameters()[SMALL.find("out.bias").orElseThrow().offset() + 1] = 0;
        contents.buffers()[0] = Float.NEGATIVE_INFINITY;
        assertThrows(CheckpointException.NotFinite.class, () -> Checkpoints.save(path, contents, options));
        Checkpoints.save(path, contents, Samples.DATED);
        Contents target = Samples.target(SMALL);
        Checkpoints.restore(path, target, Set.of());
        assertEquals(Float.NEGATIVE_INFINITY, target.buffers()[0]);
        assertEquals(List.of("model" + format.extension()), names());
    }

    @Test
    void optionsSayWhatTheyWereGiven() {
        SaveOptions options = SaveOptions.DEFAULT
                .durability(Durability.FAST)
                .symlinks(SymlinkPolicy.REJECT)
                .verifyBelow(7)
                .backup()
                .onlyFinite()
                .precision(Precision.HALF)
                .bare();
        assertEquals(Durability.FAST, options.durability());
        assertEquals(SymlinkPolicy.REJECT, options.symlinks());
        assertEquals(7, options.verifyBelow());
        assertEquals(Precision.HALF, options.precision());
        assertTrue(options.keepsBackup() && options.isOnlyFinite() && options.isBare());
        assertEquals(Path.of("a.b", "model.backup.onnx"), SaveOptions.backupOf(Path.of("a.b", "model.onnx")));
    }

    @Test
    void anUnknownExtensionNamesTheKnownOnes() {
        CheckpointException e = assertThrows(
                CheckpointException.UnsupportedFormat.class,
                () -> Checkpoints.save(dir.resolve("model.pt"), Samples.random(SMALL, 1), Samples.DATED));
        assertEquals(
                Optional.of(
                        "a file name that ends with .json, .onnx or .safetensors, or with one of these and .gz or .zst"),
                e.expected());
        assertEquals(Optional.of("'model.pt'"), e.found());
    }

    @Test
    void aStreamThatFailsIsNamed() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("pipe closed");
            }
        };
        for (Format format : Format.values()) {
            CheckpointException.Write e = assertThrows(
                    CheckpointException.Write.class,
                    () -> Checkpoints.write(broken, format, Samples.random(SMALL, 1), Samples.DATED));
            assertEquals(
                    "pipe closed",
                    assertInstanceOf(IOException.class, e.getCause()).getMessage());
        }
    }
}
