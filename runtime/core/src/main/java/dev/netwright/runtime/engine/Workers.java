package dev.netwright.runtime.engine;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A small pool of daemon threads that run tiles, shared by all plans. The caller takes part and returns when all tiles are done. One
 * call at a time has the pool; who finds it busy, a tile that calls again included, runs its tiles on its own thread. Which thread
 * runs which tile is left to chance, so tiles write to places of their own; results then have the same bits for any number of
 * threads. A call allocates nothing. Thread-safe.
 *
 * <p>The number of threads is that of the processors, or the system property {@value #PROPERTY}, or what {@link #threads(int)} says.
 * Threads start with the first call that is worth it; between calls they look for work for some tens of microseconds, then park.
 *
 * <p>How tiles are claimed: one word holds the number of the call (upper half) and the tiles not yet claimed (lower half). A
 * compare-and-set that takes the count down claims a tile, and proves that what was read of the call before it belongs to it:
 * a call's fields change only while the count is 0.
 */
public final class Workers {
    /** Name of the system property with the number of threads. */
    public static final String PROPERTY = "netwright.threads";

    /** Least number of floating-point operations that other threads are woken for: some 10 µs of one core. */
    static final long WORTH_WAKING = 400_000;

    private static final int MOST_THREADS = 1024;
    private static final int SPINS = 4_000;
    private static final long COUNT = 0xFFFF_FFFFL;

    private static final AtomicLong unclaimed = new AtomicLong();
    private static final AtomicInteger unfinished = new AtomicInteger();
    private static final AtomicBoolean busy = new AtomicBoolean();
    private static final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** The helpers started so far; replaced, never written to. */
    private static volatile Helper[] helpers = new Helper[0];

    /** Number of threads, the caller's included; 0 before it is known. */
    private static volatile int limit;

    private static @Nullable Task task;
    private static int tiles;
    private static int helping;
    private static volatile @Nullable Thread waiting;

    private Workers() {}

    /** What is run in tiles. */
    @FunctionalInterface
    public interface Task {
        /** Runs tile number {@code tile}. Called by several threads at once. */
        void run(int tile);
    }

    /** Number of threads that share a call's work, the caller's included. */
    public static int threads() {
        int threads = limit;
        if (threads == 0) {
            threads = initial(System.getProperty(PROPERTY), Runtime.getRuntime().availableProcessors());
            limit = threads;
        }
        return threads;
    }

    /**
     * Sets the number of threads that share a call's work, the caller's included: 1 keeps all work on the caller's thread. Results do
     * not depend on it.
     */
    public static void threads(int threads) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(
                    "number of threads: expected 1 to " + MOST_THREADS + ", found " + threads);
        }
        limit = threads;
    }

    static int initial(@Nullable String property, int processors) {
        if (property == null) {
            return Math.max(1, Math.min(processors, MOST_THREADS));
        }
        String refusal = "system property " + PROPERTY + ": expected 1 to " + MOST_THREADS + ", found " + property;
        int threads;
        try {
            threads = Integer.parseInt(property.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(refusal, e);
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(refusal);
        }
        return threads;
    }

    /**
     * Runs tiles 0 to {@code tiles}, excluded, each once, and returns when all are done. What a tile throws is thrown here, the first
     * where there are several; tiles not begun by then are left out.
     *
     * @param work floating-point operations of all tiles, estimated; small work stays on this thread
     */
    public static void run(Task task, int tiles, long work) {
        if (tiles <= 1 || work < WORTH_WAKING || threads() == 1 || !busy.compareAndSet(false, true)) {
            for (int tile = 0; tile < tiles; tile++) {
                task.run(tile);
            }
            return;
        }
        try {
            share(task, tiles);
        } finally {
            busy.set(false);
        }
    }

    private static void share(Task task, int tiles) {
        Workers.task = task;
        Workers.tiles = tiles;
        helping = Math.min(threads(), tiles) - 1;
        Helper[] started = helpers(helping);
        unfinished.set(tiles);
        unclaimed.set((((unclaimed.get() >>> 32) + 1) << 32) | tiles);
        for (int k = 0; k < helping; k++) {
            started[k].wake();
        }
        while (claimAndRun()) {
            // runs tiles until none is left
        }
        await();
        Workers.task = null;
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof Error error) {
            throw error;
        } else if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static void await() {
        for (int spin = 0; spin < SPINS; spin++) {
            if (unfinished.get() == 0) {
                return;
            }
            Thread.onSpinWait();
        }
        waiting = Thread.currentThread();
        boolean interrupted = false;
        while (unfinished.get() != 0) {
            LockSupport.park(Workers.class);
            interrupted |= Thread.interrupted();
        }
        waiting = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Claims a tile and runs it; false where none is left. */
    private static boolean claimAndRun() {
        long seen = unclaimed.get();
        while ((seen & COUNT) != 0) {
            Task claimed = task;
            int tile = tiles - (int) (seen & COUNT);
            if (unclaimed.compareAndSet(seen, seen - 1)) {
                finish(claimed, tile);
                return true;
            }
            seen = unclaimed.get();
        }
        return false;
    }

    private static void finish(@Nullable Task claimed, int tile) {
        try {
            if (claimed != null && failure.get() == null) {
                claimed.run(tile);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            if (unfinished.decrementAndGet() == 0) {
                Thread caller = waiting;
                if (caller != null) {
                    LockSupport.unpark(caller);
                }
            }
        }
    }

    /** At least {@code count} helpers. Called by the one who has the pool. */
    private static Helper[] helpers(int count) {
        Helper[] old = helpers;
        if (old.length >= count) {
            return old;
        }
        Helper[] more = Arrays.copyOf(old, count);
        for (int k = old.length; k < count; k++) {
            more[k] = new Helper(k);
        }
        helpers = more;
        for (int k = old.length; k < count; k++) {
            more[k].start();
        }
        return more;
    }

    /** A thread of the pool. Takes part in calls that want more than {@code index} helpers. */
    private static final class Helper extends Thread {
        private final int index;
        private volatile boolean parked;

        Helper(int index) {
            super(null, null, "netwright-worker-" + (index + 1), 0, false);
            this.index = index;
            setDaemon(true);
            setContextClassLoader(null);
        }

        void wake() {
            if (parked) {
                parked = false;
                LockSupport.unpark(this);
            }
        }

        private boolean wanted() {
            return (unclaimed.get() & COUNT) != 0 && index < helping;
        }

        @Override
        public void run() {
            while (true) {
                int spin = 0;
                while (spin < SPINS) {
                    if (wanted() && claimAndRun()) {
                        spin = 0;
                    } else {
                        spin++;
                        Thread.onSpinWait();
                    }
                }
                parked = true;
                if (!wanted()) {
                    LockSupport.park(Workers.class);
                }
                parked = false;
            }
        }
    }
}
