package dev.netwright.runtime.opencl;

import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A context and a queue on a device, and the owner of all that was made with them: each object is released exactly once, at the latest when
 * the session is closed. Thread-safe: whoever uses what it owns does so between {@link #enter} and the return of its lock, and
 * {@link #close} waits for them.
 */
final class ClSession implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    /** Objects of OpenCL's that were made and not released, of all sessions. */
    private static final AtomicInteger LIVE = new AtomicInteger();

    final Calls calls;
    final DeviceFacts facts;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<Owned> owned = ConcurrentHashMap.newKeySet();
    private final Owned context;
    private final Owned queue;

    ClSession(Calls calls, DeviceFacts facts) {
        this.calls = calls;
        this.facts = facts;
        this.context = new Owned(this, Calls.Kind.CONTEXT, calls.createContext(facts.handle()));
        try {
            this.queue = new Owned(this, Calls.Kind.QUEUE, calls.createQueue(context.handle, facts.handle()));
        } catch (RuntimeException e) {
            context.release();
            throw e;
        }
    }

    /** Number of objects that were made and not released, of all sessions. */
    static int live() {
        return LIVE.get();
    }

    /** Keeps the session open until the lock that is returned is unlocked. */
    Lock enter() {
        Lock shared = lock.readLock();
        shared.lock();
        if (context.released.get()) {
            shared.unlock();
            throw closed();
        }
        return shared;
    }

    IllegalStateException closed() {
        return new IllegalStateException("the OpenCL device " + facts.name().strip() + " is closed");
    }

    Object context() {
        return context.handle("device");
    }

    Object queue() {
        return queue.handle("device");
    }

    void finish() {
        calls.finish(queue());
    }

    /** Takes an object over; it is released when {@code owner} can no longer be reached, if not before. */
    Owned own(Object owner, Calls.Kind kind, Object handle) {
        Owned object = new Owned(this, kind, handle);
        owned.add(object);
        object.cleanable = CLEANER.register(owner, object::forgotten);
        return object;
    }

    /** Releases all that is left, the context last. What fails does not keep the others from being released. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (context.released.get()) {
                return;
            }
            RuntimeException failure = null;
            try {
                finish();
            } catch (RuntimeException e) {
                failure = e;
            }
            for (Owned object : owned) {
                failure = released(object, failure);
            }
            failure = released(queue, failure);
            failure = released(context, failure);
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static @Nullable RuntimeException released(Owned object, @Nullable RuntimeException failure) {
        try {
            object.release();
            return failure;
        } catch (RuntimeException e) {
            return failure == null ? e : failure;
        }
    }

    /** An object of OpenCL's and whether it is released. */
    static final class Owned {
        private final ClSession session;
        private final Calls.Kind kind;
        private final Object handle;
        private final AtomicBoolean released = new AtomicBoolean();
        private Cleaner.@Nullable Cleanable cleanable;

        private Owned(ClSession session, Calls.Kind kind, Object handle) {
            this.session = session;
            this.kind = kind;
            this.handle = handle;
            LIVE.incrementAndGet();
        }

        /** The object, while it is there. */
        Object handle(String what) {
            if (released.get()) {
                throw session.context.released.get()
                        ? session.closed()
                        : new IllegalStateException(what + " is closed");
            }
            return handle;
        }

        /** Releases it; does nothing the second time. */
        void release() {
            if (!released.getAndSet(true)) {
                session.owned.remove(this);
                LIVE.decrementAndGet();
                if (cleanable != null) {
                    cleanable.clean();
                }
                session.calls.release(kind, handle);
            }
        }

        /** By the cleaner, on its thread, where nobody could catch anything. */
        private void forgotten() {
            try {
                release();
            } catch (RuntimeException e) {
                System.getLogger(ClSession.class.getName()).log(System.Logger.Level.DEBUG, "forgotten " + kind, e);
            }
        }
    }
}
