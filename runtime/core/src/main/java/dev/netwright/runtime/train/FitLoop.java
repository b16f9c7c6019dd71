package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.CheckpointManager;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.BatchReader;
import dev.netwright.runtime.data.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The epochs of a fit, with checkpoints where the trainer has a manager.
 *
 * @param trainer whose model learns
 * @param train what it learns from
 * @param validation what each epoch is measured on
 * @param epochs epochs of the trainer when the fit ends, those before it counted
 */
record FitLoop(Trainer<?> trainer, Samples train, Optional<Samples> validation, int epochs) {
    void run() {
        CheckpointManager manager = trainer.manager;
        if (manager == null) {
            while (trainer.goesOn(epochs)) {
                epoch();
            }
            return;
        }
        try (Autosave saves = Autosave.begin(trainer, manager)) {
            trainer.autosave = saves;
            saves.guard(() -> {
                while (trainer.goesOn(epochs)) {
                    try {
                        epoch();
                        saves.epochEnded();
                    } catch (DivergenceException e) {
                        saves.rollBack(e, trainer.stepper.rules.divergence());
                    }
                }
                saves.finished();
            });
        } catch (CheckpointException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            trainer.autosave = null;
        }
    }

    private void epoch() {
        Progress progress = trainer.progress;
        try (BatchReader batches = trainer.batches(train)) {
            progress.epochStarts(trainer.epoch() + 1, epochs, train.count().orElse(0));
            if (trainer.position() > 0) {
                progress.epochGoesOn(trainer.position());
            }
            while (batches.hasNext()) {
                step(batches.next(), progress);
            }
        }
        EpochReport report = trainer.endEpoch(validation);
        progress.epochEnds(report);
        for (EpochListener listener : trainer.listeners) {
            try {
                listener.epochEnded(report);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void step(Batch batch, Progress progress) {
        Fit.requireBatch(trainer.stepper.network(), batch, trainer.position());
        trainer.step(batch);
        EpochRun run = trainer.begun();
        progress.batchDone(run.samples(), run.loss());
        Autosave saves = trainer.autosave;
        if (saves != null) {
            saves.stepped();
        }
    }
}
