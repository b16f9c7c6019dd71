package dev.netwright.runtime.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread of this JVM at a time write a path. Other processes are kept apart by the names of their siblings. */
final class PathLocks {
    private static final Map<Path, PathLock> LOCKS = new ConcurrentHashMap<>();

    private PathLocks() {}

    private static final class PathLock extends ReentrantLock {
        private static final long serialVersionUID = 1;

        /** How many threads hold or want it; changed inside the map's own locks. */
        private int users;
    }

    /** Does work on a path, all links of which have been followed, when no other thread does. */
    static void hold(Path real, Uninterrupted.Task work) throws CheckpointException {
        PathLock lock = LOCKS.compute(real, (path, present) -> {
            PathLock entered = present == null ? new PathLock() : present;
            entered.users++;
            return entered;
        });
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
            LOCKS.compute(real, (path, left) -> --lock.users == 0 ? null : lock);
        }
    }
}
