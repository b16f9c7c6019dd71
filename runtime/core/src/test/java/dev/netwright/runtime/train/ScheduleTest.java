package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedules against PyTorch's recursions: the rate of an epoch, or step, from that of the one before, as its documentation has them. */
class ScheduleTest {
    private static final double R = 0.1f;
    private static final int COUNT = 60;

    private interface Recursion {
        /** The rate at t, of the rate at t - 1; at t = 0 of r. */
        double rate(double before, int t);
    }

    private record Case(Schedule schedule, int length, Recursion recursion) {
        @Override
        public String toString() {
            return schedule.describe();
        }
    }

    /** CosineAnnealingLR's recursion, which does not use the rate at the start. */
    private static Recursion cosine(int length, double lowest) {
        return (before, t) -> t == 0
                ? R
                : lowest
                        + (before - lowest)
                                * (1 + Math.cos(Math.PI * t / length))
                                / (1 + Math.cos(Math.PI * (t - 1) / length));
    }

    /** OneCycleLR as its two phases, each from one rate to another; step 0 to 29 of 100 rise. */
    private static double oneCycle(int t) {
        double first = R / 25;
        return t <= 29
                ? first + (R - first) * (1 - Math.cos(Math.PI * t / 29)) / 2
                : R + (first / 1e4 - R) * (1 - Math.cos(Math.PI * (t - 29) / 70.0)) / 2;
    }

    /** CosineAnnealingWarmRestarts with T_0 = 5 and T_mult = 2: it starts again at 5, 15, 35. */
    private static double restarts(int t) {
        int from = t < 5 ? 0 : t < 15 ? 5 : t < 35 ? 15 : 35;
        int length = t < 5 ? 5 : t < 15 ? 10 : t < 35 ? 20 : 40;
        return 0.01 + 0.5 * (R - 0.01) * (1 + Math.cos(Math.PI * (t - from) / length));
    }

