package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Saves the checkpoints of a training into a directory, keeps those that are wanted, and finds them again.
 *
 * <pre>{@code
 * CheckpointManager manager = CheckpointManager.in(dir).everyEpochs(3).keepLast(5).keepBest(Metric.LOSS);
 * trainer.checkpoints(manager).resumeOrStart().fit(train, validation, 20);
 * IrisModel best = IrisModel.load(manager.best().orElseThrow());
 * }</pre>
 *
 * <p>The list of the checkpoints stands in {@code checkpoints.json} beside them and is replaced whole, as they are: a training that is killed at any
 * moment forgets none. A file is deleted only after a newer one was read back and the list written. No file is ever replaced: where a name
 * is taken, the next has a number. Only one training at a time saves into a directory; any number of programs may read.
 *
 * <p>A model that holds NaN or infinities is not saved, and so replaces none: that is a failed save. The settings are set before training
 * begins, by one thread; everything else is thread-safe.
 */
public final class CheckpointManager {
    private static final FilePattern USUAL = new FilePattern("epoch-{epoch:04d}-step-{step:08d}.safetensors");

    private final Path directory;
    private final List<CheckpointException> failures = new ArrayList<>();
    private FilePattern pattern = USUAL;
    private Cadence cadence = Cadence.NEVER;
    private Retention retention = Retention.ALL;
    private SaveOptions options = SaveOptions.DEFAULT;
    private OnSaveFailure onSaveFailure = OnSaveFailure.STOP;
    private boolean asynchronous;
    private boolean whenInterrupted = true;
    private @Nullable CheckpointSession session;

    private CheckpointManager(Path directory) {
        this.directory = directory;
    }

    /** When a checkpoint is due; 0 for never. */
    record Cadence(int epochs, long steps, double minutes) {
        static final Cadence NEVER = new Cadence(0, 0, 0);
    }

    /** The manager of a directory, which is made when the first training begins. It keeps all checkpoints unless told otherwise. */
    public static CheckpointManager in(Path directory) {
        return new CheckpointManager(directory);
    }

    /** Saves at the end of every so many epochs. Several of these settings may be given: a checkpoint is due by any of them. */
    public CheckpointManager everyEpochs(int epochs) {
        cadence = new Cadence((int) atLeastOne("everyEpochs", epochs), cadence.steps, cadence.minutes);
        return this;
    }

    /** Saves after every so many optimizer steps, counted from the beginning of the training. */
    public CheckpointManager everySteps(long steps) {
        cadence = new Cadence(cadence.epochs, atLeastOne("everySteps", steps), cadence.minutes);
        return this;
    }

    /** Saves after the step in which so many minutes have gone by since the last checkpoint. */
    public CheckpointManager everyMinutes(double minutes) {
        if (!(minutes > 0) || Double.isInfinite(minutes)) {
            throw new IllegalArgumentException("everyMinutes: expected more than 0, found " + minutes);
        }
        cadence = new Cadence(cadence.epochs, cadence.steps, minutes);
        return this;
    }

    /** Keeps the last so many. The other rules add to these; of rules without this one the last checkpoint is kept beside. */
    public CheckpointManager keepLast(int count) {
        retention = new Retention(
                (int) atLeastOne("keepLast", count), retention.every(), retention.best(), retention.ranking());
        return this;
    }

    /** Keeps those at the end of every so many epochs: 10, 20, 30, … */
    public CheckpointManager keepEvery(int epochs) {
        retention = new Retention(
                Math.max(1, retention.last()),
                (int) atLeastOne("keepEvery", epochs),
                retention.best(),
                retention.ranking());
        return this;
    }

    /** Keeps the best by a metric, on the validation data where there is any: see {@link #keepBest(int, Ranking)}. */
    public CheckpointManager keepBest(Ranking metric) {
        return keepBest(1, metric);
    }

