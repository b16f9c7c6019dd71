package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head.Activation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static EpochReport report(int epoch, double loss, double validationLoss, double accuracy) {
        return new EpochReport(
                epoch,
                loss,
                validationLoss,
                Map.of("accuracy", 0.5),
                Double.isNaN(validationLoss) ? Map.of() : Map.of("accuracy", accuracy),
                0.001,
                0.31);
    }

    private static List<EpochReport> losses(double... losses) {
        return DoubleStream.of(losses)
                .mapToObj(loss -> report(1, 9, loss, 1 - loss))
                .toList();
    }

    @Test
    void earlyStoppingCountsEpochsWithoutImprovement() {
        EarlyStopping two = EarlyStopping.patience(2);
        assertFalse(two.stops(losses()));
        assertFalse(two.stops(losses(0.5, 0.6)));
        assertTrue(two.stops(losses(0.5, 0.6, 0.5)));
        assertFalse(two.stops(losses(0.5, 0.6, 0.4, 0.5)));
        assertTrue(two.withMinDelta(0.2).stops(losses(0.5, 0.45, 0.4)));
        assertTrue(two.on(Metric.ACCURACY).stops(losses(0.5, 0.6, 0.7)));
        assertFalse(two.on(Metric.ACCURACY).stops(losses(0.7, 0.6, 0.5)));
        assertTrue(two.stops(losses(0.5, Double.NaN, Double.NaN)));
    }

    @Test
    void historyKnowsTheBestEpoch() {
        History history =
                new History(List.of(report(1, 1, 0.9, 0.5), report(2, 0.5, 0.3, 0.9), report(3, 0.4, 0.3, 0.8)));
        assertEquals(2, history.best(Metric.LOSS).orElseThrow().epoch());
        assertEquals(2, history.best(Metric.ACCURACY).orElseThrow().epoch());
        assertEquals(3, history.last().epoch());
        assertEquals(
                "epoch 3  loss 0.4000  accuracy 50.0 %  val loss 0.3000  val accuracy 80.0 %",
                history.last().toString());
    }

    @Test
    void reportsSurviveACheckpoint() {
        for (EpochReport each : List.of(report(2, 0.5, 0.25, 0.75), report(1, 0.5, Double.NaN, Double.NaN))) {
            EpochReport back = EpochReport.of(each.epoch(), each.figures());
            assertEquals(each.figures(), back.figures());
            assertEquals(each.validationMetrics(), back.validationMetrics());
            assertEquals(each.value(Metric.LOSS), back.value(Metric.LOSS));
        }
    }

    @Test
    void aLineAnEpochWhereThereIsNoTerminal() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Progress lines = Progress.lines(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        lines.epochStarts(3, 20, 120);
        lines.batchDone(60, 0.5);
        lines.epochEnds(report(3, 0.0412, 0.0981, 0.972));
        assertEquals(
                "epoch  3/20  0.3 s  loss 0.0412  accuracy 50.0 %  val loss 0.0981  val accuracy 97.2 %"
                        + System.lineSeparator(),
                bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aTerminalShowsBarTimeLeftAndLoss() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong();
        Progress live = new ConsoleProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, clock::get);
        live.epochStarts(1, 4, 200);
        live.batchDone(10, 1);
        assertEquals("", bytes.toString(StandardCharsets.UTF_8), "nothing within the first tenth of a second");
        clock.set(5_000_000_000L);
        live.batchDone(100, 0.25);
        assertEquals(
                "\repoch 1/4 [==========          ] 100/200  35 s left  20/s  loss 0.2500",
                bytes.toString(StandardCharsets.UTF_8));
        bytes.reset();
        live.batchDone(200, 0.2);
        live.epochEnds(report(1, 0.2, Double.NaN, Double.NaN));
        String done = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(
                done.startsWith("\repoch 1/4 [====================] 200/200  0.3 s  loss 0.2000  accuracy 50.0 %"),
                done);
        assertTrue(done.endsWith(System.lineSeparator()), done);
    }

    /** 150 samples were trained on before; 50 take 10 s, so the 100 of the next epoch take 20 s. */
    @Test
    void timeLeftCountsWhatWasTrainedOnHere() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong(7_000_000_000L);
        Progress live = new ConsoleProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, clock::get);
        live.epochStarts(2, 3, 200);
        live.epochGoesOn(150);
        clock.addAndGet(5_000_000_000L);
        live.batchDone(175, 0.5);
        assertEquals(
                "\repoch 2/3 [=================   ] 175/200  45 s left  5/s  loss 0.5000",
                bytes.toString(StandardCharsets.UTF_8));
        clock.addAndGet(5_000_000_000L);
        live.batchDone(200, 0.5);
        live.epochEnds(report(2, 0.2, Double.NaN, Double.NaN));
        bytes.reset();
        live.epochStarts(3, 3, 200);
        clock.addAndGet(10_000_000_000L);
        live.batchDone(100, 0.5);
        assertTrue(
                bytes.toString(StandardCharsets.UTF_8).contains("100/200  13 s left  10/s"),
                bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aStreamOfUnknownLengthShowsItsBarFromTheSecondEpochOn() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong();
        Progress live = new ConsoleProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, clock::get);
        live.epochStarts(1, 2, 0);
        clock.set(2_000_000_000L);
        live.batchDone(100, 0.5);
        assertEquals("\repoch 1/2  100 samples  50/s  loss 0.5000", bytes.toString(StandardCharsets.UTF_8));
        live.epochEnds(report(1, 0.2, Double.NaN, Double.NaN));
        bytes.reset();
        live.epochStarts(2, 2, 0);
        clock.set(3_000_000_000L);
        live.batchDone(50, 0.5);
        assertEquals(
                "\repoch 2/2 [==========          ] 50/100  1.0 s left  50/s  loss 0.5000",
                bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void durations() {
        assertEquals("0.3 s", ConsoleProgress.duration(0.31));
        assertEquals("42 s", ConsoleProgress.duration(42.4));
        assertEquals("3 min 20 s", ConsoleProgress.duration(200));
        assertEquals("2 h 5 min", ConsoleProgress.duration(7500));
    }

    @Test
    void confusionMatrixCountsAndPrints() {
        ConfusionMatrix matrix = new ConfusionMatrix(List.of("cat", "dog"), new long[][] {{3, 1}, {2, 4}});
        assertEquals(0.7, matrix.accuracy(), 1e-12);
        assertEquals(0.75, matrix.recall(0), 1e-12);
        assertEquals(0.6, matrix.precision(0), 1e-12);
        assertEquals(2 * 0.75 * 0.6 / (0.75 + 0.6), matrix.f1(0), 1e-12);
        assertEquals("""
                actual \\ predicted    cat    dog   recall
                cat                     3      1    0.750
                dog                     2      4    0.667
                precision           0.600  0.800    0.700
                """, matrix.toString());
    }

    private static double accuracy(Metric metric, float[] scores, int columns, Activation activation, Batch batch) {
        Metric.Tally tally = metric.tally();
        tally.add(new Scores("out", scores, 0, scores.length / columns, columns, 1, activation), batch, 0);
        return tally.value();
    }

    @Test
    void accuracyOfClassesAndOfYesAndNo() {
        float[] scores = {0.1f, 0.9f, 0.6f, 0.4f, 0.2f, 0.2f};
        Batch ids = Batch.of(new float[0][], new int[] {1, 1, 0}, 3);
        assertEquals(2 / 3.0, accuracy(Metric.ACCURACY, scores, 2, Activation.NONE, ids), 1e-12);
        Batch simplex = Batch.of(new float[0][], new float[][] {{0, 1, 0.3f, 0.7f, 1, 0}}, 3);
        assertEquals(2 / 3.0, accuracy(Metric.ACCURACY, scores, 2, Activation.NONE, simplex), 1e-12);
        assertEquals(3 / 6.0, accuracy(Metric.BINARY_ACCURACY, scores, 2, Activation.SIGMOID, simplex), 1e-12);
        float[] logits = {-1, 0.3f, 2};
        assertEquals(1 / 3.0, accuracy(Metric.ACCURACY, logits, 1, Activation.NONE, ids), 1e-12);
        assertEquals(0, accuracy(Metric.ACCURACY, logits, 1, Activation.SIGMOID, ids), 1e-12);
        assertTrue(Double.isNaN(Metric.ACCURACY.tally().value()));
    }
}
