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
    private static final double STEP_LENGTH = 3e-4;
    private static final double TOLERANCE = 1e-6;

    private final NetworkUnderTest net;

    DifferencesCheck(NetworkUnderTest net) {
        this.net = net;
    }

    /**
     * The interpreter's gradients against central differences of the interpreter, of a random loss linear in the results. Where
     * differences of two steps disagree there is a kink between; such points are counted as undecided.
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
        // Rounding of the results limits what a quotient can tell.
        double noise = 3e-16 / STEP_LENGTH * loss(plan, samples, n, weights, parameters, true);
        for (var stored : net.network.graph().parameters()) {
            double[] own = Arrays.copyOfRange(gradient, stored.offset(), stored.offset() + stored.size());
            // One that is 0 because its terms cancel has no size of its own: a bias below a softmax over positions.
            double scale = Math.max(Double.MIN_NORMAL, Math.max(largestOf(own), 1e-3 * largestOf(gradient)));
            for (int point = 0; point < points; point++) {
                int k = stored.offset() + net.random.nextInt(stored.size());
                double wide = difference(plan, samples, n, weights, parameters, k, STEP_LENGTH);
                double narrow = difference(plan, samples, n, weights, parameters, k, STEP_LENGTH / 2);
                share.compared++;
                if (Math.abs(wide - narrow) > 3e-7 * scale + noise) {
                    share.undecided++;
                    continue;
                }
                double difference = Math.max(0, Math.abs(narrow - gradient[k]) - noise) / scale;
                require(
                        difference <= TOLERANCE,
                        "gradient of " + stored.name() + "[" + (k - stored.offset()) + "]: " + gradient[k]
                                + ", differences give " + narrow + " at scale " + scale);
                worst = Math.max(worst, difference);
            }
        }
        return worst;
    }

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
