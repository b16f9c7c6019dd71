package dev.netwright.processor.operator;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Gradients;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.function.Consumer;

/** Takes the steps that an operator lowers to. */
public interface Lowering {
    /** Whether the plan trains: dropout drops and batch statistics are used. */
    boolean training();

    /** The value of an input, in row-major order with its type's extents as axes, or a strided view of these extents. */
    View input(int index);

    /** The value of a parameter or buffer by its local name, in row-major order with its shape as extents. */
    View parameter(String local);

    /** A caller's array: the network's input of this node. For {@code @Input} alone. */
    View source();

    /** How long each sample of an input is whose first dimension varies: {@code [N, 1]}. */
    View lengths(String input);

    /** Literals in row-major order. */
    View constant(List<Float> values, List<Integer> shape);

    /** A new value in row-major order. */
    View allocate(List<Extent> extents);

    /** Emits a step. */
    void emit(Step step);

    /** Number of this node for {@link dev.netwright.processor.step.RandomStep}. */
    int stream();

    /**
     * Emits a map without reduction to a new value: inputs are broadcast to {@code extents} (aligned at the last axis; stride 0
     * over axes missing or of extent 1).
     */
    View map(Expr body, List<Extent> extents, List<View> inputs);

    /** Emits a map that reduces its last {@code reduced} axes to a new value, kept as axes of extent 1. */
    View reduce(Expr body, MapStep.Reduction reduction, int reduced, List<Extent> extents, List<View> inputs);

    /** The same view with broadcast axes: aligned at the last axis, stride 0 over axes missing or of extent 1. */
    View broadcast(View view, List<Extent> extents);

    /**
     * The elements of a view in row-major order under other extents: a view where the strides allow it, else a copy.
     */
    View reshape(View view, List<Extent> extents);

    /**
     * Steps with an adjoint of their own, better than the one that follows from the steps: {@code forward} emits steps through this
     * lowering, {@code adjoint} emits the whole backward pass of them.
     */
    void withAdjoint(Runnable forward, Consumer<Gradients> adjoint);
}