    private static double linear(int t, int steps, double first) {
        return t >= steps ? 1 : first + (1 - first) * t / steps;
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(Schedule.constant(), COUNT, (before, t) -> R),
                new Case(Schedule.step(7, 0.5), COUNT, (before, t) -> t > 0 && t % 7 == 0 ? before * 0.5 : before),
                new Case(
                        Schedule.multiStep(0.3, 20, 5, 5, 40),
                        COUNT,
                        (before, t) -> before * (t == 5 ? 0.09 : t == 20 || t == 40 ? 0.3 : 1)),
                new Case(Schedule.exponential(0.9), COUNT, (before, t) -> t == 0 ? R : before * 0.9),
                new Case(Schedule.cosine(50), 50, cosine(50, 0)),
                new Case(Schedule.cosine(50, 0.02), 50, cosine(50, 0.02)),
                new Case(
                        Schedule.cosine(10, 0.02).then(10, Schedule.constant()).then(20, Schedule.step(5, 0.1)),
                        32,
                        (before, t) -> t < 10
                                ? cosine(10, 0.02).rate(before, t)
                                : t < 20 ? R : R * Math.pow(0.1, (t - 20) / 5)),
                new Case(Schedule.cosineRestarts(5, 2, 0.01), COUNT, (before, t) -> restarts(t)),
                new Case(
                        Schedule.cosineRestarts(8, 1, 0),
                        COUNT,
                        (before, t) -> R * (1 + Math.cos(Math.PI * (t % 8) / 8)) / 2),
                new Case(Schedule.warmup(6, 0.25f), COUNT, (before, t) -> R * linear(t, 6, 0.25)),
                new Case(
                        Schedule.warmup(6, 0.25f)
                                .then(6, Schedule.exponential(0.9).perStep()),
                        COUNT,
                        (before, t) -> t < 6 ? R * linear(t, 6, 0.25) : R * Math.pow(0.9, t - 6)),
                new Case(
                        Schedule.exponential(0.9).perStep().withWarmup(5),
                        COUNT,
                        (before, t) -> R * Math.pow(0.9, t) * linear(t, 5, 1f / 3)),
                new Case(Schedule.oneCycle(100), 100, (before, t) -> oneCycle(t)),
                new Case(Schedule.of("mine", (r, t) -> r / (1 + t)), COUNT, (before, t) -> R / (1 + t)));
    }

    private static Schedule.Moment moment(int step, double... losses) {
        List<EpochReport> reports = new ArrayList<>();
        for (double loss : losses) {
            reports.add(new EpochReport(reports.size() + 1, 9, loss, Map.of(), Map.of(), 0, 0));
        }
        return new Schedule.Moment(step, new History(reports));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsItsFormula(Case each) {
        double expected = R;
        for (int t = 0; t < each.length(); t++) {
            expected = each.recursion().rate(expected, t);
            boolean steps = each.schedule().everyStep();
            Schedule.Moment at = steps ? moment(t) : moment(1000 + t, new double[t]);
            float found = each.schedule().rate((float) R, at);
            assertEquals(expected, found, 1e-6 * R, "t = " + t);
        }
    }

    @Test
    void staysLowAfterItsEnd() {
        assertEquals(0.02f, Schedule.cosine(5, 0.02).rate(1, moment(0, new double[9])), 1e-7);
        assertEquals(1 / 25.0 / 1e4, Schedule.oneCycle(100).rate(1, moment(500)), 1e-12);
    }

    /** ReduceLROnPlateau as its documentation tells it, epoch by epoch. */
    @Test
    void plateauLowersTheRateAsPyTorchDoes() {
        Plateau plateau = Plateau.ofLoss()
                .withFactor(0.5f)
                .withPatience(2)
                .withThreshold(0.1)
                .withPause(2)
                .withLowest(0.2f);
        double[] losses = {4, 3, 2.9, 2.8, 2.75, 9, 9, 9, 9, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, Double.NaN, 1, 1, 1, 1};
        //  best at 3 (3 < 3.6); 2.9, 2.8, 2.75 are not below 2.7: 1, 2, 3 bad > 2: halved after epoch 5. Two of pause;
        // then 3 bad:
        //  halved after epoch 10. Epoch 11 is better, paused; 12 paused, 13 and 14 bad, 15 is the third: max(0.125,
        // 0.2). Then no lower.
        double[] rates = {
            1, 1, 1, 1, 1, .5, .5, .5, .5, .5, .25, .25, .25, .25, .25, .2, .2, .2, .2, .2, .2, .2, .2, .2, .2
        };
        for (int epochs = 0; epochs <= losses.length; epochs++) {
            double[] seen = java.util.Arrays.copyOf(losses, epochs);
            assertEquals((float) rates[epochs], plateau.rate(1, moment(0, seen)), "after " + epochs);
        }
        Metric accuracy = Metric.ACCURACY;
        List<EpochReport> reports = new ArrayList<>();
        for (double value : new double[] {0.5, 0.6, 0.6, 0.6}) {
            reports.add(new EpochReport(1, 1, 1, Map.of(), Map.of(accuracy.name(), value), 0, 0));
        }
        Plateau watching = Plateau.ofLoss().on(accuracy).withPatience(1);
        assertEquals(0.1f, watching.rate(1, new Schedule.Moment(0, new History(reports))));
        assertEquals(1f, watching.rate(1, new Schedule.Moment(0, new History(reports.subList(0, 3)))));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> Schedule.step(0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> Schedule.exponential(0));
        assertThrows(IllegalArgumentException.class, () -> Schedule.oneCycle(1));
        assertThrows(IllegalArgumentException.class, () -> Schedule.warmup(5, 0));
        assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(5).then(5, Schedule.warmup(3, 0.1f)));
        assertThrows(IllegalArgumentException.class, () -> Plateau.ofLoss().withFactor(1));
        assertThrows(UnsupportedOperationException.class, () -> Plateau.ofLoss().perStep());
        Trainer<TestModel> trainer = trainer(Schedule.cosine(5));
        assertThrows(IllegalStateException.class, () -> trainer.learningRate(1));
        assertThrows(IllegalArgumentException.class, () -> trainer.schedule(Schedule.of("bad", (r, t) -> -1)));
    }

    private static Trainer<TestModel> trainer(Schedule schedule) {
        return Trainer.of(
                        TestModel.create(new TestModel.Sizes(4, 16, 3, Head.Activation.NONE, 0.3f), 1),
                        Loss.crossEntropy())
                .optimizer(NAdam.of(1e-2f))
                .batchSize(16)
                .seed(3)
                .schedule(schedule);
    }

    @Test
    void theTrainerFollowsIt() throws IOException {
        Dataset data = TrainerTest.iris().train();
        Trainer<TestModel> steps = trainer(Schedule.exponential(0.9).perStep());
        for (int t = 0; t < 5; t++) {
            assertEquals((float) (1e-2f * Math.pow(0.9, t)), steps.learningRate());
            steps.step(data.batch(0, 9));
        }
        Trainer<TestModel> epochs = trainer(Schedule.step(2, 0.5));
        History history = epochs.fit(data, 5);
        assertArrayEquals(
                new double[] {1e-2f, 1e-2f, 0.5e-2f, 0.5e-2f, 0.25e-2f},
                history.epochs().stream().mapToDouble(EpochReport::learningRate).toArray(),
                1e-9);
        assertEquals(0.25e-2f, epochs.learningRate(), 1e-9);
    }

    static Stream<Supplier<Schedule>> resumed() {
        return Stream.of(
                () -> Schedule.cosine(8).withWarmup(30),
                () -> Schedule.oneCycle(60),
                () -> Plateau.ofLoss().withPatience(0).withThreshold(0.2),
                () -> Schedule.of("mine", (r, t) -> r / (1 + t)).perStep());
    }

    @ParameterizedTest
    @MethodSource("resumed")
    void resumesBitForBit(Supplier<Schedule> schedule, @TempDir Path dir) throws IOException {
        Dataset.Split data = TrainerTest.iris();
        for (String file : List.of("run.safetensors", "run.json")) {
            Path path = dir.resolve(file);
            Trainer<TestModel> straight = trainer(schedule.get()).accumulate(3).clip(Clipping.norm(0.5f));
            straight.earlyStopping(EarlyStopping.patience(3)).fit(data.train(), data.test(), 8);
            // Killed in the fourth epoch: what is left is the file that was written after some step of it.
            Trainer<TestModel> killed = trainer(schedule.get()).accumulate(3).clip(Clipping.norm(0.5f));
            int[] batches = {0};
            killed.earlyStopping(EarlyStopping.patience(3)).progress(new Progress() {
                @Override
                public void epochStarts(int epoch, int epochs, long samples) {}

                @Override
                public void batchDone(long samples, double loss) {
                    if (++batches[0] == 27) {
                        try {
                            killed.save(path);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                        throw new IllegalStateException("killed");
                    }
                }

                @Override
                public void epochEnds(EpochReport report) {}
            });
            assertThrows(IllegalStateException.class, () -> killed.fit(data.train(), data.test(), 8));
            Trainer<TestModel> resumed = trainer(schedule.get())
                    .optimizer(NAdam.of(0.7f))
                    .accumulate(3)
                    .clip(Clipping.norm(0.5f))
                    .restore(path);
            resumed.earlyStopping(EarlyStopping.patience(3)).fit(data.train(), data.test(), 8);
            assertArrayEquals(
                    straight.model().parameterStore().values(),
                    resumed.model().parameterStore().values());
            assertEquals(straight.state().history(), resumed.state().history());
            assertEquals(straight.learningRate(), resumed.learningRate());
            assertEquals(straight.steps(), resumed.steps());
            for (String slot : List.of("m", "v")) {
                assertArrayEquals(
                        straight.state().optimizer().slots().get(slot),
                        resumed.state().optimizer().slots().get(slot));
            }
            Trainer<TestModel> other =
                    trainer(Schedule.constant()).accumulate(3).clip(Clipping.norm(0.5f));
            float[] before = other.model().parameterStore().values().clone();
            String refused = String.valueOf(assertThrows(TrainingStateException.class, () -> other.restore(path))
                    .getMessage());
            assertTrue(refused.contains("another setting of 'schedule'"), refused);
            assertTrue(refused.contains("expected: constant by epochs"), refused);
            assertArrayEquals(before, other.model().parameterStore().values());
        }
    }
}
