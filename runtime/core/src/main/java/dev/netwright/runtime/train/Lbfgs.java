package dev.netwright.runtime.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Limited-memory BFGS (Liu and Nocedal 1989; Nocedal and Wright 2006, algorithms 7.4 and 7.5), with a line search for the strong Wolfe
 * conditions (ibid., algorithms 3.5 and 3.6) or without. It is for small networks and for all data in one batch: set the batch size to
 * the number of samples. A step evaluates the loss of its batch several times, so {@code trainer.step(batch)} and {@code fit} work, while
 * {@code gradient}, {@code accumulate}, clipping and groups of their own rate or weight decay are refused; frozen layers stay as they are.
 *
 * <p>Its slots are the last move, the gradient before it, and {@code history} pairs of moves and of changes of the gradient:
 * {@code 2 history + 2} arrays as long as the parameters.
 *
 * @param learningRate length of the first trial of each move; 1 is natural
 * @param history pairs that it remembers, 1 to 127
 * @param iterations most moves of a step, 1 or more; a step evaluates the loss 1.25 times as often at most, but for the end of a search
 * @param lineSearch whether each move's length is searched for; without, it is the learning rate
 * @param gradientTolerance a step ends where no element of the gradient is larger, 0 or more
 * @param changeTolerance a step ends where neither parameters nor loss change more, 0 or more
 */
public record Lbfgs(
        float learningRate,
        int history,
        int iterations,
        boolean lineSearch,
        float gradientTolerance,
        float changeTolerance)
        implements Optimizer {
    /** As many as a checkpoint holds slots of. */
    private static final int MOST_PAIRS = 127;

    private static final List<String> SETTINGS =
            List.of("learningRate", "history", "iterations", "lineSearch", "gradientTolerance", "changeTolerance");

    public Lbfgs {
        Settings.positive("learningRate", learningRate);
        if (Settings.atLeastOne("history", history) > MOST_PAIRS) {
            throw new IllegalArgumentException("history: expected at most " + MOST_PAIRS + ", found " + history);
        }
        Settings.atLeastOne("iterations", iterations);
        Settings.atLeastZero("gradientTolerance", gradientTolerance);
        Settings.atLeastZero("changeTolerance", changeTolerance);
    }

    /** With a line search, 20 moves a step and tolerances of 1e-7 and 1e-9, as PyTorch's; with 10 pairs, where PyTorch has 100. */
    public static Lbfgs of(float learningRate) {
        return new Lbfgs(learningRate, 10, 20, true, 1e-7f, 1e-9f);
    }

    /** With another memory. */
    public Lbfgs withHistory(int pairs) {
        return new Lbfgs(learningRate, pairs, iterations, lineSearch, gradientTolerance, changeTolerance);
    }

    /** With another number of moves a step. */
    public Lbfgs withIterations(int most) {
        return new Lbfgs(learningRate, history, most, lineSearch, gradientTolerance, changeTolerance);
    }

    /** With a line search or without. */
    public Lbfgs withLineSearch(boolean changed) {
        return new Lbfgs(learningRate, history, iterations, changed, gradientTolerance, changeTolerance);
    }

    /** With other tolerances. */
    public Lbfgs withTolerances(float gradient, float change) {
        return new Lbfgs(learningRate, history, iterations, lineSearch, gradient, change);
    }

    @Override
    public String name() {
        return "Lbfgs";
    }

    @Override
    public Map<String, Double> settings() {
        return Settings.of(
                SETTINGS, learningRate, history, iterations, lineSearch ? 1 : 0, gradientTolerance, changeTolerance);
    }

    /** The move, the gradient before it, then the pairs, the youngest first. */
    @Override
    public List<String> slots() {
        List<String> slots = new ArrayList<>(List.of("move", "gradient"));
        for (int k = 0; k < history; k++) {
            slots.add("move." + k);
            slots.add("change." + k);
        }
        return slots;
    }
}
