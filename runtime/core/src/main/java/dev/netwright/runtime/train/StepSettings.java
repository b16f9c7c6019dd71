package dev.netwright.runtime.train;

import dev.netwright.runtime.LayerOf;
import dev.netwright.runtime.Model;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a trainer's steps are taken.
 *
 * @param <M> the model's class
 * @param <T> the trainer's class
 */
abstract sealed class StepSettings<M extends Model, T extends StepSettings<M, T>> permits FitSettings {
    /** The steps. */
    final Stepper stepper;

    StepSettings(Stepper stepper) {
        this.stepper = stepper;
    }

    abstract T self();

    /** Trains with this optimizer; not once training has started. */
    public T optimizer(Optimizer optimizer) {
        stepper.optimizer(optimizer);
        return self();
    }

    /** Lets the learning rate follow a schedule, which starts from the optimizer's rate. */
    public T schedule(Schedule schedule) {
        stepper.pace.schedule(schedule);
        return self();
    }

    /**
     * Sets the current learning rate, for loops of your own.
     *
     * @throws IllegalStateException where a schedule sets it
     */
    public T learningRate(float changed) {
        stepper.pace.rate(changed);
        return self();
    }

    /** The current learning rate: that of the next step. */
    public float learningRate() {
        return stepper.pace.rate();
    }

    /** Treats some parameters in a way of their own; replaces the groups of before. */
    public T groups(ParameterGroup... groups) {
        stepper.rules.groups(List.of(groups));
        return self();
    }

    /**
     * Freezes layers: their parameters and slots stay as they are, and the optimizer does no work for them. As in PyTorch, where
     * {@code requires_grad} is false, the running statistics of a frozen BatchNorm still follow the data.
     */
    @SafeVarargs
    public final T freeze(LayerOf<M> first, LayerOf<M>... more) {
        stepper.rules.freeze(nodes(first, more), true, stepper.step());
        return self();
    }

    /**
     * Lets frozen layers learn again. As in PyTorch each layer counts its own steps, those that it was frozen in left out: the corrections of
     * Adam, AdamW and NAdam and AdaGrad's rate decay go on from where the layer stopped.
     */
    @SafeVarargs
    public final T unfreeze(LayerOf<M> first, LayerOf<M>... more) {
        stepper.rules.freeze(nodes(first, more), false, stepper.step());
        return self();
    }

    private static Set<String> nodes(LayerOf<?> first, LayerOf<?>... more) {
        Set<String> nodes = new TreeSet<>(Set.of(first.node()));
        for (LayerOf<?> layer : more) {
            nodes.add(layer.node());
        }
        return nodes;
    }

    /** Bounds the gradient before each step. */
    public T clip(Clipping clipping) {
        stepper.rules.clipping(clipping);
        return self();
    }

    /**
     * Takes a step every so many batches, along the gradient that one batch of all their samples would have had; what remains at the
     * end of an epoch makes a step of its own. In loops of your own {@code update()} takes the step of what remains.
     */
    public T accumulate(int batches) {
        stepper.rules.accumulate(batches);
        return self();
    }

    /** What happens where a loss or a gradient is not finite; unless told otherwise it throws. */
    public T onDivergence(DivergencePolicy policy) {
        stepper.rules.divergence(policy);
        return self();
    }

    /** Steps left out because of a loss or a gradient that was not finite, since the start or the last restore. */
    public long skippedSteps() {
        return stepper.skipped();
    }
}