    /**
     * Keeps the best few by a metric, of the checkpoints at the end of an epoch; of equals the earlier. {@link #best} is the first of them.
     *
     * @throws IllegalStateException where another metric was given before: there is one
     */
    public CheckpointManager keepBest(int count, Ranking metric) {
        Ranking before = retention.ranking();
        if (before != null && !before.name().equals(metric.name())) {
            throw new IllegalStateException("keepBest: the best is already that by " + before.name() + ", not by "
                    + metric.name() + "; there is one metric");
        }
        retention = new Retention(
                Math.max(1, retention.last()), retention.every(), (int) atLeastOne("keepBest", count), metric);
        return this;
    }

    /**
     * How files are named, by default {@code epoch-{epoch:04d}-step-{step:08d}.safetensors}. The placeholders are {@code {epoch}}, {@code
     * {step}}, {@code {metric}} (that of {@link #keepBest}; {@code none} in the middle of an epoch), {@code {network}} and {@code {time}}
     * (UTC); numbers take a width, {@code {epoch:04d}}, the metric decimals, {@code {metric:.4f}}. The extension says the format, which must
     * hold training state.
     *
     * @throws IllegalArgumentException where a placeholder is not known, the extension is missing or of no such format, or the name of
     *     a directory is in it; one that would give two checkpoints one name is refused when training begins
     */
    public CheckpointManager files(String namePattern) {
        pattern = new FilePattern(namePattern);
        return this;
    }

    /** How files are written. Always with {@link SaveOptions#onlyFinite}; every file is read back before another one is deleted. */
    public CheckpointManager options(SaveOptions changed) {
        options = changed;
        return this;
    }

    /**
     * Saves on another thread, from a copy of the model and its state that is taken between two steps: that costs their memory once more.
     * One save at a time: where the next is due before it is done, training waits for it.
     */
    public CheckpointManager asynchronous() {
        asynchronous = true;
        return this;
    }

    /** What a training does when a save fails: by default it stops. */
    public CheckpointManager onSaveFailure(OnSaveFailure policy) {
        onSaveFailure = policy;
        return this;
    }

    /**
     * Whether a training that ends before its time saves where it is: when it fails with an exception, and when the program is told to end
     * (SIGTERM, Ctrl-C), which then waits for two seconds at most. So it is unless told otherwise.
     */
    public CheckpointManager saveWhenInterrupted(boolean changed) {
        whenInterrupted = changed;
        return this;
    }

