package dev.netwright.examples;

import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.CheckpointManager;
import dev.netwright.runtime.checkpoint.OnSaveFailure;
import dev.netwright.runtime.checkpoint.Role;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.AdamW;
import dev.netwright.runtime.train.Clipping;
import dev.netwright.runtime.train.DivergencePolicy;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.ParameterGroup;
import dev.netwright.runtime.train.Schedule;
import dev.netwright.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;

/** The programs of {@code docs/training.md}. */
final class Guide {
    private Guide() {}

    // spotless:off
    static Trainer<ReaderModel> settings(ReaderModel model, Dataset train, Dataset validation) {
        Trainer<ReaderModel> trainer = Trainer.of(model, Loss.crossEntropy())
                .optimizer(AdamW.of(1e-3f))
                .schedule(Schedule.cosine(50).withWarmup(500))
                .groups(ParameterGroup.roles(Role.BIAS, Role.SCALE).withWeightDecay(0))
                .clip(Clipping.norm(1))
                .batchSize(32);
        trainer.fit(train, validation, 50);
        return trainer;
    }

    static float[][] inside(Trainer<ReaderModel> trainer, Batch batch) {
        trainer.gradient(batch);
        float[] g = trainer.gradients().get("hidden.weight").toArray();
        float[] a = trainer.activations(batch).get("hidden");
        return new float[][] {g, a};
    }

    static void checkpoints(Trainer<ReaderModel> trainer, Path dir, Dataset train, Dataset validation)
            throws IOException {
        CheckpointManager manager = CheckpointManager.in(dir)
                .everyEpochs(3)                                // or everySteps(1000), everyMinutes(10)
                .files("{network}-{epoch:04d}-{metric:.4f}.safetensors")
                .keepLast(5).keepEvery(50).keepBest(3, Metric.ACCURACY)
                .asynchronous()
                .onSaveFailure(OnSaveFailure.WARN);
        trainer.checkpoints(manager)
                .onDivergence(DivergencePolicy.rollback(3))
                .resumeOrStart()
                .fit(train, validation, 200);

        ReaderModel best = ReaderModel.load(manager.best().orElseThrow());
        manager.name("deployed", manager.best().orElseThrow());
        for (CheckpointException damaged : manager.verify()) {
            System.err.println(damaged.getMessage());
        }
        System.out.println(best.evaluate(validation, Metric.ACCURACY));
    }
    // spotless:on
}
