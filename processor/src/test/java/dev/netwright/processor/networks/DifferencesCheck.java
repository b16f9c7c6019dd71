package dev.netwright.processor.networks;

import static dev.netwright.processor.networks.Numbers.doubles;
import static dev.netwright.processor.networks.Numbers.largestOf;
import static dev.netwright.processor.networks.Numbers.require;

import dev.netwright.processor.plan.Interpreter;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Planner;
import java.util.Arrays;

/** The backward pass of a network's plan against central differences of it, both interpreted in double. */
final class DifferencesCheck {
    /** Tried in turn: long ones where rounding hides what short ones see, short ones between kinks. */
    private static final double[] STEP_LENGTHS = {3e-4, 2.4e-3, 2e-2, 4e-5};

    private static final double TOLERANCE = 1e-6;

    /** Doubt of a quotient, relative to the gradient, above which it tells nothing, and below which no other step is tried. */
    private static final double DOUBTFUL = TOLERANCE / 3;

    private static final double GOOD = 1e-8;

    private final NetworkUnderTest net;

    DifferencesCheck(NetworkUnderTest net) {
        this.net = net;
    }

    /**
     * The interpreter's gradients against central differences of the interpreter, of a random loss linear in the results. Where
     * differences of two steps disagree, there is a kink between or rounding decides; such points are counted as undecided, and all
     * others compared as they are.
     */
    double check(int points, Share share) {
        Plan plan = Planner.training(net.network.graph());
        int n = 2;
        double[][] samples = doubles(net.samples(n));
        double[] parameters = doubles(net.model.parameterStore().values());
        Interpreter oracle = net.interpreter(plan);
        double[][] weights = Arrays.stream(oracle.forward(samples, n))
                .map(values ->
                        net.random.doubles(values.length).map(x -> 2 * x - 1).toArray())
                .toArray(double[][]::new);
        double[] gradient = oracle.backward(weights, new boolean[weights.length]);
        double worst = 0;
        double magnitude = loss(plan, samples, n, weights, parameters, true);
        for (var stored : net.network.graph().parameters()) {
            double[] own = Arrays.copyOfRange(gradient, stored.offset(), stored.offset() + stored.size());
            // One that is 0 because its terms cancel has no size of its own: a bias below a softmax over positions.
            double scale = Math.max(Double.MIN_NORMAL, Math.max(largestOf(own), 1e-3 * largestOf(gradient)));
            for (int point = 0; point < points; point++) {
                int k = stored.offset() + net.random.nextInt(stored.size());
                share.compared++;
                Quotient best = null;
                for (int length = 0;
                        length < STEP_LENGTHS.length && (best == null || best.doubt > GOOD * scale);
                        length++) {
                    double h = STEP_LENGTHS[length];
                    double wide = difference(plan, samples, n, weights, parameters, k, h);
                    double narrow = difference(plan, samples, n, weights, parameters, k, h / 2);
                    // Rounding of the results limits what a quotient can tell.
                    double doubt = Math.abs(wide - narrow) + 3e-16 / h * magnitude;
                    best = best == null || doubt < best.doubt ? new Quotient(narrow, doubt) : best;
                }
                if (!(best.doubt <= DOUBTFUL * scale)) {
                    share.undecided++;
                    continue;
                }
                double difference = Math.abs(best.value - gradient[k]) / scale;
                require(
                        difference <= TOLERANCE,
                        "gradient of " + stored.name() + "[" + (k - stored.offset()) + "]: " + gradient[k]
                                + ", differences give " + best.value + " at scale " + scale);
                worst = Math.max(worst, difference);
            }
        }
        return worst;
    }

    /** Central differences, and how far they may be off. */
    private record Quotient(double value, double doubt) {}

    /** Central differences of fourth order: (8 (f(h) - f(-h)) - (f(2h) - f(-2h))) / 12h. */
    private double difference(
            Plan plan, double[][] samples, int n, double[][] weights, double[] parameters, int k, double h) {
        double[] losses = new double[4];
        double[] moved = parameters.clone();
        for (int i = 0; i < 4; i++) {
            moved[k] = parameters[k] + h * (i < 2 ? i - 2 : i - 1);
            losses[i] = loss(plan, samples, n, weights, moved, false);
        }
        return (8 * (losses[2] - losses[1]) - (losses[3] - losses[0])) / (12 * h);
    }

    private double loss(
            Plan plan, double[][] samples, int n, double[][] weights, double[] parameters, boolean magnitudes) {
        double[][] outputs = new Interpreter(plan)
                .parameters(parameters)
                .buffers(doubles(net.model.bufferStore().values()))
                .forward(samples, n);
        double sum = 0;
        for (int i = 0; i < outputs.length; i++) {
            for (int j = 0; j < outputs[i].length; j++) {
                double term = outputs[i][j] * weights[i][j];
                sum += magnitudes ? Math.abs(term) : term;
            }
        }
        return sum;
    }
}