    private static long atLeastOne(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": expected 1 or more, found " + value);
        }
        return value;
    }

    /** The directory. */
    public Path directory() {
        return directory;
    }

    /** The checkpoints that the directory holds, in the order saved. */
    public List<CheckpointEntry> entries() throws CheckpointException {
        return manifest().entries();
    }

    /**
     * The checkpoint saved last. Its content is not looked at: see {@link #latestValid}. Beside a training that goes on, the file may be gone
     * before it is read; keep a few.
     */
    public Optional<Path> latest() throws CheckpointException {
        return named(Manifest.LATEST);
    }

    /** The best checkpoint by the metric of {@link #keepBest}; without one, by that which the directory's last training had. */
    public Optional<Path> best() throws CheckpointException {
        return retention.ranking() == null
                ? named(Manifest.BEST)
                : retention.best(manifest().entries()).map(CheckpointEntry::path);
    }

    /** The checkpoint of a name: {@code latest}, {@code best}, or one that {@link #name} gave. */
    public Optional<Path> named(String name) throws CheckpointException {
        return manifest().named(name).map(CheckpointEntry::path);
    }

    /**
     * Gives a checkpoint a name, {@code deployed}, in place of the one that had it. A checkpoint with a name is not deleted.
     *
     * @throws IllegalArgumentException where the name is not made of letters, digits, {@code -} and {@code _}, or is {@code latest} or {@code
     *     best}; where the directory holds no such checkpoint
     * @throws CheckpointException.Busy where a training saves into the directory by another manager, in this process or another one
     */
    public void name(String name, Path checkpoint) throws CheckpointException {
        if (!name.matches("[A-Za-z0-9_-]{1,64}") || name.equals(Manifest.LATEST) || name.equals(Manifest.BEST)) {
            throw new IllegalArgumentException(
                    "name of a checkpoint: expected letters, digits, - and _, and not latest or"
                            + " best, which name themselves; found '" + Names.escape(name) + "'");
        }
        CheckpointSession open;
        synchronized (this) {
            open = session;
        }
        if (open != null) {
            open.name(name, checkpoint);
            return;
        }
        try (CheckpointSession own =
                open(CheckpointSession.Use.NAMING, manifest().network())) {
            own.name(name, checkpoint);
        }
    }

    /**
     * The newest checkpoint that is whole.
     *
     * @param checkpoint it, empty where none is
     * @param damaged what is wrong with those that are newer
     */
    public record Valid(Optional<Path> checkpoint, List<CheckpointException> damaged) {
        public Valid {
            damaged = List.copyOf(damaged);
        }
    }

    /** Reads checkpoints whole, from the newest back to the first that is not damaged, and reports each that is. */
    public Valid latestValid() throws CheckpointException {
        List<CheckpointException> damaged = new ArrayList<>();
        List<CheckpointEntry> entries = entries();
        for (int i = entries.size() - 1; i >= 0; i--) {
            Path path = entries.get(i).path();
            try {
                Verification.verify(path);
                return new Valid(Optional.of(path), damaged);
            } catch (CheckpointException e) {
                damaged.add(e);
            }
        }
        return new Valid(Optional.empty(), damaged);
    }

    /** Reads every checkpoint whole; says what is wrong with those that are damaged or gone. */
    public List<CheckpointException> verify() throws CheckpointException {
        List<CheckpointException> damaged = new ArrayList<>();
        for (CheckpointEntry entry : entries()) {
            try {
                Verification.verify(entry.path());
            } catch (CheckpointException e) {
                damaged.add(e);
            }
        }
        return damaged;
    }

    /** The saves that failed, through this manager; the last 100 of them. */
    public List<CheckpointException> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    void failed(CheckpointException failure) {
        synchronized (failures) {
            if (failures.size() == 100) {
                failures.remove(0);
            }
            failures.add(failure);
        }
    }

    /** Whether a training that ends before its time saves where it is. */
    public boolean savesWhenInterrupted() {
        return whenInterrupted;
    }

    /**
     * Begins to save: makes and locks the directory. What {@code Trainer.fit} calls.
     *
     * @param network binary name of the network's interface
     * @throws IllegalArgumentException where settings contradict each other
     * @throws IllegalStateException where the directory holds checkpoints of another network
     * @throws CheckpointException.Busy where another training saves into the directory, with its process id
     */
    public CheckpointSession open(String network) throws CheckpointException {
        pattern.require(cadence.steps == 0 && cadence.minutes == 0, retention.ranking() != null);
        if (retention.ranking() != null && cadence.epochs == 0 && !cadence.equals(Cadence.NEVER)) {
            throw new IllegalArgumentException("keepBest: only checkpoints at the end of an epoch have a "
                    + retention.ranking().name() + "; add everyEpochs(…)");
        }
        CheckpointSession opened = open(CheckpointSession.Use.SAVING, network);
        synchronized (this) {
            session = opened;
        }
        return opened;
    }

    private CheckpointSession open(CheckpointSession.Use use, String network) throws CheckpointException {
        Path real = DirectoryLock.made(directory);
        DirectoryLock lock = DirectoryLock.of(real);
        try {
            return new CheckpointSession(this, use, lock, Manifest.of(real, pattern, true), network);
        } catch (CheckpointException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    synchronized void closed() {
        session = null;
    }

    private Manifest manifest() throws CheckpointException {
        try {
            return Manifest.of(Files.exists(directory) ? directory.toRealPath() : directory, pattern, false);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw Fault.in(directory.toString())
                    .because(e)
                    .found(WriteFaults.words(e))
                    .read("it cannot be opened");
        }
    }

    FilePattern pattern() {
        return pattern;
    }

    Cadence cadence() {
        return cadence;
    }

    Retention retention() {
        return retention;
    }

    SaveOptions options() {
        return options;
    }

    OnSaveFailure onSaveFailure() {
        return onSaveFailure;
    }

    boolean isAsynchronous() {
        return asynchronous;
    }
}
