package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that die in the middle of a save. */
class CrashTest {
    @TempDir
    private Path dir;

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        }
    }

    /** What the next process finds an hour later. */
    private static void sweep(Path directory) throws IOException {
        Leftovers.sweep(new DiskFileOps(), directory, Instant.now().plus(Duration.ofHours(2)));
    }

    /**
     * A process that saves in all formats at once is killed at a random time, with a signal that it cannot handle; each file holds all
     * values of one step, no earlier one than was last reported as saved. Then the next process goes on with the same files.
     */
    @Test
    void killedAtAnyTime() throws Exception {
        int kills = Children.rounds("kills", 30);
        Random random = new Random(Long.getLong("netwright.seed", 1));
        int step = 1;
        int leftovers = 0;
        int unreported = 0;
        for (Path file : Steps.files(dir).values()) {
            Steps.save(Commit.STANDARD, file, step);
        }
        for (int kill = 0; kill < kills; kill++) {
            Map<Format, Integer> reported = killed(step + 1, random.nextInt(60_000_000));
            for (Map.Entry<Format, Path> file : Steps.files(dir).entrySet()) {
                int found = Steps.find(file.getValue());
                int last = reported.get(file.getKey());
                assertTrue(
                        found == last || found == last + 1,
                        "kill " + kill + ", " + file.getKey() + ": step " + found + ", reported " + last);
                unreported += found - last;
                step = Math.max(step, found);
            }
            leftovers += names(dir).size() - 3;
            sweep(dir);
            assertEquals(3, names(dir).size());
        }
        System.out.println(kills + " kills of a process that saves in three formats: 0 lost, 0 unreadable; " + leftovers
                + " temporary files left and swept, " + unreported + " saves done but not reported");
        assertTrue(leftovers > 0, "no kill came in the middle of a save");
    }

    /** Runs a saver, kills it so many nanoseconds after its first report of every format, and returns the last reports. */
    private Map<Format, Integer> killed(int first, int nanoseconds) throws Exception {
        Process child = Children.start(Saver.Forever.class, dir, first);
        Map<Format, Integer> reported = new EnumMap<>(Format.class);
        CountDownLatch saving = new CountDownLatch(1);
        Thread reader = new Thread(() -> {
            try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
                // A line that the kill cut has no line feed; it is not taken for a report.
                StringBuilder line = new StringBuilder();
                for (int c = lines.read(); c >= 0; c = lines.read()) {
                    if (c != '\n') {
                        line.append((char) c);
                        continue;
                    }
                    int space = line.indexOf(" ");
                    reported.put(Format.valueOf(line.substring(0, space)), Integer.parseInt(line.substring(space + 1)));
                    line.setLength(0);
                    if (reported.size() == 3) {
                        saving.countDown();
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                saving.countDown();
            }
        });
        reader.start();
        saving.await();
        Thread.sleep(nanoseconds / 1_000_000, nanoseconds % 1_000_000);
        child.toHandle().destroyForcibly(); // of the process itself it would close the pipe, and lose reports
        assertEquals(128 + 9, child.waitFor());
        reader.join();
        assertEquals(3, reported.size());
        return reported;
    }

    /** Every operation of a save in turn is the last one before the JVM stops: where a file was, and where none was. */
    @ParameterizedTest
    @EnumSource
    void stoppedBeforeEveryOperation(Format format) throws Exception {
        stopped(format, true, false);
        stopped(format, false, false);
    }

    @Test
    void stoppedBeforeEveryOperationOfABackup() throws Exception {
        stopped(Format.SAFETENSORS, true, true);
    }

    private void stopped(Format format, boolean replaces, boolean backup) throws Exception {
        Path directory = Files.createDirectory(dir.resolve(format + "-" + replaces));
        Path file = directory.resolve("model" + format.extension());
        byte[] old = Steps.bytes(format, 1);
        byte[] fresh = Steps.bytes(format, 2);
        int left = 0;
        int replaced = 0;
        int points = 0;
        boolean finished = false;
        while (!finished) {
            for (String name : names(directory)) {
                Files.delete(directory.resolve(name));
            }
            if (replaces) {
                Files.write(file, old);
            }
            points++;
            Process child = Children.start(Saver.Once.class, file, 2, points, backup);
            child.getInputStream().readAllBytes();
            int code = child.waitFor();
            finished = code == 0;
            assertTrue(finished || code == 9, "exit code " + code);
            left += names(directory).stream().anyMatch(name -> name.endsWith(Leftovers.EXTENSION)) ? 1 : 0;
            sweep(directory);
            boolean exists = Files.exists(file);
            boolean is = exists && Arrays.equals(fresh, Files.readAllBytes(file));
            assertTrue(is || (replaces ? exists && Arrays.equals(old, Files.readAllBytes(file)) : !exists));
            Path kept = SaveOptions.backupOf(file);
            assertEquals(Set.of(), extra(directory, file, kept));
            if (backup && is) {
                assertTrue(Arrays.equals(old, Files.readAllBytes(kept)));
            }
            replaced += is && !finished ? 1 : 0;
            assertTrue(is || !finished);
        }
        assertTrue(left > 3, left + " with a temporary file left");
        assertTrue(replaced > 0, "no stop after the rename");
        assertFalse(points < 10, points + " points");
    }

    private static Set<String> extra(Path directory, Path... known) throws IOException {
        Set<String> names = names(directory);
        for (Path file : known) {
            names.remove(String.valueOf(file.getFileName()));
        }
        return names;
    }
}
