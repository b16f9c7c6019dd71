package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.CheckpointManager;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A program that trains, is told to end or killed meanwhile, and goes on where it was. */
final class Trainee {
    private Trainee() {}

    static Trainer<TestModel> trainer() {
        TestModel.Sizes sizes = new TestModel.Sizes(4, 12, 3, Head.Activation.NONE, 0.3f);
        return Trainer.of(TestModel.create(sizes, 1), Loss.crossEntropy())
                .optimizer(NAdam.of(1e-3f))
                .schedule(Schedule.cosine(20))
                .batchSize(16)
                .seed(5);
    }

    static CheckpointManager manager(Path dir) {
        return CheckpointManager.in(dir)
                .everyEpochs(3)
                .everySteps(13)
                .keepLast(3)
                .keepBest(Metric.LOSS);
    }

    /** The directory, the epochs, and the microseconds that a step takes at least. Prints the number of each step taken. */
    @SuppressWarnings("SystemOut") // read by the test
    public static void main(String[] arguments) throws IOException {
        Dataset.Split data = TrainerTest.iris();
        CheckpointManager manager = manager(Path.of(arguments[0]));
        long nanos = 1000 * Long.parseLong(arguments[2]);
        Trainer<TestModel> trainer =
                trainer().checkpoints(manager.asynchronous()).resumeOrStart();
        trainer.progress(new Progress() {
            @Override
            public void epochStarts(int epoch, int epochs, long samples) {}

            @Override
            public void batchDone(long samples, double loss) {
                System.out.print(trainer.steps() + "\n");
                System.out.flush();
                LockSupport.parkNanos(nanos);
            }

            @Override
            public void epochEnds(EpochReport report) {}
        });
        trainer.fit(data.train(), data.test(), Integer.parseInt(arguments[1]));
    }
}
