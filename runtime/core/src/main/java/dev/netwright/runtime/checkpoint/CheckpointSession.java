package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The time in which one training saves into the directory of a {@link CheckpointManager}, locked until {@link #close}. One thread trains and
 * calls this; names may be given from any.
 */
public final class CheckpointSession implements AutoCloseable {
    private final CheckpointManager manager;
    private final Use use;
    private final DirectoryLock lock;
    private final String network;
    private final Clock clock;
    private final Commit commit;
    private final Set<String> written = new HashSet<>();
    private Manifest manifest;
    private long lastNanos;
    private @Nullable Background background;

    /** What a session is for. */
    enum Use {
        SAVING,
        NAMING
    }

    /** Nanoseconds, from any moment on. */
    interface Clock {
        long nanos();
    }

    CheckpointSession(CheckpointManager manager, Use use, DirectoryLock lock, Manifest manifest, String network) {
        this(manager, use, lock, manifest, network, System::nanoTime, Commit.STANDARD);
    }

    CheckpointSession(
            CheckpointManager manager,
            Use use,
            DirectoryLock lock,
            Manifest manifest,
            String network,
            Clock clock,
            Commit commit) {
        this.manager = manager;
        this.use = use;
        this.lock = lock;
        this.manifest = manifest;
        this.network = network;
        this.clock = clock;
        this.commit = commit;
        this.lastNanos = clock.nanos();
        if (!manifest.network().isEmpty() && !manifest.network().equals(network)) {
            throw new IllegalStateException(manager.directory() + ": expected checkpoints of " + network
                    + ", found those of " + manifest.network() + "; save into a directory of its own");
        }
        delete();
    }

    /** Whether a checkpoint is due after a step in the middle of an epoch. */
    public boolean dueAfterStep(long step) {
        CheckpointManager.Cadence cadence = manager.cadence();
        double minutes = (clock.nanos() - lastNanos) / 60e9;
        return (cadence.steps() > 0 && step % cadence.steps() == 0)
                || (cadence.minutes() > 0 && minutes >= cadence.minutes());
    }

    /** Whether a checkpoint is due at the end of an epoch, the {@code epoch}th. */
    public boolean dueAfterEpoch(int epoch) {
        int epochs = manager.cadence().epochs();
        return epochs > 0 && epoch % epochs == 0;
    }

    /**
     * Saves a checkpoint that is due. On another thread where the manager is asynchronous, from a copy; a failure of that thread shows at the next
     * call.
     *
     * @return what went wrong and is borne by {@link OnSaveFailure#WARN}
     * @throws CheckpointException what went wrong, by {@link OnSaveFailure#STOP}
     */
    public Optional<CheckpointException> save(Checkpoints.Contents contents) throws CheckpointException {
        Optional<CheckpointException> earlier = settle();
        lastNanos = clock.nanos();
        if (manager.isAsynchronous()) {
            background = new Background(this, copy(contents));
            return earlier;
        }
        try {
            write(contents);
            return earlier;
        } catch (CheckpointException e) {
            return borne(e);
        }
    }

    /** Saves at once and on this thread, whatever the settings are, after the one on its way; a failure throws. */
    public void saveNow(Checkpoints.Contents contents) throws CheckpointException {
        CheckpointException earlier = null;
        try {
            settle();
        } catch (CheckpointException e) {
            earlier = e; // counted; what counts now is the save below
        }
        lastNanos = clock.nanos();
        try {
            write(contents);
        } catch (CheckpointException e) {
            manager.failed(e);
            if (earlier != null) {
                e.addSuppressed(earlier);
            }
            throw e;
        }
    }

    /** Waits for the save on its way; says as {@link #save} does how it went. */
    public Optional<CheckpointException> settle() throws CheckpointException {
        Background running = background;
        background = null;
        CheckpointException failure = running == null ? null : running.result();
        return failure == null ? Optional.empty() : borne(failure);
    }

    private Optional<CheckpointException> borne(CheckpointException failure) throws CheckpointException {
        manager.failed(failure);
        if (manager.onSaveFailure() == OnSaveFailure.STOP) {
            throw failure;
        }
        return Optional.of(failure);
    }

    private static Checkpoints.Contents copy(Checkpoints.Contents contents) {
        return new Checkpoints.Contents(
                contents.schema(),
                contents.parameters().clone(),
                contents.buffers().clone(),
                contents.training().map(state -> {
                    Map<String, float[]> slots = new LinkedHashMap<>();
                    state.optimizer().slots().forEach((name, values) -> slots.put(name, values.clone()));
                    return state.withSlots(slots);
                }));
    }

    /** Writes the file, reads it back, writes the list, and only then deletes what is no longer kept. */
    synchronized void write(Checkpoints.Contents contents) throws CheckpointException {
        TrainingState state = contents.training()
                .orElseThrow(() -> new IllegalArgumentException("a checkpoint without training state"));
        Path directory = lock.directory();
        Instant now = Instant.now();
        CheckpointEntry entry = CheckpointEntry.of(free(directory, state, now), state, now);
        SaveOptions options = manager.options().onlyFinite();
        CheckpointException unsure = null;
        try {
            Checkpoints.save(commit, entry.path(), contents, options.verifyBelow(Long.MAX_VALUE));
        } catch (CheckpointException.Durability e) {
            unsure = e;
        }
        if (options.durability() == Durability.FAST) {
            Verification.verify(entry.path());
        }
        written.add(entry.file());
        manifest = manifest.with(entry, network, manager.retention(), gone());
        if (unsure == null) {
            Manifest retained = manifest.retained(manager.retention());
            ManifestFile.write(commit, directory, retained);
            manifest = retained;
        } else {
            ManifestFile.write(commit, directory, manifest);
        }
        delete();
        if (unsure != null) {
            throw unsure;
        }
    }

    /** A name that no file has, and none that is about to be deleted. */
    private Path free(Path directory, TrainingState state, Instant now) throws CheckpointException {
        CheckpointEntry nameless = CheckpointEntry.of(directory, state, now);
        FilePattern pattern = manager.pattern();
        String first = pattern.format(
                network, state.epoch(), state.step(), manager.retention().figure(nameless), now);
        String name = first;
        for (int number = 2;
                exists(directory.resolve(name)) || manifest.deleting().contains(name);
                number++) {
            name = pattern.numbered(first, number);
        }
        return directory.resolve(name);
    }

    private boolean exists(Path path) throws CheckpointException {
        try {
            return commit.files().entry(path) != null;
        } catch (IOException e) {
            throw Fault.in(path.toString())
                    .because(e)
                    .found(WriteFaults.words(e))
                    .write("could not be saved: nobody knows whether its name is taken");
        }
    }

    /** What the list holds and somebody else has deleted. */
    private Set<String> gone() {
        Set<String> gone = new HashSet<>(manifest.deleting());
        manifest.entries().forEach(entry -> gone.add(entry.file()));
        gone.removeIf(file -> {
            try {
                return exists(lock.directory().resolve(file));
            } catch (CheckpointException e) {
                return true; // it stays listed
            }
        });
        return gone;
    }

    /**
     * Deletes what the list no longer holds; what cannot be deleted now is tried again after the next save. A list may come from anywhere: what
     * this session did not write is deleted only where it is a checkpoint of this network.
     */
    private void delete() {
        Set<String> others = new HashSet<>();
        for (String file : manifest.deleting()) {
            Path path = lock.directory().resolve(file);
            if (written.contains(file) || Manifest.isOf(network, path)) {
                try {
                    commit.files().delete(path);
                } catch (IOException e) {
                    // It stays in the list of what is to be deleted.
                }
            } else {
                others.add(file);
            }
        }
        manifest = manifest.sparing(others);
    }

    synchronized void name(String name, Path checkpoint) throws CheckpointException {
        String file = String.valueOf(checkpoint.getFileName());
        CheckpointEntry entry = manifest.find(file)
                .filter(found -> Files.exists(found.path()))
                .orElseThrow(() -> new IllegalArgumentException(manager.directory() + " holds no checkpoint '"
                        + Names.escape(file) + "'; it has "
                        + manifest.entries().stream().map(CheckpointEntry::file).toList()));
        Manifest changed = manifest.name(name, entry);
        ManifestFile.write(commit, lock.directory(), changed);
        manifest = changed;
    }

    /** The checkpoints, in the order saved. */
    public synchronized List<CheckpointEntry> entries() {
        return manifest.entries();
    }

    /** Unlocks the directory, after the save on its way; how that went {@link #settle} says. */
    @Override
    public void close() {
        Background running = background;
        background = null;
        try (lock) {
            if (use == Use.SAVING) {
                manager.closed();
            }
            CheckpointException failure = running == null ? null : running.result();
            if (failure != null) {
                manager.failed(failure);
            }
        }
    }

    /** A save on a thread of its own. */
    private static final class Background implements Runnable {
        private final CheckpointSession session;
        private final Checkpoints.Contents contents;
        private final Thread thread;
        private @Nullable CheckpointException failure;
        private @Nullable Throwable fault;

        Background(CheckpointSession session, Checkpoints.Contents contents) {
            this.session = session;
            this.contents = contents;
            this.thread = new Thread(this, "netwright-checkpoint");
            thread.setDaemon(false); // a program that ends lets it finish
            thread.start();
        }

        @Override
        public void run() {
            try {
                session.write(contents);
            } catch (CheckpointException e) {
                failure = e;
            } catch (RuntimeException | Error e) {
                fault = e;
            }
        }

        /** Waits for the end; null where all went well. */
        @Nullable
        CheckpointException result() {
            Uninterrupted.await(thread::join);
            if (fault instanceof Error error) {
                throw error;
            } else if (fault instanceof RuntimeException exception) {
                throw exception;
            }
            return failure;
        }
    }
}
