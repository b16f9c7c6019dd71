package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The save of a manager that keeps one checkpoint: file, list, deletion. At every moment a whole one is listed, or found. */
class ManagedSaveTest {
    private static final String NETWORK = Samples.small().network();

    @TempDir
    private Path dir;

    private static Contents at(int step) {
        Contents contents = Samples.training(step);
        TrainingState s = contents.training().orElseThrow();
        TrainingState state = new TrainingState(
                0,
                step,
                s.learningRate(),
                s.bestLoss(),
                s.bestAccuracy(),
                s.seed(),
                List.of(),
                s.batchSize(),
                s.shuffle(),
                TrainingState.Position.START,
                s.steps(),
                s.optimizer());
        return new Contents(contents.schema(), contents.parameters(), contents.buffers(), Optional.of(state));
    }

    private static CheckpointManager manager(Path directory) {
        return CheckpointManager.in(directory).keepLast(1);
    }

    /** A session of a directory that it takes for empty, on a file system of the test's. */
    private static CheckpointSession session(Path directory, FileOps files) throws CheckpointException {
        return new CheckpointSession(
                manager(directory),
                CheckpointSession.Use.NAMING,
                DirectoryLock.of(directory),
                Manifest.EMPTY,
                NETWORK,
                System::nanoTime,
                new Commit(files));
    }

    /** The step of the newest whole checkpoint of a directory, -1 where there is none or the list cannot be read. */
    private static long newest(Path directory) {
        try {
            CheckpointManager manager = manager(directory);
            Optional<Path> valid = manager.latestValid().checkpoint();
            return valid.isEmpty()
                    ? -1
                    : Checkpoint.read(valid.get()).training().orElseThrow().step();
        } catch (CheckpointException e) {
            return -1;
        }
    }

    private static void clear(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private record Outcome(int states, List<String> violations) {}

    /** Power cuts during and after the second save; what is left of each is read from a real directory. */
    private Outcome cuts(int ignored) throws Exception {
        Path locked = Files.createDirectories(dir.resolve("locked")).toRealPath();
        Path look = Files.createDirectories(dir.resolve("look")).toRealPath();
        SimulatedDisk disk = new SimulatedDisk(ignored);
        Map<String, Long> seen = new HashMap<>();
        List<String> violations = new ArrayList<>();
        try (CheckpointSession session = session(locked, disk)) {
            session.saveNow(at(1));
            int before = disk.events().size();
            session.saveNow(at(2));
            int returned = disk.events().size();
            new PowerCuts(disk.events()).visit(before, (happened, files) -> {
                long step = seen.computeIfAbsent(key(files), key -> {
                    try {
                        clear(look);
                        for (Map.Entry<Path, Supplier<byte[]>> file : files.entrySet()) {
                            Files.write(
                                    look.resolve(file.getKey().getFileName()),
                                    file.getValue().get());
                        }
                        return newest(look);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                if (step < (happened == returned ? 2 : 1)) {
                    violations.add("after event " + happened + " of " + returned + ": step " + step);
                }
            });
        }
        return new Outcome(seen.size(), violations);
    }

    private static String key(Map<Path, Supplier<byte[]>> files) {
        StringBuilder key = new StringBuilder();
        files.forEach((path, bytes) -> {
            byte[] content = bytes.get();
            java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
            sum.update(content);
            key.append(path)
                    .append(' ')
                    .append(content.length)
                    .append(' ')
                    .append(sum.getValue())
                    .append('\n');
        });
        return key.toString();
    }

    @Test
    void aPowerCutLeavesAWholeCheckpoint() throws Exception {
        Outcome outcome = cuts(0);
        assertEquals(List.of(), outcome.violations());
        assertTrue(outcome.states() > 20, outcome.states() + " states");
        System.out.println("managed save: " + outcome.states() + " states, 0 violations");
    }

    /** Forces 5 to 8 are those of the second save: file, directory, list, directory. Files must be forced before they are renamed. */
    @Test
    void withoutTheForcesOfFilesOneIsLost() throws Exception {
        assertFalse(cuts(5).violations().isEmpty(), "the checkpoint not forced");
        assertFalse(cuts(7).violations().isEmpty(), "the list not forced");
    }

    /** Fails at the n-th operation of the second save, once or from then on. */
    @Test
    void whateverFailsAWholeCheckpointStays() throws Exception {
        for (boolean forever : new boolean[] {false, true}) {
            int saved = 0;
            for (int n = 1; ; n++) {
                Path directory =
                        Files.createDirectory(dir.resolve(n + "-" + forever)).toRealPath();
                int[] from = {Integer.MAX_VALUE};
                boolean[] failed = {false};
                HookedFileOps files = new HookedFileOps() {
                    @Override
                    void before(Op op) throws IOException {
                        if (done.size() == from[0] || (forever && done.size() > from[0])) {
                            failed[0] = true;
                            throw new IOException("Input/output error");
                        }
                    }
                };
                String place = "operation " + n + ", forever " + forever;
                boolean thrown = false;
                try (CheckpointSession session = session(directory, files)) {
                    session.saveNow(at(1));
                    from[0] = files.done.size() + n;
                    try {
                        session.saveNow(at(2));
                    } catch (CheckpointException e) {
                        thrown = true;
                    }
                    long found = newest(directory);
                    assertTrue(found == 2 || (thrown && found == 1), place + ": step " + found);
                    saved += found == 2 && thrown ? 1 : 0;
                    from[0] = Integer.MAX_VALUE;
                    session.saveNow(at(3));
                    assertEquals(1, manager(directory).entries().size(), place);
                    assertEquals(3, newest(directory), place);
                }
                if (!failed[0]) {
                    assertTrue(n > 20 && saved > 0, place);
                    break;
                }
            }
        }
    }

    /** Stops the JVM at the n-th operation of the second save, without any cleaning up. */
    static final class Stopped {
        private Stopped() {}

        /** The directory, and n. */
        public static void main(String[] arguments) throws CheckpointException {
            int[] last = {Integer.MAX_VALUE};
            HookedFileOps files = new HookedFileOps() {
                @Override
                void before(Op op) {
                    if (done.size() == last[0]) {
                        Runtime.getRuntime().halt(9);
                    }
                }
            };
            try (CheckpointSession session = session(Path.of(arguments[0]), files)) {
                session.saveNow(at(1));
                last[0] = files.done.size() + Integer.parseInt(arguments[1]);
                session.saveNow(at(2));
            }
        }
    }

    /** What a process finds after one that was stopped, and that it goes on. */
    @Test
    void stoppedAtEveryOperationAWholeCheckpointStays() throws Exception {
        int found = 0;
        for (int n = 1, code = 9; code == 9; n++) {
            Path directory = Files.createDirectory(dir.resolve("stopped" + n)).toRealPath();
            Process child = Children.start(Stopped.class, directory, n);
            child.getInputStream().readAllBytes();
            code = child.waitFor();
            assertTrue(code == 9 || (code == 0 && n > 20), "exit code " + code + " at operation " + n);
            long newest = newest(directory);
            assertTrue(newest == 2 || (code == 9 && newest == 1), "operation " + n + ": step " + newest);
            found += newest == 2 && code == 9 ? 1 : 0;
            try (CheckpointSession session = manager(directory).open(NETWORK)) {
                session.saveNow(at(3));
            }
            assertEquals(3, newest(directory), "operation " + n);
        }
        assertTrue(found > 0, "no stop after the rename");
    }
}
