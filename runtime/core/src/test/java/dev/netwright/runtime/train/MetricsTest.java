package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reference values are scikit-learn 1.2.1's on the same numbers: whole numbers of {@link #draws}, divided by powers of 2, so that both sides
 * have the same.
 */
class MetricsTest {
    private static final int ROWS = 60;
    private static final int CLASSES = 4;
    private static final double CLOSE = 1e-12;

    /** Numbers 0 to 63 of the linear congruential generator of ISO C's example, its upper bits. */
    private static int[] draws(int n, long seed) {
        int[] values = new int[n];
        long x = seed;
        for (int i = 0; i < n; i++) {
            x = (x * 1103515245L + 12345) % (1L << 31);
            values[i] = (int) (x >> 16) % 64;
        }
        return values;
    }

    private static float[] scaled(int[] draws, float scale, float shift) {
        float[] values = new float[draws.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = draws[i] * scale + shift;
        }
        return values;
    }

    private static int[] modulo(int[] draws, int classes) {
        return Arrays.stream(draws).map(v -> v % classes).toArray();
    }

    /** Scores of rows with targets of either kind, fed in parts. */
    private record Case(float[] scores, int columns, Activation activation, Object targets) {
        Scores scores(int from, int to) {
            return new Scores(
                    "out",
                    Arrays.copyOfRange(scores, from * columns, to * columns),
                    0,
                    to - from,
                    columns,
                    1,
                    activation);
        }

        Batch batch(int from, int to) {
            if (targets instanceof int[] ids) {
                return Batch.of(new float[0][], Arrays.copyOfRange(ids, from, to), to - from);
            }
            float[] values = Arrays.copyOfRange((float[]) targets, from * columns, to * columns);
            return Batch.of(new float[0][], new float[][] {values}, to - from);
        }

        int rows() {
            return scores.length / columns;
        }

        /** The same figure whole, in parts, and saved and resumed after each part. */
        double value(Metric metric) {
            Metric.Tally whole = metric.tally();
            assertTrue(Double.isNaN(whole.value()), metric.name() + " of nothing");
            whole.add(scores(0, rows()), batch(0, rows()), 0);
            Metric.Tally parts = metric.tally();
            Metric.Tally resumed = metric.tally();
            for (int from = 0; from < rows(); from += 7) {
                int to = Math.min(rows(), from + 7);
                parts.add(scores(from, to), batch(from, to), 0);
                resumed.add(scores(from, to), batch(from, to), 0);
                double[] state = resumed.state();
                resumed = metric.tally();
                resumed.resume(state);
            }
            assertEquals(whole.value(), parts.value(), metric.name() + " in parts");
            assertEquals(whole.value(), resumed.value(), metric.name() + " saved and resumed");
            return whole.value();
        }
    }

    private static Case classes() {
        return new Case(
                scaled(draws(ROWS * CLASSES, 1), 1 / 16f, 0),
                CLASSES,
                Activation.NONE,
                modulo(draws(ROWS, 2), CLASSES));
    }

    private static Case binary() {
        return new Case(scaled(draws(ROWS, 4), 1 / 16f, -2), 1, Activation.NONE, modulo(draws(ROWS, 3), 2));
    }

    /** Of each row any of four labels, of which the last is never right. */
    private static Case manyLabels() {
        int[] members = modulo(draws(ROWS * CLASSES, 5), 2);
        for (int i = CLASSES - 1; i < members.length; i += CLASSES) {
            members[i] = 0;
        }
        return new Case(
                scaled(draws(ROWS * CLASSES, 6), 1 / 64f, 0), CLASSES, Activation.SIGMOID, scaled(members, 1, 0));
    }

    private static void assertFigures(Case of, Average average, double precision, double recall, double f1) {
        assertEquals(precision, of.value(Metric.precision(average)), CLOSE, average.name());
        assertEquals(recall, of.value(Metric.recall(average)), CLOSE, average.name());
        assertEquals(f1, of.value(Metric.f1(average)), CLOSE, average.name());
    }

