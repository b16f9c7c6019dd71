package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.CheckpointEntry;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.CheckpointManager;
import dev.netwright.runtime.checkpoint.CheckpointSession;
import dev.netwright.runtime.checkpoint.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The checkpoints of a fit: when they are due, at its end, when it fails, and when the program ends. */
final class Autosave implements AutoCloseable {
    private static final Mark START = new Mark(0, 0, 0);
    private static final Mark NONE = new Mark(-1, 0, 0);

    private final Trainer<?> trainer;
    private final CheckpointManager manager;
    private final CheckpointSession session;
    private final Optional<Ending> ending;
    private Mark saved = START;

    /** How far a training is; the same files hold the same. */
    private record Mark(int epoch, long step, long position) {}

    private Autosave(Trainer<?> trainer, CheckpointManager manager, CheckpointSession session) {
        this.trainer = trainer;
        this.manager = manager;
        this.session = session;
        this.ending = manager.savesWhenInterrupted() ? Optional.of(Ending.watch()) : Optional.empty();
        List<CheckpointEntry> entries = session.entries();
        if (!entries.isEmpty()) {
            CheckpointEntry last = entries.get(entries.size() - 1);
            saved = new Mark(last.epoch(), last.step(), last.position());
        }
    }

    /** Locks the manager's directory. A training that begins anew is refused beside the checkpoints of another. */
    static Autosave begin(Trainer<?> trainer, CheckpointManager manager) throws CheckpointException {
        CheckpointSession session = manager.open(trainer.model().schema().network());
        List<CheckpointEntry> entries = session.entries();
        if (!entries.isEmpty() && mark(trainer).equals(START)) {
            session.close();
            throw new IllegalStateException(manager.directory() + " holds checkpoints of a training, the last of epoch "
                    + entries.get(entries.size() - 1).epoch()
                    + ", and this trainer is at its beginning: call trainer.resumeOrStart() to go on with it, or save"
                    + " into another directory");
        }
        return new Autosave(trainer, manager, session);
    }

    private static Mark mark(Trainer<?> trainer) {
        return new Mark(trainer.epoch(), trainer.steps(), trainer.position());
    }

    private Checkpoints.Contents contents() {
        return TrainingStates.contents(trainer.model(), trainer.state());
    }

    /** After a step. */
    void stepped() {
        if (!trainer.stepper.inBetween()) {
            endIfTold();
            if (session.dueAfterStep(trainer.steps())) {
                save();
            }
        }
    }

    /** At the end of an epoch. */
    void epochEnded() {
        endIfTold();
        if (session.dueAfterEpoch(trainer.epoch())) {
            save();
        }
    }

    /** At the end of the fit, which is saved too. */
    void finished() {
        save();
        report(session::settle);
    }

    private void save() {
        Mark now = mark(trainer);
        if (!now.equals(saved)) {
            boolean well = report(() -> session.save(contents()));
            saved = well ? now : NONE;
        }
    }

    /** A save, and what of it is borne. */
    private interface Save {
        Optional<CheckpointException> run() throws CheckpointException;
    }

    /** Whether all went well. */
    private boolean report(Save save) {
        try {
            Optional<CheckpointException> failure = save.run();
            failure.ifPresent(e -> trainer.progress.warns("checkpoint not saved: " + e.getMessage()));
            return failure.isEmpty();
        } catch (CheckpointException e) {
            throw new SaveFailed(e);
        }
    }

    /** A failed save that ends the fit. */
    private static final class SaveFailed extends UncheckedIOException {
        private static final long serialVersionUID = 1;

        SaveFailed(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Saves at once, whatever is due. */
    void now() throws CheckpointException {
        session.saveNow(contents());
        saved = mark(trainer);
    }

    private void endIfTold() {
        if (ending.isPresent() && ending.get().begun()) {
            try {
                if (!mark(trainer).equals(saved)) {
                    now();
                }
            } catch (CheckpointException e) {
                throw new SaveFailed(e);
            }
            throw new TrainingStoppedException("the program is told to end; training is saved in " + manager.directory()
                    + " at epoch " + trainer.epoch() + ", step " + trainer.steps());
        }
    }

    /** Runs a fit; where it fails, saves where it is. */
    void guard(Runnable fit) {
        try {
            fit.run();
        } catch (RuntimeException e) {
            failed(e);
            throw e;
        }
    }

    /** The failure is what is thrown, whatever else goes wrong. An error is not met here: after one nobody knows the state. */
    private void failed(RuntimeException failure) {
        boolean known = failure instanceof SaveFailed || failure instanceof TrainingStoppedException;
        if (ending.isEmpty()
                || known
                || trainer.stepper.inBetween()
                || mark(trainer).equals(saved)) {
            return;
        }
        try {
            now();
        } catch (CheckpointException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * After a divergence: back to the best whole checkpoint, and on with a lower rate. A loss that grows to infinity grows for epochs before
     * it gets there, so that the last checkpoint may be lost as well.
     *
     * @throws DivergenceException the same, where the policy does not go back once more or there is nothing to go back to
     */
    void rollBack(DivergenceException divergence, DivergencePolicy policy, int before) {
        Pace pace = trainer.stepper.pace;
        float base = pace.base();
        float rate = pace.rate();
        report(session::settle);
        List<CheckpointEntry> best = new ArrayList<>(session.entries());
        best.sort(Comparator.comparingDouble(Autosave::trainingLoss).reversed());
        try {
            if (before >= policy.rollbacks() || !restore(trainer, best)) {
                throw divergence;
            }
        } catch (IOException e) {
            divergence.addSuppressed(e);
            throw divergence;
        }
        pace.lower(policy.factor(), base, rate);
        saved = mark(trainer);
        trainer.progress.warns(divergence.getMessage() + "; back to epoch " + trainer.epoch() + ", step "
                + trainer.steps() + ", at learning rate " + pace.rate());
    }

    /** Infinite in the middle of an epoch. */
    private static double trainingLoss(CheckpointEntry entry) {
        return entry.figures().getOrDefault(Metric.LOSS.name(), Double.POSITIVE_INFINITY);
    }

    /**
     * Restores the last of some checkpoints that is whole, and reports those after it, which are damaged.
     *
     * @return whether there was one; false of none at all
     * @throws CheckpointException the last one's, where all are damaged: training anew is then for the user to decide
     */
    static boolean restore(Trainer<?> trainer, List<CheckpointEntry> entries) throws IOException {
        List<CheckpointException> damaged = new ArrayList<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            try {
                trainer.restore(entries.get(i).path());
                damaged.forEach(failure -> trainer.progress.warns("checkpoint passed over: " + failure.getMessage()));
                return true;
            } catch (CheckpointException.NotFound
                    | CheckpointException.Read
                    | CheckpointException.Truncated
                    | CheckpointException.Corrupt
                    | CheckpointException.LimitExceeded e) {
                damaged.add(e);
            }
        }
        if (damaged.isEmpty()) {
            return false;
        }
        CheckpointException newest = damaged.get(0);
        damaged.subList(1, damaged.size()).forEach(newest::addSuppressed);
        throw newest;
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            ending.ifPresent(Ending::close);
        }
    }
}
