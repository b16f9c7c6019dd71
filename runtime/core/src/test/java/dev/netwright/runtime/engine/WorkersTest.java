package dev.netwright.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {
    private static final long LARGE = Workers.WORTH_WAKING;

    @AfterEach
    void defaultThreads() {
        Workers.threads(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void everyTileRunsOnce() {
        for (int threads : new int[] {1, 2, 4, 9}) {
            Workers.threads(threads);
            for (int round = 0; round < 20_000; round++) {
                int tiles = round % 23;
                AtomicIntegerArray runs = new AtomicIntegerArray(tiles);
                Workers.run(runs::incrementAndGet, tiles, LARGE);
                for (int tile = 0; tile < tiles; tile++) {
                    assertEquals(1, runs.get(tile));
                }
            }
        }
    }

    @Test
    void severalThreadsTakePart() throws InterruptedException {
        Workers.threads(3);
        CountDownLatch together = new CountDownLatch(3);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Workers.run(
                tile -> {
                    seen.add(Thread.currentThread());
                    together.countDown();
                    waitFor(together);
                },
                3,
                LARGE);
        assertEquals(3, seen.size());
        assertTrue(seen.contains(Thread.currentThread()));
        for (Thread thread : seen) {
            assertTrue(thread == Thread.currentThread() || thread.isDaemon());
        }
    }

    @Test
    void parkedThreadsWakeAndThoseTakenOffStayAway() throws InterruptedException {
        Workers.threads(4);
        Workers.run(tile -> {}, 4, LARGE);
        Thread.sleep(50);
        severalThreadsTakePart();
        Workers.threads(2);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 1_000; round++) {
            Workers.run(tile -> seen.add(Thread.currentThread()), 40, LARGE);
        }
        assertTrue(seen.size() <= 2, seen.toString());
    }

    @Test
    void idleThreadsParkAndUseNoTime() throws InterruptedException {
        Workers.threads(3);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch together = new CountDownLatch(3);
        Workers.run(
                tile -> {
                    seen.add(Thread.currentThread());
                    together.countDown();
                    waitFor(together);
                },
                3,
                LARGE);
        seen.remove(Thread.currentThread());
        for (int wait = 0; wait < 1_000 && seen.stream().anyMatch(t -> t.getState() != Thread.State.WAITING); wait++) {
            Thread.sleep(5);
        }
        long before = 0;
        for (Thread thread : seen) {
            before += cpuTime(thread);
        }
        Thread.sleep(200);
        long after = 0;
        for (Thread thread : seen) {
            assertEquals(Thread.State.WAITING, thread.getState());
            after += cpuTime(thread);
        }
        assertEquals(before, after);
    }

    @SuppressWarnings("deprecation") // threadId() came with Java 19
    private static long cpuTime(Thread thread) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }

    @Test
    void smallWorkAndOneThreadStayOnTheCaller() {
        Workers.threads(4);
        List<Thread> seen = new ArrayList<>();
        Workers.run(tile -> seen.add(Thread.currentThread()), 8, LARGE - 1);
        Workers.threads(1);
        Workers.run(tile -> seen.add(Thread.currentThread()), 8, Long.MAX_VALUE);
        assertEquals(16, seen.size());
        seen.forEach(thread -> assertSame(Thread.currentThread(), thread));
    }

    @Test
    void whatATileThrowsReachesTheCallerAndThePoolGoesOn() {
        Workers.threads(4);
        for (int round = 0; round < 2_000; round++) {
            int bad = round % 16;
            RuntimeException thrown = new IllegalStateException("tile " + bad);
            RuntimeException caught = assertThrows(
                    RuntimeException.class,
                    () -> Workers.run(
                            tile -> {
                                if (tile == bad) {
                                    throw thrown;
                                }
                            },
                            16,
                            LARGE));
            assertSame(thrown, caught);
        }
        Error error = new AssertionError("an error");
        assertSame(
                error,
                assertThrows(
                        AssertionError.class,
                        () -> Workers.run(
                                tile -> {
                                    throw error;
                                },
                                16,
                                LARGE)));
        everyTileRunsOnce();
    }

    @Test
    void aTileMayRunTilesItself() {
        Workers.threads(3);
        AtomicIntegerArray runs = new AtomicIntegerArray(100);
        Workers.run(tile -> Workers.run(inner -> runs.incrementAndGet(10 * tile + inner), 10, LARGE), 10, LARGE);
        for (int i = 0; i < 100; i++) {
            assertEquals(1, runs.get(i));
        }
    }

    @Test
    void manyCallersAtOnce() throws Exception {
        Workers.threads(4);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        List<Future<?>> results = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            results.add(callers.submit(() -> {
                for (int round = 0; round < 3_000; round++) {
                    AtomicIntegerArray runs = new AtomicIntegerArray(7);
                    Workers.run(runs::incrementAndGet, 7, LARGE);
                    for (int tile = 0; tile < 7; tile++) {
                        assertEquals(1, runs.get(tile));
                    }
                }
            }));
        }
        for (Future<?> result : results) {
            result.get();
        }
        callers.shutdown();
    }

    @Test
    void anInterruptedCallerFinishesAndStaysInterrupted() {
        Workers.threads(3);
        AtomicIntegerArray runs = new AtomicIntegerArray(50);
        Thread.currentThread().interrupt();
        Workers.run(
                tile -> {
                    runs.incrementAndGet(tile);
                    long until = System.nanoTime() + 200_000;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                },
                50,
                LARGE);
        assertTrue(Thread.interrupted());
        for (int tile = 0; tile < 50; tile++) {
            assertEquals(1, runs.get(tile));
        }
    }

    @Test
    void numberOfThreads() {
        assertEquals(6, Workers.initial(null, 6));
        assertEquals(3, Workers.initial(" 3 ", 6));
        assertEquals(
                "system property netwright.threads: expected 1 to 1024, found many",
                assertThrows(IllegalArgumentException.class, () -> Workers.initial("many", 6))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Workers.initial("0", 6));
        assertThrows(IllegalArgumentException.class, () -> Workers.threads(0));
        assertThrows(IllegalArgumentException.class, () -> Workers.threads(1025));
        Workers.threads(5);
        assertEquals(5, Workers.threads());
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
