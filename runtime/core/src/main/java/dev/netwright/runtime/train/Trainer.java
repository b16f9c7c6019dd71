package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.Parameters;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.CheckpointManager;
import dev.netwright.runtime.checkpoint.Checkpoints;
import dev.netwright.runtime.checkpoint.SaveOptions;
import dev.netwright.runtime.checkpoint.TrainingState;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.BatchReader;
import dev.netwright.runtime.data.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model. Not thread-safe, and nobody may use the model while a step runs; it uses several threads itself, and gives the
 * same bits for any number of them.
 *
 * <pre>{@code
 * Trainer<IrisModel> trainer = Trainer.of(model, Loss.crossEntropy()).optimizer(Adam.of(1e-2f)).batchSize(16);
 * History history = trainer.fit(train, validation, 100);
 * }</pre>
 *
 * <p>Own loops call {@link #step}, or {@link #gradient} and {@link #update}. {@link #save} writes all that training needs to go on, and a
 * trainer of the same optimizer and loss that {@linkplain #restore restores} it goes on bit for bit as if it had never stopped.
 *
 * @param <M> the model's class
 */
public final class Trainer<M extends Model> extends FitSettings<M, Trainer<M>> {
    private final M model;
    private final List<Loss> losses;
    private final List<EpochReport> reports = new ArrayList<>();
    private TrainingState.Position resumed = TrainingState.Position.START;
    private @Nullable EpochRun running;

    /** That of the fit under way. */
    @Nullable
    Autosave autosave;

    private Trainer(M model, List<Loss> losses) {
        super(new Stepper(model, losses), losses);
        this.model = model;
        this.losses = losses;
    }

    /** A trainer of a network with one output: with Adam at 1e-3, batches of 32, shuffling, silent. */
    public static <M extends Model> Trainer<M> of(M model, Loss loss) {
        return new Trainer<>(model, List.of(loss));
    }

    /**
     * A trainer of a network with several outputs: {@code Trainer.of(model, new TwoModel.Losses(Loss.crossEntropy(),
     * Loss.mse().times(0.5)))}. The sum of the losses is the loss of the whole.
     */
    public static <M extends Model> Trainer<M> of(M model, OutputLosses<M> losses) {
        return new Trainer<>(model, List.copyOf(losses.lossesInOrder()));
    }

    /** As {@link #of(Model, OutputLosses)}, with the losses in the order of the outputs; for code that serves any model. */
    public static <M extends Model> Trainer<M> of(M model, List<Loss> losses) {
        return new Trainer<>(model, List.copyOf(losses));
    }

    @Override
    Trainer<M> self() {
        return this;
    }

    /** Saves a checkpoint now, by the manager of {@link #checkpoints}. */
    public void checkpoint() throws IOException {
        stepper.requireNoneAdded("checkpoint");
        if (autosave != null) {
            autosave.now();
            return;
        }
        try (Autosave saves = Autosave.begin(this, managed("checkpoint"))) {
            saves.now();
        }
    }

    /** As {@link #resumeOrStart(Path)}, in the directory of the manager of {@link #checkpoints}. */
    public Trainer<M> resumeOrStart() throws IOException {
        Autosave.restore(this, managed("resumeOrStart").entries());
        return this;
    }

    /**
     * {@linkplain #restore Restores} the newest checkpoint of a directory that is whole; where it holds none, or there is no such directory,
     * everything stays as it is. Damaged ones are passed over and told to the {@link #progress}.
     *
     * @throws CheckpointException where all checkpoints are damaged, or the newest that is whole is of another network
     * @throws TrainingStateException where it is of another optimizer or of other settings
     */
    public Trainer<M> resumeOrStart(Path directory) throws IOException {
        boolean own = manager != null && manager.directory().equals(directory);
        CheckpointManager from = own ? managed("resumeOrStart") : CheckpointManager.in(directory);
        Autosave.restore(this, from.entries());
        return this;
    }

    /** How often training went back to a checkpoint because it diverged, as {@link DivergencePolicy#rollback} lets it; before a restore too. */
    public int rollbacks() {
        return stepper.rollbacks();
    }

    /** Whether a fit to so many epochs is not yet at its end. */
    boolean goesOn(int epochs) {
        return epoch() < epochs && (earlyStopping == null || !earlyStopping.stops(reports));
    }

    /** The model. */
    public M model() {
        return model;
    }

    /** Epochs completed. */
    public int epoch() {
        return reports.size();
    }

    /** Optimizer steps taken. */
    public long steps() {
        return stepper.step();
    }

    /** The epochs completed, those before a restore included. */
    public History history() {
        return new History(reports);
    }

    /** Trains without validation; see {@link #fit(Samples, Samples, int)}. */
    public History fit(Samples train, int epochs) {
        return fit(train, Optional.empty(), epochs);
    }

    /**
     * Trains until {@code epochs} epochs are completed in all, those before a {@link #restore} counted: a program that is started again
     * goes on to the same end. Early stopping may end it before. An epoch that was begun, here or before the restore, goes on at the sample
     * where it stopped.
     *
     * @return the history of all epochs
     * @throws IllegalArgumentException where the data does not fit the network, or holds NaN: before anything is trained where a
     *     {@link dev.netwright.runtime.data.Dataset} to validate with does, else where the batch comes that does
     * @throws DivergenceException where a loss or a gradient becomes NaN or infinite
     */
    public History fit(Samples train, Samples validation, int epochs) {
        return fit(train, Optional.of(validation), epochs);
    }

    private History fit(Samples train, Optional<Samples> validation, int epochs) {
        stepper.requireNoneAdded("fit");
        Fit.requireData(model.schema(), stepper.heads(), train);
        validation.ifPresent(data -> Fit.requireValidation(model.schema(), stepper.heads(), data));
        new FitLoop(this, train, validation, epochs).run();
        return history();
    }

    /**
     * The batches of this epoch that are still to be trained on, for loops of your own; begins the epoch where none is. In the order
     * and of the size that {@link #fit} would take them.
     *
     * <pre>{@code
     * try (BatchReader batches = trainer.batches(train)) {
     *     while (batches.hasNext()) {
     *         trainer.step(batches.next());
     *     }
     * }
     * trainer.endEpoch(validation);
     * }</pre>
     *
     * @throws IllegalArgumentException where the data does not fit the network, or ends before the place that a restored epoch is at
     */
    public BatchReader batches(Samples train) {
        stepper.requireNoneAdded("batches");
        train.count().ifPresent(count -> Fit.requireBatches(stepper.network(), count, batchSize));
        EpochRun run = begun();
        BatchReader batches = pass(train, epoch() + 1);
        try {
            batches.seek(run.samples());
        } catch (IllegalArgumentException e) {
            batches.close();
            throw new IllegalArgumentException(
                    "epoch " + (epoch() + 1) + " was left at sample " + run.samples() + " of other data; "
                            + e.getMessage(),
                    e);
        }
        return batches;
    }

    EpochRun begun() {
        if (running == null) {
            running = new EpochRun(epoch() + 1, new TallySet(stepper.heads(), metrics, true), resumed);
            resumed = TrainingState.Position.START;
        }
        return running;
    }

    /** Ends the epoch that {@link #batches} began, without validation. */
    public EpochReport endEpoch() {
        return endEpoch(Optional.empty());
    }

    /** Ends the epoch that {@link #batches} began: measures the model, and adds a report to the history. */
    public EpochReport endEpoch(Samples validation) {
        return endEpoch(Optional.of(validation));
    }

    EpochReport endEpoch(Optional<Samples> validation) {
        stepper.finish(epoch() + 1);
        stepper.requireNoneAdded("endEpoch");
        if (position() == 0) {
            throw new IllegalStateException("an epoch without a step: take the batches of trainer.batches(data)");
        }
        EpochReport report = begun().report(validation.map(this::evaluate), stepper.pace.used());
        reports.add(report);
        stepper.pace.epochs(reports);
        running = null;
        return report;
    }

    /** Samples of the current epoch that were trained on: of those that {@link #fit} or {@link #batches} gave. */
    public long position() {
        return running == null ? resumed.samples() : running.samples();
    }

    /**
     * Computes the gradient of a batch and adds it to those since the last update; with {@link #accumulate} their mean over all samples
     * is kept in place of their sum. The parameters stay.
     *
     * @return the batch's mean loss
     * @throws IllegalArgumentException where the batch does not fit the network, or holds NaN
     * @throws DivergenceException where the loss is not finite, unless {@link #onDivergence} lets the step be left out
     */
    public double gradient(Batch batch) {
        EpochRun run = running;
        double loss = stepper.gradient(batch, seed, epoch() + 1, run == null ? null : run.tallies());
        if (run != null) {
            run.add(batch, loss);
        }
        return loss;
    }

    /**
     * Takes an optimizer step along the gradients added since the last one.
     *
     * @throws DivergenceException where the gradient is not finite, unless {@link #onDivergence} lets the step be left out
     */
    public void update() {
        stepper.update(epoch() + 1);
    }

    /**
     * {@link #gradient} and {@link #update}; with {@link #accumulate} the update comes every so many calls.
     *
     * @return the batch's mean loss before the step
     */
    public double step(Batch batch) {
        EpochRun run = running;
        double loss = stepper.step(batch, seed, epoch() + 1, run == null ? null : run.tallies());
        if (run != null) {
            run.add(batch, loss);
        }
        return loss;
    }

    /**
     * The gradient added up since the last {@link #update}, by the names of the parameters: windows on the trainer's own array, which the
     * next {@link #gradient} or {@link #update} changes. What is written to them is what the update takes.
     *
     * @throws IllegalStateException where there is none, or where a loss since the last update is not finite
     */
    public Parameters gradients() {
        return Parameters.over(model.schema(), stepper.gradients());
    }

    /**
     * What each node makes of a batch, as the next {@link #gradient} of it would: with its dropout. Runs a forward pass of its own; the
     * model and the trainer are left as they are.
     *
     * @throws UnsupportedOperationException where the model was written by hand and cannot tell
     */
    public Activations activations(Batch batch) {
        BatchChecks.require(model.schema(), List.of(), batch);
        return Activations.require(model, batch, seed, stepper.draw());
    }

    /** Measures the model as it is: the loss and this trainer's metrics, and for class ids the confusion matrix. */
    public Evaluation evaluate(Samples data) {
        return Evaluator.evaluate(model, stepper.heads(), losses, data, metrics);
    }

    /**
     * Writes the model and the whole state of the training, by extension; in the middle of an epoch, from a progress or a loop of your own,
     * its place in the data too. An ONNX file holds no state and is refused.
     *
     * @throws IllegalStateException between {@link #gradient} and {@link #update}
     */
    public void save(Path path) throws IOException {
        save(path, SaveOptions.DEFAULT);
    }

    /** As {@link #save(Path)}, with a durability, a backup and more by choice: saves every few steps may be {@code Durability.FAST}. */
    public void save(Path path, SaveOptions options) throws IOException {
        stepper.requireNoneAdded("save");
        Checkpoints.save(path, TrainingStates.contents(model, state()), options);
    }

    /**
     * Goes on from what {@link #save} wrote: parameters, buffers, optimizer slots, learning rate, seed, batch size, shuffling and
     * history, whatever this trainer was told before; what it is told after holds. Loss, optimizer, schedule, groups, frozen layers,
     * clipping and accumulation are those of the trainer that saved, and so is the data. A failure changes nothing. A file of a version
     * before is migrated, its optimizer slots too; the {@link #progress} is told which parameters the optimizer starts anew for.
     *
     * @throws TrainingStateException where the file has no training state, or that of another optimizer or of other settings
     */
    public Trainer<M> restore(Path path) throws IOException {
        TrainingStates.Restored restored = TrainingStates.read(path, model, stepper, progress::warns);
        resume(restored.state(), restored.parameters(), restored.buffers());
        return this;
    }

    /** What {@link #save} writes beside the model; its slots are the trainer's own arrays. */
    TrainingState state() {
        return TrainingStates.of(
                stepper, reports, seed, batchSize, shuffle, running == null ? resumed : running.position());
    }

    /** Goes on from a state that fits. */
    void resume(TrainingState state, float[] parameters, float[] buffers) {
        List<EpochReport> restored = TrainingStates.reports(state);
        float[][] slots = stepper.slots();
        int slot = 0;
        for (float[] values : state.optimizer().slots().values()) {
            System.arraycopy(values, 0, slots[slot++], 0, values.length);
        }
        System.arraycopy(parameters, 0, model.parameterStore().values(), 0, parameters.length);
        System.arraycopy(buffers, 0, model.bufferStore().values(), 0, buffers.length);
        model.parameterStore().changed();
        model.bufferStore().changed();
        stepper.resume(state, restored);
        seed = state.seed();
        batchSize = state.batchSize() > 0 ? state.batchSize() : batchSize;
        shuffle = state.shuffle();
        reports.clear();
        reports.addAll(restored);
        resumed = state.position();
        running = null;
    }

    /** Does something with this trainer and its model, and puts everything back as it was: also where it fails. */
    void undone(Runnable trial) {
        stepper.requireNoneAdded("a trial");
        boolean started = stepper.started();
        TrainingState before = TrainingStates.copy(state());
        List<EpochReport> history = List.copyOf(reports);
        EpochRun run = running;
        float[] parameters = model.parameterStore().values().clone();
        float[] buffers = model.bufferStore().values().clone();
        running = null;
        try {
            trial.run();
        } finally {
            resume(before, parameters, buffers);
            reports.clear();
            reports.addAll(history); // with their seconds, which no checkpoint holds
            running = run;
            resumed = run == null ? resumed : TrainingState.Position.START;
            if (!started) {
                stepper.forget();
            }
        }
    }

    /** All batches of an epoch in its order, for trials. */
    BatchReader pass(Samples train, int epoch) {
        Fit.requireData(model.schema(), stepper.heads(), train);
        return shuffle ? train.read(batchSize, seed, epoch) : train.read(batchSize);
    }
}