    @ParameterizedTest
    @CsvSource({
        "MACRO, 0.3051948051948052, 0.2936846435298448, 0.2878051865907653",
        "MICRO, 0.3, 0.3, 0.3",
        "WEIGHTED, 0.33181818181818185, 0.3, 0.303538688593717",
    })
    void figuresOfSeveralClasses(Average average, double precision, double recall, double f1) {
        assertFigures(classes(), average, precision, recall, f1);
        assertEquals(classes().value(Metric.ACCURACY), classes().value(Metric.f1(Average.MICRO)), CLOSE);
    }

    /** Targets are classes 0 and 1, the answers 0 to 2; class 3 does not occur and is not averaged. */
    @ParameterizedTest
    @CsvSource({
        "MACRO, 0.4063492063492064, 0.31398809523809523, 0.3522012578616352",
        "MICRO, 0.4666666666666667, 0.4666666666666667, 0.4666666666666667",
        "WEIGHTED, 0.6101587301587301, 0.4666666666666667, 0.5257861635220126",
    })
    void classesThatDoNotOccur(Average average, double precision, double recall, double f1) {
        Case all = classes();
        float[] scores = all.scores.clone();
        for (int row = 0; row < ROWS; row++) {
            if (all.scores(0, ROWS).highest(row) == 3) {
                scores[row * CLASSES] = 9;
            }
        }
        Case part = new Case(scores, CLASSES, Activation.NONE, modulo((int[]) all.targets, 2));
        assertFigures(part, average, precision, recall, f1);
    }

    @ParameterizedTest
    @CsvSource({
        "MACRO, 0.39469987228607917, 0.3513363448146057, 0.37031249999999993",
        "MICRO, 0.3944954128440367, 0.4725274725274725, 0.43000000000000005",
        "WEIGHTED, 0.5414593069765483, 0.4725274725274725, 0.5030448717948718",
    })
    void figuresOfManyLabels(Average average, double precision, double recall, double f1) {
        assertFigures(manyLabels(), average, precision, recall, f1);
    }

