package dev.netwright.runtime.train;

/** An optimizer that treats each parameter's element by itself: of a gradient, it makes a step. */
public non-sealed interface ElementOptimizer extends Optimizer {
    /**
     * Takes a step for the elements {@code from} to {@code to}, excluded: reads the gradient, changes parameters and slots. Called by
     * several threads at once, for ranges that do not meet; each element's result depends on that element alone.
     *
     * @param parameters the parameter store
     * @param gradient laid out as the parameters
     * @param slots laid out as the parameters, one array a slot
     * @param step number of the step, from 1; of steps that these elements were frozen in none is counted
     * @param learningRate the current learning rate
     */
    void update(float[] parameters, float[] gradient, float[][] slots, int from, int to, long step, float learningRate);

    /**
     * The same with another weight decay, for a {@link ParameterGroup} that has its own. Slots stay the same.
     *
     * @throws UnsupportedOperationException where it has none
     */
    default ElementOptimizer withWeightDecay(float changed) {
        throw new UnsupportedOperationException(name() + " has no weight decay");
    }
}
