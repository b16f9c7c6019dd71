package dev.netwright.processor.plan;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.Lowering;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Bodies;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Gradients;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The lowering of one occurrence of an operator onto the tape. */
final class OperatorLowering implements Lowering {
    private final Forward forward;
    private final Graph.Node node;
    private final Graph.Applied applied;
    private final int number;
    private final List<View> inputs;
    private int region = -1;

    OperatorLowering(Forward forward, Graph.Node node, Graph.Applied applied, int number, List<View> inputs) {
        this.forward = forward;
        this.node = node;
        this.applied = applied;
        this.number = number;
        this.inputs = inputs;
    }

    @Override
    public boolean training() {
        return forward.training;
    }

    @Override
    public View input(int index) {
        return inputs.get(index);
    }

    @Override
    public View parameter(String local) {
        Graph.Stored tensor = forward.stored(applied.prefix() + local);
        return View.whole(
                forward.buffers.stored(tensor),
                tensor.spec().shape().stream().map(Extent::of).toList());
    }

    @Override
    public View source() {
        return forward.source(node);
    }

    @Override
    public View lengths(String input) {
        return forward.source(forward.graph.lengths(input));
    }

    @Override
    public View constant(List<Float> values, List<Integer> shape) {
        List<Extent> extents = shape.stream().map(Extent::of).toList();
        if (Buffers.size(extents).factor() != values.size()) {
            throw new IllegalArgumentException(values.size() + " literals for " + shape);
        }
        return View.whole(forward.buffers.literals(values), extents);
    }

    @Override
    public View allocate(List<Extent> extents) {
        return forward.buffers.work(node.name(), extents);
    }

    @Override
    public void emit(Step step) {
        forward.tape.entries.add(new Tape.Entry(step, node.name(), number, region));
    }

    @Override
    public int stream() {
        return node.index();
    }

    @Override
    public View map(Expr body, List<Extent> extents, List<View> views) {
        View output = allocate(extents);
        emit(map(body, extents, views, output, MapStep.Reduction.NONE, 0));
        return output;
    }

    @Override
    public View reduce(Expr body, MapStep.Reduction reduction, int reduced, List<Extent> extents, List<View> views) {
        List<Extent> free = extents.subList(0, extents.size() - reduced);
        List<Extent> kept = new ArrayList<>(free);
        for (int k = 0; k < reduced; k++) {
            kept.add(Extent.of(1));
        }
        View output = allocate(free);
        emit(map(body, extents, views, output, reduction, reduced));
        return output.reshaped(kept).orElseThrow();
    }

    private static MapStep map(
            Expr body, List<Extent> extents, List<View> views, View output, MapStep.Reduction reduction, int reduced) {
        List<View> broadcast = views.stream().map(v -> v.broadcast(extents)).toList();
        return Bodies.compact(new MapStep(extents, broadcast, output, body, reduction, reduced, false));
    }

    @Override
    public View broadcast(View view, List<Extent> extents) {
        return view.broadcast(extents);
    }

    @Override
    public View reshape(View view, List<Extent> extents) {
        Optional<View> reshaped = view.reshaped(extents);
        if (reshaped.isPresent()) {
            return reshaped.get();
        }
        View copy = allocate(view.extents());
        emit(copy(view, copy));
        return copy.reshaped(extents)
                .orElseThrow(() -> new IllegalArgumentException(view.extents() + " cannot be reshaped to " + extents));
    }

    /** A copy; of a view that repeats elements a map, which may. */
    static Step copy(View from, View to) {
        for (int k = 0; k < from.rank(); k++) {
            if (from.strides().get(k) == 0 && !from.extents().get(k).isOne()) {
                return new MapStep(from.extents(), List.of(from), to, Exprs.input(0), MapStep.Reduction.NONE, 0, false);
            }
        }
        return new CopyStep(from, to, false);
    }

    @Override
    public void withAdjoint(Runnable steps, Consumer<Gradients> adjoint) {
        boolean outermost = region < 0;
        if (outermost) {
            region = forward.tape.region(adjoint);
        }
        steps.run();
        if (outermost) {
            region = -1;
        }
    }
}
