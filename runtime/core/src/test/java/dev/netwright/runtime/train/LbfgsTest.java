package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Role;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * L-BFGS with the memory of all its moves is BFGS (Nocedal and Wright 2006, section 7.2): its iterates are compared with those of the
 * matrix formula (ibid., 6.17) in double.
 */
class LbfgsTest {
    static final int SIZE = 8;

    /** A function and its gradient, in double. */
    interface Problem {
        double at(double[] x, double[] gradient);
    }

    /** A quadratic form of eigenvalues 1 to 30, turned. */
    static double quadratic(double[] x, double[] g) {
        double f = 0;
        for (int i = 0; i < SIZE; i++) {
            double turned = 0;
            for (int j = 0; j < SIZE; j++) {
                turned += reflection(i, j) * x[j];
            }
            f += 0.5 * eigenvalue(i) * turned * turned;
            for (int j = 0; j < SIZE; j++) {
                g[j] = (i == 0 ? 0 : g[j]) + eigenvalue(i) * turned * reflection(i, j);
            }
        }
        return f;
    }

    private static double eigenvalue(int i) {
        return 1 + 29.0 * i / (SIZE - 1);
    }

    private static double reflection(int i, int j) {
        return (i == j ? 1 : 0) - 2.0 / SIZE;
    }

    static double rosenbrock(double[] x, double[] g) {
        double f = 0;
        Arrays.fill(g, 0);
        for (int i = 0; i < SIZE; i += 2) {
            double a = x[i + 1] - x[i] * x[i];
            f += 100 * a * a + (1 - x[i]) * (1 - x[i]);
            g[i] = -400 * x[i] * a - 2 * (1 - x[i]);
            g[i + 1] = 200 * a;
        }
        return f;
    }

    static final class Run {
        final float[] p = new float[SIZE];
        final float[] g = new float[SIZE];
        final List<float[]> visited = new ArrayList<>();
        final float[][] slots;
        final LbfgsSteps steps;
        final Problem problem;
        int step;

        Run(Lbfgs settings, Problem problem, float[] start) {
            this.problem = problem;
            Schema schema = new Schema(
                    "T",
                    1,
                    List.of(new TensorSpec("a.weight", "a", List.of(SIZE), Role.WEIGHT, true, 0)),
                    List.of(),
                    List.of(),
                    List.of(),
                    () -> "{}",
                    () -> new byte[0]);
            System.arraycopy(start, 0, p, 0, SIZE);
            slots = new float[settings.slots().size()][SIZE];
            steps = new LbfgsSteps(
                    settings,
                    ActiveTiles.of(schema, settings, List.of(), FrozenLayers.NONE),
                    p,
                    g,
                    slots,
                    this::evaluate);
        }

        double evaluate() {
            double[] x = new double[SIZE];
            double[] gradient = new double[SIZE];
            for (int i = 0; i < SIZE; i++) {
                x[i] = p[i];
            }
            double f = problem.at(x, gradient);
            for (int i = 0; i < SIZE; i++) {
                g[i] = (float) gradient[i];
            }
            visited.add(p.clone());
            return f;
        }

        double step(float rate) {
            double f = evaluate();
            steps.step(f, ++step, rate);
            return f;
        }
    }

    static final float[] START = {1, -2, 0.5f, 3, -1, 0.25f, 2, -0.75f};

