package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * L-BFGS with its line search, evaluation by evaluation, against BFGS written in double from Nocedal and Wright 2006, Numerical Optimization:
 * directions by the matrix formula (6.17), lengths by algorithms 3.5 (line search) and 3.6 (zoom) in their own terms, trials at the minimum
 * of the cubic given by its coefficients. What the book leaves open is as {@link LineSearch} says.
 */
class LineSearchReferenceTest {
    private static final int SIZE = LbfgsTest.SIZE;
    private static final double C1 = 1e-4;
    private static final double C2 = 0.9;

    private static final class Reference {
        final LbfgsTest.Problem problem;
        final List<double[]> visited = new ArrayList<>();
        double[] x = new double[SIZE];
        double[] g = new double[SIZE];
        double[] direction = new double[SIZE];
        int zooms;
        double f;

        Reference(LbfgsTest.Problem problem, float[] start) {
            this.problem = problem;
            for (int i = 0; i < SIZE; i++) {
                x[i] = start[i];
            }
            f = problem.at(x, g);
            visited.add(x.clone());
        }

        LineSearch.Point phi(double alpha) {
            double[] at = new double[SIZE];
            for (int i = 0; i < SIZE; i++) {
                at[i] = x[i] + alpha * direction[i];
            }
            visited.add(at);
            double[] gradient = new double[SIZE];
            double value = problem.at(at, gradient);
            return new LineSearch.Point(alpha, value, LbfgsTest.dot(gradient, direction));
        }

        void moves(int moves) {
            List<double[]> s = new ArrayList<>();
            List<double[]> y = new ArrayList<>();
            for (int k = 0; k < moves; k++) {
                double[][] h = new double[SIZE][SIZE];
                double scale = k == 0
                        ? 1
                        : LbfgsTest.dot(s.get(k - 1), y.get(k - 1)) / LbfgsTest.dot(y.get(k - 1), y.get(k - 1));
                for (int i = 0; i < SIZE; i++) {
                    h[i][i] = scale;
                }
                for (int pair = 0; pair < k; pair++) {
                    h = LbfgsTest.updated(h, s.get(pair), y.get(pair));
                }
                double first = 0;
                for (int i = 0; i < SIZE; i++) {
                    direction[i] = -LbfgsTest.dot(h[i], g);
                    first += Math.abs(g[i]);
                }
                Textbook search = new Textbook(this::phi, f, LbfgsTest.dot(g, direction));
                double alpha = search.lineSearch(k == 0 ? Math.min(1, 1 / first) : 1);
                zooms += search.zoomed ? 1 : 0;
                double[] after = new double[SIZE];
                double[] next = new double[SIZE];
                double[] move = new double[SIZE];
                double[] change = new double[SIZE];
                for (int i = 0; i < SIZE; i++) {
                    next[i] = x[i] + alpha * direction[i];
                }
                f = problem.at(next, after);
                if (!Arrays.equals(next, visited.get(visited.size() - 1))) {
                    visited.add(next);
                }
                for (int i = 0; i < SIZE; i++) {
                    move[i] = next[i] - x[i];
                    change[i] = after[i] - g[i];
                }
                s.add(move);
                y.add(change);
                x = next;
                g = after;
            }
        }
    }

    /** A search along a line. */
    private static final class Textbook {
        final LineSearch.Line line;
        final double f;
        final double slope0;
        boolean zoomed;

        Textbook(LineSearch.Line line, double f, double slope0) {
            this.line = line;
            this.f = f;
            this.slope0 = slope0;
        }

        private double[] phi(double alpha) {
            LineSearch.Point point = line.at(alpha);
            return new double[] {point.f(), point.slope()};
        }

        /** Algorithm 3.5. */
        private double lineSearch(double first) {
            double[] before = {f, slope0};
            double alphaBefore = 0;
            double alpha = first;
            for (int i = 1; ; i++) {
                double[] now = phi(alpha);
                if (now[0] > f + C1 * alpha * slope0 || (now[0] >= before[0] && i > 1)) {
                    return zoom(alphaBefore, before, alpha, now);
                }
                if (Math.abs(now[1]) <= -C2 * slope0) {
                    return alpha;
                }
                if (now[1] >= 0) {
                    return zoom(alpha, now, alphaBefore, before);
                }
                double wanted = minimum(alphaBefore, before, alpha, now);
                double least = alpha + 0.01 * (alpha - alphaBefore);
                alphaBefore = alpha;
                before = now;
                alpha = within(wanted, least, 10 * alpha);
            }
        }

