package dev.netwright.examples;

import dev.netwright.runtime.checkpoint.CheckpointEntry;
import dev.netwright.runtime.checkpoint.CheckpointManager;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Progress;
import dev.netwright.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;

/** Tells irises apart, with checkpoints: end it at any moment, in any way, and start it again; it goes on where it was. */
public final class Irises {
    private Irises() {}

    /** Takes the folder in which {@code irises} is to be. */
    public static void main(String[] args) throws IOException {
        Path dir = Path.of(args.length > 0 ? args[0] : ".").resolve("irises");
        Dataset.Split irises = data();
        Trainer<IrisModel> trainer = trainer(irises).progress(Progress.lines(System.out));

        // spotless:off
        CheckpointManager manager = CheckpointManager.in(dir).everyEpochs(5).keepLast(3).keepBest(Metric.LOSS);
        trainer.checkpoints(manager).resumeOrStart();                  // goes on where it was, bit for bit
        trainer.fit(irises.train(), irises.test(), 100);
        IrisModel best = IrisModel.load(manager.best().orElseThrow());
        // spotless:on

        System.out.println(best.evaluate(irises.test(), Metric.ACCURACY));
        for (CheckpointEntry entry : manager.entries()) {
            System.out.println(entry.path() + "  epoch " + entry.epoch());
        }
    }

    static Dataset.Split data() throws IOException {
        return IrisData.read().splitEvery(5, 0);
    }

    static Trainer<IrisModel> trainer(Dataset.Split irises) {
        IrisModel model = IrisModel.create(42).standardize(irises.train());
        return Trainer.of(model, Loss.crossEntropy())
                .optimizer(Adam.of(5e-3f))
                .batchSize(16)
                .metrics(Metric.ACCURACY);
    }
}