    @Test
    void figuresOfYesAndNo() {
        assertFigures(binary(), Average.BINARY, 0.52, 0.38235294117647056, 0.4406779661016949);
        Case none = new Case(new float[] {-1, -2}, 1, Activation.NONE, new int[] {0, 0});
        assertFigures(none, Average.BINARY, 0, 0, 0);
        Case floats = new Case(binary().scores, 1, Activation.NONE, scaled((int[]) binary().targets, 1, 0));
        assertFigures(floats, Average.BINARY, 0.52, 0.38235294117647056, 0.4406779661016949);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> classes().value(Metric.f1(Average.BINARY)));
        assertEquals(
                "f1 of 'out': expected an output that says yes or no, found one of 4 classes; use Average.MACRO, MICRO"
                        + " or WEIGHTED",
                e.getMessage());
    }

    @Test
    void topK() {
        assertEquals(0.5166666666666667, classes().value(Metric.topK(2)), CLOSE);
        assertEquals(classes().value(Metric.ACCURACY), classes().value(Metric.topK(1)), CLOSE);
        assertEquals(1, classes().value(Metric.topK(CLASSES)));
        Case ties = new Case(new float[] {1, 1, 1, 1, 1, 1}, 3, Activation.NONE, new int[] {0, 2});
        assertEquals(0.5, ties.value(Metric.topK(2)), CLOSE);
        Case broken = new Case(new float[] {Float.NaN, 0, 0}, 3, Activation.NONE, new int[] {0});
        assertEquals(0, broken.value(Metric.topK(2)));
        assertThrows(IllegalArgumentException.class, () -> Metric.topK(0));
        assertThrows(IllegalArgumentException.class, () -> classes().value(Metric.topK(CLASSES + 1)));
        assertThrows(IllegalArgumentException.class, () -> binary().value(Metric.topK(2)));
        assertEquals("top_5_accuracy", Metric.topK(5).name());
    }

    @Test
    void areaUnderTheCurve() {
        assertEquals(0.4581447963800905, binary().value(Metric.AUC), CLOSE);
        assertEquals(0.5003442049846519, classes().value(Metric.AUC), CLOSE);
        assertEquals(0.5403367161628031, manyLabels().value(Metric.AUC), CLOSE);
        float[] pairs = new float[2 * ROWS];
        for (int i = 0; i < ROWS; i++) {
            pairs[2 * i] = 0.5f;
            pairs[2 * i + 1] = binary().scores[i];
        }
        assertEquals(
                0.4581447963800905,
                new Case(pairs, 2, Activation.NONE, binary().targets).value(Metric.AUC),
                CLOSE,
                "two logits");
        Case one = new Case(new float[] {1, 2}, 1, Activation.NONE, new int[] {1, 1});
        assertTrue(Double.isNaN(one.value(Metric.AUC)), "a single class has no curve");
        Case broken = new Case(new float[] {1, Float.NaN}, 1, Activation.NONE, new int[] {1, 0});
        assertTrue(Double.isNaN(broken.value(Metric.AUC)));
    }

    /** By its definition, every pair compared. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 100, 1000})
    void areaUnderTheCurveIsThatOfAllPairs(int levels) {
        Random random = new Random(levels);
        for (int n : new int[] {2, 5, 300}) {
            float[] scores = new float[n];
            int[] labels = new int[n];
            for (int i = 0; i < n; i++) {
                scores[i] = random.nextInt(levels) - levels / 2;
                labels[i] = i == 0 ? 1 : i == 1 ? 0 : random.nextInt(2);
            }
            double won = 0;
            long pairs = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (labels[i] == 1 && labels[j] == 0) {
                        won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                        pairs++;
                    }
                }
            }
            assertEquals(won / pairs, new Case(scores, 1, Activation.NONE, labels).value(Metric.AUC), CLOSE);
        }
    }

    @Test
    void errorsOfNumbers() {
        float[] targets = scaled(draws(2 * ROWS, 7), 1 / 16f, 0);
        float[] said = scaled(draws(2 * ROWS, 8), 1 / 128f, -0.25f);
        for (int i = 0; i < said.length; i++) {
            said[i] += targets[i];
        }
        Case numbers = new Case(said, 2, Activation.NONE, targets);
        assertEquals(0.12558593750000002, numbers.value(Metric.MAE), CLOSE);
        assertEquals(0.14315753417073007, numbers.value(Metric.RMSE), CLOSE);
        assertEquals(0.9822312369656284, numbers.value(Metric.R2), CLOSE);
        float[] same = {1, 1, 1};
        assertEquals(1, new Case(same, 1, Activation.NONE, same).value(Metric.R2));
        assertEquals(0, new Case(new float[] {1, 1, 2}, 1, Activation.NONE, same).value(Metric.R2));
        assertTrue(Double.isNaN(new Case(new float[] {1}, 1, Activation.NONE, new float[] {2}).value(Metric.R2)));
        assertFalse(Metric.MAE.higherIsBetter() || Metric.RMSE.higherIsBetter());
        assertTrue(Metric.R2.higherIsBetter());
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> binary().value(Metric.MAE));
        assertEquals("mae of 'out': expected float targets, found class ids", e.getMessage());
    }

    @Test
    void namesTellMetricsApart() {
        List<String> names = List.of(
                        Metric.precision(Average.BINARY),
                        Metric.recall(Average.MICRO),
                        Metric.f1(Average.MACRO),
                        Metric.AUC,
                        Metric.R2)
                .stream()
                .map(Metric::name)
                .toList();
        assertEquals(List.of("precision", "recall_micro", "f1_macro", "auc", "r2"), names);
    }

    @Test
    void refusesLabelsBeyondTheClasses() {
        Case beyond = new Case(new float[] {1, 2, 3}, 3, Activation.NONE, new int[] {3});
        for (Metric metric : List.of(Metric.topK(2), Metric.f1(Average.MACRO), Metric.AUC)) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> beyond.value(metric));
            assertTrue(String.valueOf(e.getMessage()).contains("expected 0 to 2 (3 classes), found 3"), e.getMessage());
        }
    }
}
