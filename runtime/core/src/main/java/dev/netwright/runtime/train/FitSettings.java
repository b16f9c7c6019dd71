package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.CheckpointManager;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a trainer goes through the data, what it measures, tells and saves.
 *
 * @param <M> the model's class
 * @param <T> the trainer's class
 */
abstract sealed class FitSettings<M extends Model, T extends FitSettings<M, T>> extends StepSettings<M, T>
        permits Trainer {
    final List<EpochListener> listeners = new ArrayList<>();
    int batchSize = 32;
    long seed;
    boolean shuffle = true;
    Progress progress = Progress.none();

    @Nullable
    EarlyStopping earlyStopping;

    List<Metric> metrics;

    @Nullable
    CheckpointManager manager;

    FitSettings(Stepper stepper, List<Loss> losses) {
        super(stepper);
        metrics = TallySet.suggested(stepper.heads(), losses);
    }

    /** Trains in batches of so many samples; the last of an epoch may have fewer. */
    public T batchSize(int samples) {
        batchSize = Settings.atLeastOne("batch size", samples);
        return self();
    }

    /** Seeds shuffling and dropout; 0 unless told otherwise. */
    public T seed(long changed) {
        seed = changed;
        return self();
    }

    /** Whether each epoch takes the samples in an order of its own, which depends on the seed and the epoch alone. */
    public T shuffle(boolean changed) {
        shuffle = changed;
        return self();
    }

    /** Tells how it goes. */
    public T progress(Progress changed) {
        progress = changed;
        return self();
    }

    /** Ends a fit early. */
    public T earlyStopping(EarlyStopping changed) {
        earlyStopping = changed;
        return self();
    }

    /**
     * What is measured beside the loss; unless told otherwise what the loss of each output suggests, such as accuracy. A metric that names
     * no output, {@link Metric#of(String, Metric)}, is measured on all.
     */
    public T metrics(Metric... changed) {
        List<Metric> wanted = List.of(changed);
        TallySet.requireOutputs(stepper.heads(), wanted);
        metrics = TallySet.withoutLoss(wanted);
        return self();
    }

    /** Calls this after each epoch of a fit too. */
    public T afterEpoch(EpochListener listener) {
        listeners.add(listener);
        return self();
    }

    /**
     * Saves the checkpoints of a fit by this manager: when they are due, at the end of the fit, and when it is interrupted. A fit that begins anew
     * where the directory holds checkpoints already is refused; {@link Trainer#resumeOrStart()} goes on with them. In loops of your own call {@link
     * Trainer#checkpoint}.
     */
    public T checkpoints(CheckpointManager changed) {
        manager = changed;
        return self();
    }

    final CheckpointManager managed(String call) {
        if (manager == null) {
            throw new IllegalStateException(
                    call + "() needs a manager: call checkpoints(CheckpointManager.in(dir)) first");
        }
        return manager;
    }
}
