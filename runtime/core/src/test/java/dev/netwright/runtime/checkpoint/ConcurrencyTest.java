package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interrupts, readers beside a writer, and many writers. */
class ConcurrencyTest {
    @TempDir
    private Path dir;

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.sorted().toList();
        }
    }

    private static void fast(Path file, int step) throws CheckpointException {
        Checkpoints.save(file, Steps.of(step), Steps.options(step).durability(Durability.FAST));
    }

    /** Interrupted before, during or after a save: the file is whole, and the thread still interrupted. */
    @Test
    void interruptsNeitherTearAFileNorGetLost() throws Exception {
        int rounds = Children.rounds("interrupts", 1_000);
        Path file = dir.resolve("model.safetensors");
        Random random = new Random(1);
        Steps.save(Commit.STANDARD, file, 0);
        long usual = System.nanoTime();
        Steps.save(Commit.STANDARD, file, 0);
        int longest = (int) Math.min(20_000_000, 2 * (System.nanoTime() - usual));
        AtomicInteger during = new AtomicInteger();
        for (int step = 1; step <= rounds; step++) {
            int saved = step;
            Thread saver = Thread.currentThread();
            AtomicInteger state = new AtomicInteger();
            int delay = random.nextInt(longest);
            Thread interrupter = new Thread(() -> {
                if (saved % 10 > 0) {
                    java.util.concurrent.locks.LockSupport.parkNanos(delay);
                }
                during.addAndGet(state.get() == 1 ? 1 : 0);
                saver.interrupt();
            });
            if (step % 10 == 0) {
                saver.interrupt();
            }
            interrupter.start();
            state.set(1);
            Steps.save(Commit.STANDARD, file, step);
            state.set(2);
            joinAnyway(interrupter);
            assertTrue(Thread.interrupted(), "round " + step);
            assertEquals(step, Steps.find(file));
        }
        assertEquals(List.of(file), files());
        assertTrue(during.get() > rounds / 10, during + " of " + rounds + " interrupts during the save");
        System.out.println(rounds + " interrupts, " + during + " of them during the save: 0 torn files, 0 lost flags");
    }

    private static void joinAnyway(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Readers see whole files, however lengths differ; a mapping of the old file keeps the old bytes. */
    @ParameterizedTest
    @EnumSource
    void readersBesideAWriter(Format format) throws Exception {
        int saves = Children.rounds("readers.saves", 100);
        Path file = dir.resolve("model" + format.extension());
        fast(file, 0);
        byte[] first = Files.readAllBytes(file);
        AtomicInteger last = new AtomicInteger();
        AtomicInteger reads = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, first.length);
            List<Future<Void>> readers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                readers.add(threads.submit((Callable<Void>) () -> {
                    for (int seen = 0; seen < saves; reads.incrementAndGet()) {
                        int from = last.get();
                        int found = Steps.find(file);
                        assertTrue(found >= from && found >= seen, found + " after " + from + " and " + seen);
                        seen = found;
                    }
                    return null;
                }));
            }
            for (int step = 1; step <= saves; step++) {
                fast(file, step);
                last.set(step);
            }
            for (Future<Void> reader : readers) {
                reader.get();
            }
            byte[] still = new byte[first.length];
            mapped.get(still);
            assertArrayEquals(first, still);
        } finally {
            threads.shutdownNow();
        }
        assertEquals(List.of(file), files());
        System.out.println(format + ": " + reads + " reads beside " + saves + " saves, 0 torn");
    }

    @Test
    void threadsThatSaveToOneFile() throws Exception {
        int saves = Children.rounds("savers.saves", 40);
        Path file = dir.resolve("model.onnx");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Void>> savers = new ArrayList<>();
            for (int i = 1; i <= 8; i++) {
                int first = 100_000 * i;
                savers.add(threads.submit((Callable<Void>) () -> {
                    for (int step = first; step < first + saves; step++) {
                        fast(file, step);
                        assertTrue(Steps.find(file) >= 100_000);
                    }
                    return null;
                }));
            }
            for (Future<Void> saver : savers) {
                saver.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(saves - 1, Steps.find(file) % 100_000);
        assertEquals(List.of(file), files());
    }

    @Test
    void processesThatSaveToOneFile() throws Exception {
        int saves = Children.rounds("savers.saves", 40);
        Path file = dir.resolve("model.json");
        List<Process> children = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            children.add(Children.start(Saver.Several.class, file, 100_000 * i, saves));
        }
        int reads = 0;
        while (children.stream().anyMatch(Process::isAlive)) {
            if (Files.exists(file)) {
                assertTrue(Steps.find(file) >= 100_000);
                reads++;
            }
        }
        for (Process child : children) {
            assertEquals("", Children.output(child, 0));
        }
        assertFalse(reads == 0);
        assertEquals(saves - 1, Steps.find(file) % 100_000);
        assertEquals(List.of(file), files());
    }
}