    /** The points of BFGS, the inverse Hessian a full matrix that starts anew each time from the scaled identity. */
    private static List<double[]> bfgs(Problem problem, float[] start, double rate, int moves) {
        double[] x = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            x[i] = start[i];
        }
        double[] g = new double[SIZE];
        problem.at(x, g);
        List<double[]> s = new ArrayList<>();
        List<double[]> y = new ArrayList<>();
        List<double[]> points = new ArrayList<>(List.of(x.clone()));
        for (int k = 0; k < moves; k++) {
            double[][] h = new double[SIZE][SIZE];
            double scale = s.isEmpty() ? 1 : dot(s.get(k - 1), y.get(k - 1)) / dot(y.get(k - 1), y.get(k - 1));
            for (int i = 0; i < SIZE; i++) {
                h[i][i] = scale;
            }
            for (int pair = 0; pair < s.size(); pair++) {
                h = updated(h, s.get(pair), y.get(pair));
            }
            double first = 0;
            for (double v : g) {
                first += Math.abs(v);
            }
            double length = k == 0 ? Math.min(1, 1 / first) * rate : rate;
            double[] next = x.clone();
            for (int i = 0; i < SIZE; i++) {
                next[i] -= length * dot(h[i], g);
            }
            double[] after = new double[SIZE];
            problem.at(next, after);
            double[] move = new double[SIZE];
            double[] change = new double[SIZE];
            for (int i = 0; i < SIZE; i++) {
                move[i] = next[i] - x[i];
                change[i] = after[i] - g[i];
            }
            s.add(move);
            y.add(change);
            x = next;
            g = after;
            points.add(x.clone());
        }
        return points;
    }

    /** {@code (I - rho s y') H (I - rho y s') + rho s s'}. */
    static double[][] updated(double[][] h, double[] s, double[] y) {
        double rho = 1 / dot(s, y);
        double[][] left = new double[SIZE][SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                left[i][j] = (i == j ? 1 : 0) - rho * s[i] * y[j];
            }
        }
        double[][] result = new double[SIZE][SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                double sum = rho * s[i] * s[j];
                for (int a = 0; a < SIZE; a++) {
                    for (int b = 0; b < SIZE; b++) {
                        sum += left[i][a] * h[a][b] * left[j][b];
                    }
                }
                result[i][j] = sum;
            }
        }
        return result;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void followsItsFormula() {
        int moves = 12;
        Run run = new Run(
                Lbfgs.of(0.5f).withHistory(20).withIterations(moves + 1).withLineSearch(false),
                LbfgsTest::quadratic,
                START);
        run.step(0.5f);
        List<double[]> expected = bfgs(LbfgsTest::quadratic, START, 0.5, moves);
        assertTrue(run.visited.size() > moves, "moves: " + run.visited.size());
        for (int k = 0; k <= moves; k++) {
            for (int i = 0; i < SIZE; i++) {
                assertEquals(expected.get(k)[i], run.visited.get(k)[i], 2e-5, "move " + k + ", " + i);
            }
        }
    }

    /** One move a step: what is remembered between steps is as good as what is remembered within one. */
    @Test
    void goesOnFromStepToStep() {
        Function<Integer, float[]> after = iterations -> {
            Run run = new Run(
                    Lbfgs.of(0.5f).withIterations(iterations).withLineSearch(false), LbfgsTest::quadratic, START);
            for (int k = 0; k < 6 / iterations; k++) {
                run.step(0.5f);
            }
            return run.p;
        };
        assertArrayEquals(after.apply(6), after.apply(1));
        assertArrayEquals(after.apply(6), after.apply(3));
    }

    @Test
    void forgetsTheOldestPair() {
        Run run = new Run(Lbfgs.of(0.5f).withHistory(3).withIterations(9), LbfgsTest::quadratic, START);
        run.step(0.5f);
        double before = run.evaluate();
        run.step(0.5f);
        assertTrue(run.evaluate() < before);
        for (float[] slot : run.slots) {
            assertFalse(Arrays.equals(new float[SIZE], slot), "every slot is in use");
        }
    }

    @Test
    void findsTheBottomOfRosenbrocksValley() {
        float[] start = {-1.2f, 1, -1.2f, 1, -1.2f, 1, -1.2f, 1};
        Run run = new Run(Lbfgs.of(1), LbfgsTest::rosenbrock, start);
        double loss = Double.POSITIVE_INFINITY;
        for (int k = 0; k < 5; k++) {
            double now = run.step(1);
            assertTrue(now <= loss, "step " + k + ": " + now + " after " + loss);
            loss = now;
        }
        for (float value : run.p) {
            assertEquals(1, value, 2e-3);
        }
    }

    /** A function with many hills (Moré and Thuente 1994, section 5, has its like). */
    static LineSearch.Line hills(double wave) {
        return t -> new LineSearch.Point(
                t,
                -t / (t * t + 2) + 0.1 * Math.sin(wave * t) / wave,
                (t * t - 2) / ((t * t + 2) * (t * t + 2)) + 0.1 * Math.cos(wave * t));
    }

    /** The conditions by their definition, on a function with many hills. */
    @Test
    void everyLengthSatisfiesTheStrongWolfeConditions() {
        for (int k = 1; k <= 60; k++) {
            double wave = k * 0.7;
            LineSearch.Line line = hills(wave);
            LineSearch.Point zero = line.at(0);
            for (double first : new double[] {1e-3, 0.1, 1, 10, 1000}) {
                LineSearch.Point found = LineSearch.search(line, zero, first, 1e-12);
                String where = "wave " + wave + ", first " + first + ": " + found;
                assertTrue(found.f() <= zero.f() + 1e-4 * found.t() * zero.slope(), where);
                assertTrue(Math.abs(found.slope()) <= 0.9 * Math.abs(zero.slope()), where);
            }
        }
    }

    @Test
    void comesBackFromWhereTheLossIsNotFinite() {
        LineSearch.Line line = t -> t >= 2
                ? new LineSearch.Point(t, Double.NaN, Double.NaN)
                : new LineSearch.Point(t, (t - 1) * (t - 1), 2 * (t - 1));
        assertEquals(1, LineSearch.search(line, line.at(0), 50, 1e-12).t(), 0.9);
    }

    private static Trainer<TestModel> trainer(long seed) {
        return Trainer.of(
                        TestModel.create(new TestModel.Sizes(4, 8, 3, Head.Activation.NONE, 0.1f), seed),
                        Loss.crossEntropy())
                .optimizer(Lbfgs.of(1).withIterations(5))
                .batchSize(1000);
    }

    @Test
    void trainsAndResumesBitForBit(@TempDir Path dir) throws IOException {
        Dataset data = TrainerTest.iris().train();
        for (String file : List.of("run.safetensors", "run.json")) {
            Trainer<TestModel> straight = trainer(1);
            History history = straight.fit(data, 12);
            assertTrue(history.last().loss() < 0.5 * history.epochs().get(0).loss(), history.toString());
            Trainer<TestModel> first = trainer(1);
            first.fit(data, 5);
            first.save(dir.resolve(file));
            Trainer<TestModel> second = trainer(2).restore(dir.resolve(file));
            second.fit(data, 12);
            assertArrayEquals(
                    straight.model().parameterStore().values(),
                    second.model().parameterStore().values());
            assertEquals(straight.state().history(), second.state().history());
        }
    }

    private static void requireSame(float[][] expected, float[][] found) {
        for (int k = 0; k < expected.length; k++) {
            assertArrayEquals(expected[k], found[k], "slot " + k);
        }
    }

    private static float[][] copy(float[][] slots) {
        return Arrays.stream(slots).map(float[]::clone).toArray(float[][]::new);
    }

    /** The loss of the third evaluation of the second step is not finite, or throws. */
    @Test
    void aFailingStepChangesNothing() {
        for (boolean search : new boolean[] {false, true}) {
            int[] left = {Integer.MAX_VALUE};
            Problem failing = (x, g) -> {
                double f = quadratic(x, g);
                if (left[0]-- > 0) {
                    return f;
                }
                if (search) {
                    throw new IllegalStateException("no loss");
                }
                return Double.NaN;
            };
            Run run = new Run(Lbfgs.of(0.1f).withIterations(6).withLineSearch(search), failing, START);
            run.step(0.1f);
            float[] p = run.p.clone();
            float[][] slots = copy(run.slots);
            left[0] = 3;
            Class<? extends RuntimeException> expected =
                    search ? IllegalStateException.class : DivergenceException.class;
            assertThrows(expected, () -> run.step(0.1f));
            assertEquals(-1, left[0]);
            assertFalse(Arrays.equals(p, run.visited.get(run.visited.size() - 1)), "moved before it failed");
            assertArrayEquals(p, run.p);
            requireSame(slots, run.slots);
        }
    }

    @Test
    void theSkipPolicyCountsMovesThatDiverge() {
        Dataset data = Dataset.of(new float[][] {{1, 2, 3, 4}, {4, 3, 2, 1}}, new float[][] {{1, 0, 2}, {0, 3, 1}});
        Trainer<TestModel> trainer = Trainer.of(
                        TestModel.create(new TestModel.Sizes(4, 8, 3, Head.Activation.NONE, 0), 1), Loss.mse())
                .optimizer(Lbfgs.of(1e30f).withIterations(20).withLineSearch(false));
        float[] before = trainer.model().parameterStore().values().clone();
        assertThrows(DivergenceException.class, () -> trainer.step(data.batch(0, 2)));
        assertArrayEquals(before, trainer.model().parameterStore().values());
        trainer.onDivergence(DivergencePolicy.skip(2));
        trainer.step(data.batch(0, 2));
        trainer.step(data.batch(0, 2));
        assertEquals(2, trainer.skippedSteps());
        assertEquals(0, trainer.steps());
        assertArrayEquals(before, trainer.model().parameterStore().values());
        assertThrows(DivergenceException.class, () -> trainer.step(data.batch(0, 2)));
    }

    @Test
    void refusesWhatCannotWork() throws IOException {
        Dataset data = TrainerTest.iris().train();
        Trainer<TestModel> trainer = trainer(1);
        assertThrows(IllegalStateException.class, () -> trainer.gradient(data.batch(0, 9)));
        assertThrows(IllegalStateException.class, trainer::update);
        assertThrows(IllegalArgumentException.class, () -> trainer.clip(Clipping.norm(1)));
        assertThrows(IllegalArgumentException.class, () -> trainer.accumulate(2));
        assertThrows(
                IllegalArgumentException.class,
                () -> trainer.groups(ParameterGroup.named("*").withRateFactor(2)));
        Trainer<TestModel> clipped = trainer(1).optimizer(Adam.of(1)).clip(Clipping.value(1));
        assertThrows(IllegalArgumentException.class, () -> clipped.optimizer(Lbfgs.of(1)));
        double loss = trainer.step(data.batch(0, 40));
        assertTrue(trainer.step(data.batch(0, 40)) < loss);
    }
}
