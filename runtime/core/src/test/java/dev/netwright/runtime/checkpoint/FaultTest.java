package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.HookedFileOps.Op;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations of the file system that fail. */
class FaultTest {
    private static final String REASON = "Input/output error";

    /** What sweeping does; a failure before it keeps it from beginning. */
    private static final Set<Op> SWEEPING = Set.of(Op.LIST, Op.ENTRY, Op.DELETE, Op.REAL);

    @TempDir
    private Path dir;

    /** Fails at the n-th operation, once or from then on. */
    private static final class Faulty extends HookedFileOps {
        private final int first;
        private final boolean forever;
        private final Set<Op> failed = new TreeSet<>();

        Faulty(int first, boolean forever) {
            this.first = first;
            this.forever = forever;
        }

        @Override
        void before(Op op) throws IOException {
            if (done.size() == first || (forever && done.size() > first)) {
                failed.add(op);
                throw new IOException(REASON);
            }
        }
    }

    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(dir)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        }
        return names;
    }

    /** Two leftovers of a dead process, and things that only look like ones. */
    private Set<String> litter() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Set<String> kept = new TreeSet<>();
        long us = ProcessHandle.current().pid();
        for (String name : new String[] {".a." + dead.pid() + "-1", ".b." + dead.pid() + "-2", ".ours." + us + "-3"}) {
            Path file = Files.writeString(dir.resolve(name + Leftovers.EXTENSION), "x");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        }
        for (String name : new String[] {".new." + dead.pid() + "-1", ".young." + us + "-1", "x" + dead.pid() + "-1"}) {
            kept.add(name + Leftovers.EXTENSION);
            Files.writeString(dir.resolve(name + Leftovers.EXTENSION), "x");
        }
        Path folder = Files.createDirectory(dir.resolve(".d." + dead.pid() + "-4" + Leftovers.EXTENSION));
        Files.setLastModifiedTime(folder, FileTime.from(Instant.EPOCH));
        kept.add(String.valueOf(folder.getFileName()));
        return kept;
    }

    @Test
    void leftoversOfDeadProcessesAreSweptOnceAndNothingElse() throws Exception {
        Set<String> kept = litter();
        Commit commit = new Commit(new HookedFileOps());
        Steps.save(commit, dir.resolve("model.onnx"), 1);
        kept.add("model.onnx");
        assertEquals(kept, names());
        HookedFileOps second = new HookedFileOps();
        Steps.save(new Commit(second), dir.resolve("model.onnx"), 2);
        assertEquals(1, Collections.frequency(second.done, Op.LIST));
        assertEquals(kept, names());
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationFailsOnceAndForever(Format format) throws Exception {
        for (boolean forever : new boolean[] {false, true}) {
            for (boolean replaces : new boolean[] {true, false}) {
                everyOperationFails(format, forever, replaces, false, false);
            }
        }
        everyOperationFails(format, false, true, true, false);
        everyOperationFails(format, true, true, true, false);
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationFailsWhileSweeping(Format format) throws Exception {
        everyOperationFails(format, false, true, false, true);
        everyOperationFails(format, true, true, false, true);
    }

    private void everyOperationFails(Format format, boolean forever, boolean replaces, boolean backup, boolean littered)
            throws Exception {
        Path file = dir.resolve("model" + format.extension());
        byte[] old = Steps.bytes(format, 1);
        byte[] fresh = Steps.bytes(format, 2);
        byte[] older = Steps.bytes(format, 3);
        Path before = SaveOptions.backupOf(file);
        SaveOptions options = backup ? Steps.options(2).backup() : Steps.options(2);
        for (int n = 1; ; n++) {
            for (String name : names()) {
                Files.delete(dir.resolve(name));
            }
            Set<String> kept = littered ? litter() : new TreeSet<>();
            Set<String> swept = names();
            swept.removeAll(kept);
            if (replaces) {
                Files.write(file, old);
            }
            if (backup) {
                Files.write(before, older);
            }
            Faulty faulty = new Faulty(n, forever);
            boolean saved;
            try {
                Checkpoints.save(new Commit(faulty), file, Steps.of(2), options);
                saved = true;
            } catch (CheckpointException e) {
                saved = e instanceof CheckpointException.Durability;
                assertTrue(saved || e instanceof CheckpointException.Write, () -> "" + e);
                assertTrue(e.getMessage().contains(REASON), e.getMessage());
                assertEquals(file.toString(), e.source());
                assertEquals(saved, e.getMessage().contains("saved, but"), e.getMessage());
                boolean found = faulty.done.contains(Op.REAL) && faulty.done.get(faulty.done.size() - 1) != Op.REAL;
                assertEquals(
                        !saved && replaces && found,
                        e.getMessage().contains("the checkpoint there before is unchanged"),
                        e.getMessage());
            }
            String place = format + ", operation " + n + " " + faulty.failed + " forever " + forever;
            if (saved) {
                assertArrayEquals(fresh, Files.readAllBytes(file), place);
            } else if (replaces) {
                assertArrayEquals(old, Files.readAllBytes(file), place);
            } else {
                assertFalse(Files.exists(file), place);
            }
            Set<String> more = names();
            more.remove(String.valueOf(file.getFileName()));
            if (backup) {
                assertTrue(more.remove(String.valueOf(before.getFileName())), place);
                byte[] found = Files.readAllBytes(before);
                boolean renamed = Collections.frequency(faulty.done, Op.FORCE_DIRECTORY) > 0;
                assertTrue(Arrays.equals(old, found) || (!renamed && Arrays.equals(older, found)), place);
            }
            assertTrue(more.containsAll(kept), place);
            more.removeAll(kept);
            // Where deleting fails, what was to be deleted stays; what dead processes left may, where sweeping fails.
            swept.retainAll(more);
            more.removeAll(swept);
            if (forever && faulty.failed.contains(Op.DELETE)) {
                assertTrue(more.stream().allMatch(name -> name.endsWith(Leftovers.EXTENSION)), place + more);
            } else {
                assertEquals(Set.of(), more, place);
            }
            assertTrue(swept.isEmpty() || !Collections.disjoint(faulty.failed, SWEEPING), place);
            if (faulty.failed.isEmpty()) {
                assertTrue(saved && n > 12, place);
                return;
            }
        }
    }

    /** What failed once may have been dropped by the system: a second force would say nothing of it. */
    @Test
    void aForceIsNeverRepeated() throws Exception {
        Path file = dir.resolve("model.json");
        for (Op forced : new Op[] {Op.FORCE, Op.FORCE_DIRECTORY}) {
            HookedFileOps files = new HookedFileOps() {
                @Override
                void before(Op op) throws IOException {
                    if (op == forced && Collections.frequency(done, op) == 1) {
                        throw new IOException(REASON);
                    }
                }
            };
            CheckpointException e =
                    assertThrows(CheckpointException.class, () -> Steps.save(new Commit(files), file, 1));
            assertEquals(forced == Op.FORCE, e instanceof CheckpointException.Write);
            assertEquals(forced == Op.FORCE_DIRECTORY, e instanceof CheckpointException.Durability);
            assertEquals(1, Collections.frequency(files.done, forced));
            assertEquals(forced == Op.FORCE ? Set.of() : Set.of("model.json"), names());
        }
    }

    @Test
    void fastSavesForceNothingAndReadNothingBack() throws Exception {
        HookedFileOps files = new HookedFileOps();
        Path file = dir.resolve("model.json");
        Checkpoints.save(new Commit(files), file, Steps.of(3), Steps.options(3).durability(Durability.FAST));
        assertEquals(3, Steps.find(file));
        for (Op op : new Op[] {Op.FORCE, Op.FORCE_DIRECTORY, Op.READ}) {
            assertFalse(files.done.contains(op));
        }
        assertEquals(1, Collections.frequency(files.done, Op.MOVE));
    }

    /** A disk that takes so many bytes, and of the last write only a part. */
    private static final class SmallDisk extends HookedFileOps {
        private long room;

        SmallDisk(long room) {
            this.room = room;
        }

        @Override
        int write(NewFile file, ByteBuffer bytes) throws IOException {
            if (room == 0) {
                throw new IOException("No space left on device");
            }
            int part = (int) Math.min(room, bytes.remaining());
            ByteBuffer taken = bytes.duplicate().limit(bytes.position() + part);
            while (taken.hasRemaining()) {
                file.write(taken);
            }
            bytes.position(taken.position());
            room -= part;
            return part;
        }
    }

    /** A disk that is full after every multiple of 4 KiB, for a file of 440 KB (JSON: 1.2 MB). */
    @ParameterizedTest
    @EnumSource
    void fullDisk(Format format) throws Exception {
        Path file = dir.resolve("demo" + format.extension());
        Checkpoints.Contents demo = Samples.random(Samples.demo(), 1);
        byte[] old = Samples.bytes(demo, format, Samples.DATED);
        Files.write(file, old);
        int step = format == Format.JSON ? 1 << 16 : 1 << 12;
        for (int room = 0; room < old.length; room += step) {
            int full = room;
            CheckpointException.Write e = assertThrows(
                    CheckpointException.Write.class,
                    () -> Checkpoints.save(new Commit(new SmallDisk(full)), file, demo, Samples.DATED));
            String needed = String.format(Locale.ROOT, "%,d bytes written", old.length);
            String written = String.format(Locale.ROOT, "%,d bytes written", room);
            assertEquals(needed, e.expected().orElseThrow());
            assertTrue(e.found().orElseThrow().startsWith(written), e.getMessage());
            assertTrue(e.getMessage().contains("could not be saved: No space left on device"), e.getMessage());
            assertTrue(e.help().contains("the checkpoint there before is unchanged"), e.help());
            assertArrayEquals(old, Files.readAllBytes(file));
            assertEquals(Set.of("demo" + format.extension()), names());
        }
        Checkpoints.save(new Commit(new SmallDisk(old.length)), file, demo, Samples.DATED);
    }

    /** Reading back finds bytes that the system did not keep as they were written, wherever they are. */
    @ParameterizedTest
    @EnumSource
    void whatDoesNotReadBackIsNotKept(Format format) throws Exception {
        Path file = dir.resolve("small" + format.extension());
        Checkpoints.Contents small = Samples.random(Samples.small(), 4);
        byte[] good = Samples.bytes(small, format, Samples.DATED);
        Files.writeString(file, "old");
        for (int at = 0; at < good.length; at += 5) {
            byte[] damaged = good.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            HookedFileOps files = new HookedFileOps() {
                @Override
                public InputStream read(Path path) {
                    return new ByteArrayInputStream(damaged);
                }
            };
            CheckpointException.Write e = assertThrows(
                    CheckpointException.Write.class,
                    () -> Checkpoints.save(new Commit(files), file, small, Samples.DATED));
            assertTrue(e.getMessage().contains("read back"), e.getMessage());
            assertEquals("old", Files.readString(file));
            assertEquals(1, names().size());
            if (at % 50 == 0) {
                Checkpoints.save(
                        new Commit(files),
                        dir.resolve("x" + file.getFileName()),
                        small,
                        Samples.DATED.verifyBelow(good.length));
                Files.delete(dir.resolve("x" + file.getFileName()));
            }
        }
    }

    /** Where open files cannot be replaced, as on Windows, a refused rename says so. */
    @Test
    void aFileOpenElsewhereIsBusy() throws Exception {
        Path file = dir.resolve("model.json");
        HookedFileOps files = new HookedFileOps() {
            @Override
            void before(Op op) throws IOException {
                if (op == Op.MOVE) {
                    throw new AccessDeniedException(file.toString());
                }
            }

            @Override
            public boolean refusesOpenTargets() {
                return true;
            }
        };
        assertInstanceOf(
                AccessDeniedException.class,
                assertThrows(CheckpointException.Write.class, () -> Steps.save(new Commit(files), file, 1))
                        .getCause());
        Files.writeString(file, "old");
        assertInstanceOf(
                AccessDeniedException.class,
                assertThrows(CheckpointException.Busy.class, () -> Steps.save(new Commit(files), file, 1))
                        .getCause());
        assertEquals("old", Files.readString(file));
        assertEquals(Set.of("model.json"), names());
    }
}
