package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Role;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.DataStream;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.InferencePlan;
import dev.netwright.runtime.engine.PanelCache;
import dev.netwright.runtime.engine.Trainable;
import dev.netwright.runtime.tensor.FloatStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A buffer that follows the batches, as running statistics do: here the sum of the squares of the first value of each batch. */
class RunningStatisticsTest {
    private static final TestModel.Sizes SIZES = new TestModel.Sizes(4, 5, 3, Head.Activation.NONE, 0);

    static final class Following extends Model {
        private final TestModel inside;
        private final boolean pairs;

        Following(TestModel inside) {
            this(inside, false);
        }

        Following(TestModel inside, boolean pairs) {
            super(
                    new Schema(
                            "test.Following",
                            1,
                            inside.schema().parameters(),
                            List.of(new TensorSpec("norm.runningVar", "norm", List.of(1), Role.VARIANCE, false, 0)),
                            inside.schema().inputs(),
                            inside.schema().outputs(),
                            () -> "{}",
                            () -> new byte[0]),
                    inside.parameterStore(),
                    new FloatStore(1));
            this.inside = inside;
            this.pairs = pairs;
        }

        @Override
        protected InferencePlan inferencePlan(PanelCache weights) {
            return inside.inferencePlan(weights);
        }

        @Override
        public Trainable trainable() {
            return new Pass(
                    inside.trainable(),
                    bufferStore().values(),
                    inside.trainable().heads(),
                    pairs);
        }

        @Override
        protected Trainable inspectionPlan() {
            Head features = Head.of("features", List.of(4), new dev.netwright.runtime.engine.Span(0, 0));
            return new Pass(inside.trainable(), bufferStore().values(), List.of(features), pairs);
        }
    }

    /** Refuses a batch of one where pairs are wanted, as a normalization over the batch does. */
    private record Pass(Trainable inside, float[] buffers, List<Head> heads, boolean pairs) implements Trainable {
        @Override
        public void requireBatch(int n) {
            if (pairs && n < 2) {
                throw new IllegalArgumentException("a batch of 1 has no variance");
            }
        }

        @Override
        public float[] parameters() {
            return inside.parameters();
        }

        @Override
        public float[] gradients() {
            return inside.gradients();
        }

        @Override
        public float[] workspace() {
            return inside.workspace();
        }

        @Override
        public void forward(Object[] inputs, int n, long seed, long step) {
            float first = ((float[]) inputs[0])[0];
            buffers[0] += first * first;
            inside.forward(inputs, n, seed, step);
        }

        @Override
        public void backward(boolean[] fromLogits) {
            inside.backward(fromLogits);
        }
    }

    /** Nine samples in batches of four: the ninth is alone, which is known only when it is read. */
    @Test
    void anEpochOfAStreamThatEndsWithTooSmallABatchCanBeEnded() {
        DataStream stream = DataStream.of((from, n) -> {
            int there = (int) Math.max(0, Math.min(n, 9 - from));
            return Dataset.of(new float[there][4], new int[there]);
        });
        Trainer<Following> trainer = Trainer.of(new Following(TestModel.create(SIZES, 1), true), Loss.crossEntropy())
                .batchSize(4);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> trainer.fit(stream, 1));
        assertTrue(
                e.getMessage().contains("a batch of 1 after 8 samples; a batch of 1 has no variance"), e.getMessage());
        assertTrue(e.getMessage().contains("data.take(8)"), e.getMessage());
        assertEquals(2, trainer.steps());
        trainer.fit(stream.take(8), 2);
        assertEquals(2, trainer.epoch());
        assertEquals(4, trainer.steps());
        assertThrows(IllegalArgumentException.class, () -> trainer.fit(stream, 3));
        trainer.endEpoch();
        assertEquals(3, trainer.epoch());
    }

    private static Batch batch(float first) {
        return Batch.of(new float[] {first, 1, Float.isInfinite(first) ? -first : 2, 3}, new int[] {1});
    }

    @Test
    void followOnlyBatchesOfAFiniteLoss() {
        Following model = new Following(TestModel.create(SIZES, 1));
        float[] statistics = model.bufferStore().values();
        Trainer<Following> trainer = Trainer.of(model, Loss.crossEntropy());
        trainer.step(batch(2));
        trainer.step(batch(3));
        assertEquals(13, statistics[0]);
        assertThrows(DivergenceException.class, () -> trainer.step(batch(Float.POSITIVE_INFINITY)));
        assertEquals(13, statistics[0]);
        trainer.onDivergence(DivergencePolicy.skip(1)).step(batch(Float.POSITIVE_INFINITY));
        assertEquals(13, statistics[0]);
        assertEquals(1, trainer.skippedSteps());
    }

    @Test
    void followOnlyBatchesThatLeaveThemFinite() {
        Following model = new Following(TestModel.create(SIZES, 1));
        float[] statistics = model.bufferStore().values();
        float[] parameters = model.parameterStore().values();
        Trainer<Following> trainer = Trainer.of(model, Loss.crossEntropy());
        trainer.step(batch(2));
        float[] before = parameters.clone();
        DivergenceException thrown = assertThrows(DivergenceException.class, () -> trainer.step(batch(1e20f)));
        assertTrue(
                thrown.getMessage()
                        .contains("buffer norm.runningVar (layer 'norm') would hold Infinity at element 0 of [1]"),
                thrown.getMessage());
        assertEquals("norm", thrown.layer().orElseThrow());
        assertEquals(4, statistics[0]);
        assertArrayEquals(before, parameters);
        trainer.onDivergence(DivergencePolicy.skip(1)).step(batch(1e20f));
        assertEquals(4, statistics[0]);
        assertArrayEquals(before, parameters);
        assertEquals(1, trainer.skippedSteps());
    }

    /** The first evaluation of the step is finite and moves them, a later one is not. */
    @Test
    void goBackWithAStepOfSeveralEvaluationsThatFails() {
        Following model = new Following(TestModel.create(SIZES, 1));
        float[] statistics = model.bufferStore().values();
        Trainer<Following> trainer = Trainer.of(model, Loss.mse())
                .optimizer(Lbfgs.of(1e30f).withIterations(20).withLineSearch(false));
        statistics[0] = 7;
        Batch batch = Batch.of(new Object[] {new float[] {2, 1, 2, 3}}, new float[][] {{1, 0, 2}}, 1);
        assertThrows(DivergenceException.class, () -> trainer.step(batch));
        assertEquals(7, statistics[0]);
        trainer.onDivergence(DivergencePolicy.skip(1)).step(batch);
        assertEquals(1, trainer.skippedSteps());
        assertEquals(7, statistics[0]);
        Trainer<Following> calm = Trainer.of(model, Loss.mse()).optimizer(Lbfgs.of(0.1f));
        calm.step(batch);
        assertTrue(statistics[0] > 7 + 4, "a step that is taken moves them with each evaluation: " + statistics[0]);
    }

    @Test
    void stayAsTheyAreWhereActivationsAreShown() {
        Following model = new Following(TestModel.create(SIZES, 1));
        model.bufferStore().values()[0] = 7;
        assertEquals(
                1, Trainer.of(model, Loss.crossEntropy()).activations(batch(2)).samples());
        assertEquals(7, model.bufferStore().values()[0]);
    }
}
