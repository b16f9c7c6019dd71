package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.TrainingState;
import dev.netwright.runtime.data.BatchReader;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateFinderTest {
    private static Trainer<TestModel> trainer(Optimizer optimizer) {
        TestModel.Sizes sizes = new TestModel.Sizes(4, 12, 3, Head.Activation.NONE, 0.2f);
        return Trainer.of(TestModel.create(sizes, 1), Loss.crossEntropy())
                .optimizer(optimizer)
                .batchSize(16)
                .seed(5);
    }

    private static float[] parameters(Trainer<TestModel> trainer) {
        return trainer.model().parameterStore().values();
    }

    @Test
    void leavesEverythingAsItWas() throws IOException {
        Dataset data = TrainerTest.iris().train();
        for (Optimizer optimizer : List.of(Adam.of(1e-2f), Sgd.of(0.1f).withMomentum(0.9f))) {
            for (int steps : new int[] {0, 3, 8, 11}) {
                Trainer<TestModel> straight = trainer(optimizer);
                Trainer<TestModel> tried = trainer(optimizer);
                for (Trainer<TestModel> each : List.of(straight, tried)) {
                    each.fit(data, steps / 8);
                    try (BatchReader batches = each.batches(data)) {
                        for (int i = 0; i < steps % 8; i++) {
                            each.step(batches.next());
                        }
                    }
                }
                TrainingState before = TrainingStates.copy(tried.state());
                List<EpochReport> history = tried.history().epochs();
                LearningRateFinder.of().run(tried, data);
                assertArrayEquals(parameters(straight), parameters(tried));
                TrainingState after = tried.state();
                before.optimizer()
                        .slots()
                        .forEach((name, values) -> assertArrayEquals(
                                values, after.optimizer().slots().get(name)));
                assertEquals(before.position(), after.position());
                assertEquals(before.history(), after.history());
                assertEquals(before.learningRate(), after.learningRate());
                assertEquals(before.step(), after.step());
                assertEquals(history, tried.history().epochs(), "with their seconds");
                straight.fit(data, 3);
                tried.fit(data, 3);
                assertArrayEquals(parameters(straight), parameters(tried));
                assertEquals(straight.state().history(), tried.state().history());
            }
        }
    }

    @Test
    void theOptimizerMayStillBeChosen() throws IOException {
        Dataset data = TrainerTest.iris().train();
        Trainer<TestModel> trainer = trainer(Adam.of(1));
        double rate = LearningRateFinder.of().run(trainer, data).suggestion().orElseThrow();
        trainer.optimizer(Adam.of((float) rate)).fit(data, 60);
        assertTrue(
                trainer.history().last().loss() < 0.3,
                rate + ": " + trainer.history().last());
    }

    @Test
    void growsByTheSameFactorAndSmooths() throws IOException {
        Dataset data = TrainerTest.iris().train();
        LearningRateCurve curve =
                LearningRateFinder.of().withRates(1e-4f, 1e-2f).withSteps(21).run(trainer(Sgd.of(1)), data);
        assertEquals(21, curve.points().size());
        assertEquals(1e-4, curve.points().get(0).rate(), 1e-10);
        assertEquals(1e-3, curve.points().get(10).rate(), 1e-9);
        assertEquals(1e-2, curve.points().get(20).rate(), 1e-8);
        double weighted = 0;
        double weights = 0;
        for (LearningRateCurve.Point point : curve.points()) {
            weighted = 0.98 * weighted + point.loss();
            weights = 0.98 * weights + 1;
            assertEquals(weighted / weights, point.smoothed(), 1e-12);
        }
        LearningRateCurve far = LearningRateFinder.of().withRates(1e-3f, 1e20f).run(trainer(Sgd.of(1)), data);
        assertTrue(far.points().size() < 100, "a loss that explodes ends the sweep");
    }

    /** Loss 1 up to 1e-3, then down a slope that is steepest at 1e-2, then flat. */
    @Test
    void suggestsWhereTheLossFallsFastest() {
        List<LearningRateCurve.Point> points = new ArrayList<>();
        for (int i = 0; i <= 60; i++) {
            double log = -5 + i / 12.0;
            double loss = 1 / (1 + Math.exp(3 * (log + 2)));
            points.add(new LearningRateCurve.Point(Math.pow(10, log), loss, loss));
        }
        assertEquals(1e-2, new LearningRateCurve(points).suggestion().orElseThrow(), 1e-9);
        assertFalse(new LearningRateCurve(points.subList(0, 1)).suggestion().isPresent());
        List<LearningRateCurve.Point> rising = new ArrayList<>();
        points.forEach(p -> rising.add(new LearningRateCurve.Point(p.rate(), 1 - p.loss(), 1 - p.loss())));
        assertTrue(new LearningRateCurve(rising).suggestion().isEmpty());
    }

    @Test
    void refusesWhatMakesNoCurve() throws IOException {
        Dataset data = TrainerTest.iris().train();
        assertThrows(
                IllegalArgumentException.class, () -> LearningRateFinder.of().withSteps(1));
        assertThrows(
                IllegalArgumentException.class, () -> LearningRateFinder.of().withRates(1, 1));
        assertThrows(
                IllegalArgumentException.class, () -> LearningRateFinder.of().withRates(0, 1));
        Trainer<TestModel> trainer = trainer(Adam.of(1e-2f));
        assertThrows(
                IllegalArgumentException.class, () -> LearningRateFinder.of().run(trainer, data.take(0)));
        trainer.gradient(data.batch(0, 8));
        assertThrows(IllegalStateException.class, () -> LearningRateFinder.of().run(trainer, data));
    }
}
