package dev.netwright.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.CheckpointManager;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.History;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example with checkpoints, of a generated model with buffers. */
class IrisesTest {
    private static final int EPOCHS = 60;

    @TempDir
    private Path dir;

    private CheckpointManager manager() {
        return CheckpointManager.in(dir).everyEpochs(5).keepLast(3).keepBest(Metric.LOSS);
    }

    @Test
    void goesOnWhereItWasAndKeepsTheBest() throws IOException {
        Dataset.Split irises = Irises.data();
        Trainer<IrisModel> straight = Irises.trainer(irises);
        History expected = straight.fit(irises.train(), irises.test(), EPOCHS);

        Trainer<IrisModel> first = Irises.trainer(irises).checkpoints(manager());
        first.afterEpoch(report -> {
            if (report.epoch() == 38) {
                throw new IOException("no more today");
            }
        });
        assertThrows(java.io.UncheckedIOException.class, () -> first.fit(irises.train(), irises.test(), EPOCHS));
        CheckpointManager manager = manager();
        Trainer<IrisModel> second = Irises.trainer(irises).checkpoints(manager).resumeOrStart();
        assertEquals(38, second.epoch());
        History found = second.fit(irises.train(), irises.test(), EPOCHS);

        assertArrayEquals(
                straight.model().parameterStore().values(),
                second.model().parameterStore().values());
        for (int i = 0; i < EPOCHS; i++) {
            assertEquals(
                    expected.epochs().get(i).toString(), found.epochs().get(i).toString());
        }
        IrisModel best = IrisModel.load(manager.best().orElseThrow());
        assertTrue(best.evaluate(irises.test(), Metric.ACCURACY).accuracy() >= 0.95);
        assertTrue(manager.entries().size() <= 4, "the last three, and the best");
        assertTrue(manager.verify().isEmpty());
    }
}
