package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.CheckpointEntry;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.CheckpointManager;
import dev.netwright.runtime.checkpoint.Children;
import dev.netwright.runtime.data.BatchReader;
import dev.netwright.runtime.data.Dataset;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are told to end, or killed, while they train. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signals")
class EndingTest {
    private static final int TERMINATED = 128 + 15;
    private static final int INTERRUPTED = 128 + 2;
    private static final int KILLED = 128 + 9;

    @TempDir
    private Path dir;

    private final Dataset.Split data;

    EndingTest() throws IOException {
        data = TrainerTest.iris();
    }

    /** A trainee that has taken its first step. */
    private static final class Child {
        private final Process process;
        private final Thread reader;
        private final AtomicLong step = new AtomicLong();

        Child(Path dir, int epochs, int micros) throws Exception {
            process = Children.start(Trainee.class, dir, epochs, micros);
            CountDownLatch trains = new CountDownLatch(1);
            reader = new Thread(() -> {
                try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
                    StringBuilder line = new StringBuilder();
                    for (int c = lines.read(); c >= 0; c = lines.read()) {
                        if (c == '\n') {
                            step.set(Long.parseLong(line.toString()));
                            line.setLength(0);
                            trains.countDown();
                        } else {
                            line.append((char) c);
                        }
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                } finally {
                    trains.countDown();
                }
            });
            reader.start();
            trains.await();
        }

        /** Waits until it has taken so many steps more, or has ended. */
        void steps(int more) throws InterruptedException {
            long wanted = step.get() + more;
            while (step.get() < wanted && process.isAlive()) {
                Thread.sleep(1);
            }
        }

        /** The exit code. The last step that it printed is known then. */
        int end(String signal) throws Exception {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            int code = process.waitFor();
            reader.join();
            return code;
        }
    }

    /** In a shell's background job programs ignore SIGINT, and so do their children. */
    private static boolean interruptIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0")
                .substring(7)
                .strip();
        return (Long.parseUnsignedLong(ignored, 16) & 2) != 0;
    }

    /** Takes a trainer of our own to the place that a checkpoint is at. */
    private void follow(Trainer<TestModel> trainer, CheckpointEntry to) {
        while (trainer.epoch() < to.epoch() || trainer.position() < to.position()) {
            try (BatchReader batches = trainer.batches(data.train())) {
                while (batches.hasNext() && (trainer.epoch() < to.epoch() || trainer.position() < to.position())) {
                    trainer.step(batches.next());
                }
            }
            if (trainer.epoch() < to.epoch()) {
                trainer.endEpoch(data.test());
            }
        }
    }

    /** Exit codes stay; every checkpoint is whole, and the last one is that of a training which was not disturbed, at this step. */
    @Test
    void aProgramThatIsToldToEndSavesFirst() throws Exception {
        int rounds = Children.rounds("signals", 6);
        boolean onlyTerm = interruptIsIgnored();
        Random random = new Random(Long.getLong("netwright.seed", 1));
        Trainer<TestModel> straight = Trainee.trainer();
        int finished = 0;
        for (int round = 0; round < rounds; round++) {
            Child child = new Child(dir, Integer.MAX_VALUE, 100);
            Thread.sleep(random.nextInt(60));
            boolean term = onlyTerm || round % 3 > 0;
            int code = child.end(term ? "TERM" : "INT");
            assertEquals(term ? TERMINATED : INTERRUPTED, code, "round " + round);
            CheckpointManager manager = Trainee.manager(dir);
            assertEquals(List.of(), manager.verify());
            List<CheckpointEntry> entries = manager.entries();
            CheckpointEntry last = entries.get(entries.size() - 1);
            finished += last.step() >= child.step.get() ? 1 : 0;
            follow(straight, last);
            ResumeEverywhereTest.assertSame(straight, Trainee.trainer().resumeOrStart(dir), "round " + round);
        }
        System.out.println(rounds + " signals to a program that trains: 0 checkpoints lost or damaged; " + finished
                + " saved at the last step, the others within two seconds of it");
        assertTrue(finished > 0, "no program saved when it was told to end");
    }

    /** Killed again and again at random steps, with a signal that it cannot handle: twenty epochs with the bits of twenty. */
    @Test
    void aProgramThatIsKilledGoesOnBitForBit() throws Exception {
        int runs = Children.rounds("killed.runs", 1);
        Random random = new Random(Long.getLong("netwright.seed", 1));
        Trainer<TestModel> straight = Trainee.trainer();
        straight.fit(data.train(), data.test(), 20);
        int kills = 0;
        for (int run = 0; run < runs; run++) {
            Path folder = dir.resolve("run" + run);
            int code = KILLED;
            while (code == KILLED) {
                Child child = new Child(folder, 20, 5_000);
                child.steps(random.nextInt(40));
                code = child.end("KILL");
                kills += code == KILLED ? 1 : 0;
                assertEquals(List.of(), Trainee.manager(folder).verify());
            }
            assertEquals(0, code);
            ResumeEverywhereTest.assertSame(straight, Trainee.trainer().resumeOrStart(folder), "run " + run);
        }
        System.out.println(runs + " trainings killed " + kills + " times: all with the bits of an undisturbed one");
        assertTrue(kills > 0, "nothing was killed");
    }

    @Test
    void aSecondProgramIsToldWhoIsThere() throws Exception {
        Child child = new Child(dir, Integer.MAX_VALUE, 100);
        try {
            Trainer<TestModel> other = Trainee.trainer();
            while (CheckpointManager.in(dir).latest().isEmpty()) {
                Thread.sleep(10);
            }
            other.resumeOrStart(dir).checkpoints(Trainee.manager(dir));
            Throwable e = assertThrows(
                            java.io.UncheckedIOException.class, () -> other.fit(data.train(), Integer.MAX_VALUE))
                    .getCause();
            assertTrue(e instanceof CheckpointException.Busy, String.valueOf(e));
            assertTrue(String.valueOf(e.getMessage()).contains("locked by process " + child.process.pid()));
            Path latest = CheckpointManager.in(dir).latest().orElseThrow();
            assertThrows(
                    CheckpointException.Busy.class,
                    () -> CheckpointManager.in(dir).name("deployed", latest));
        } finally {
            child.end("KILL");
        }
        CheckpointManager.in(dir)
                .name("deployed", CheckpointManager.in(dir).latest().orElseThrow());
        assertTrue(
                CheckpointManager.in(dir).named("deployed").isPresent(), "the lock of a dead process holds nobody up");
    }
}