        /** Algorithm 3.6. */
        private double zoom(double first, double[] ofFirst, double second, double[] ofSecond) {
            zoomed = true;
            double low = first;
            double[] atLow = ofFirst;
            double high = second;
            double[] atHigh = ofSecond;
            while (true) {
                double left = Math.min(low, high);
                double right = Math.max(low, high);
                double margin = 0.1 * (right - left);
                double alpha = within(minimum(low, atLow, high, atHigh), left + margin, right - margin);
                double[] now = phi(alpha);
                if (now[0] > f + C1 * alpha * slope0 || now[0] >= atLow[0]) {
                    high = alpha;
                    atHigh = now;
                    continue;
                }
                if (Math.abs(now[1]) <= -C2 * slope0) {
                    return alpha;
                }
                if (now[1] * (high - low) >= 0) {
                    high = low;
                    atHigh = atLow;
                }
                low = alpha;
                atLow = now;
            }
        }

        /** Nearest in an interval; its middle where the cubic has no minimum. */
        private static double within(double wanted, double least, double most) {
            return Double.isNaN(wanted) ? (least + most) / 2 : Math.max(least, Math.min(most, wanted));
        }

        /** Where the cubic c0 + c1 u + c2 u^2 + c3 u^3 through two points with their slopes is least, u from the first point on. */
        private static double minimum(double a, double[] atA, double b, double[] atB) {
            double h = b - a;
            double rise = (atB[0] - atA[0]) / h;
            double c1 = atA[1];
            double c2 = (3 * rise - 2 * atA[1] - atB[1]) / h;
            double c3 = (atA[1] + atB[1] - 2 * rise) / (h * h);
            if (Math.abs(c3 * h) < 1e-12 * Math.abs(c2)) {
                return a - c1 / (2 * c2);
            }
            double root = Math.sqrt(c2 * c2 - 3 * c3 * c1);
            if (Double.isNaN(root)) {
                return Double.NaN;
            }
            return a + (c2 >= 0 ? -c1 / (c2 + root) : (root - c2) / (3 * c3));
        }
    }

    /** Floats carry a rounding on from evaluation to evaluation; so many are compared. */
    private static void compare(LbfgsTest.Problem problem, float[] start, int evaluations, double tolerance) {
        int moves = 30;
        Reference reference = new Reference(problem, start);
        reference.moves(moves);
        LbfgsTest.Run run = new LbfgsTest.Run(Lbfgs.of(1).withHistory(50).withIterations(moves), problem, start);
        run.step(1);
        assertTrue(reference.zooms >= 2, "some searches zoom: " + reference.zooms);
        for (int k = 0; k < evaluations; k++) {
            for (int i = 0; i < SIZE; i++) {
                assertEquals(
                        reference.visited.get(k)[i], run.visited.get(k)[i], tolerance, "evaluation " + k + ", " + i);
            }
        }
    }

    @Test
    void aQuadraticIsDescendedAsByTheBook() {
        compare(LbfgsTest::quadratic, LbfgsTest.START, 15, 2e-6);
    }

    @Test
    void rosenbrocksValleyIsDescendedAsByTheBook() {
        float[] start = {-1.2f, 1, -1.2f, 1, -1.2f, 1, -1.2f, 1};
        compare(LbfgsTest::rosenbrock, start, 11, 2e-5);
        compare(LbfgsTest::rosenbrock, LbfgsTest.START, 24, 2e-4);
    }

    /** In double there is no rounding to carry on: the lengths themselves, on functions with many hills and from any first trial. */
    @Test
    void lengthsAreThoseOfTheBook() {
        int zooms = 0;
        int longer = 0;
        for (int k = 1; k <= 60; k++) {
            double wave = k * 0.7;
            LineSearch.Line line = LbfgsTest.hills(wave);
            LineSearch.Point zero = line.at(0);
            for (double first : new double[] {1e-3, 0.1, 1, 10, 1000}) {
                Textbook textbook = new Textbook(line, zero.f(), zero.slope());
                double expected = textbook.lineSearch(first);
                double found = LineSearch.search(line, zero, first, 1e-12).t();
                assertEquals(expected, found, 1e-7 * expected, "wave " + wave + ", first " + first);
                zooms += textbook.zoomed ? 1 : 0;
                longer += expected > first ? 1 : 0;
            }
        }
        assertTrue(zooms > 30 && longer > 30, zooms + " zooms, " + longer + " longer than the first trial");
    }
}
