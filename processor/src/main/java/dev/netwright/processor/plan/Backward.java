package dev.netwright.processor.plan;

import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Gradients;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A backward pass over steps of a tape, last to first: each step whose result has a gradient emits its adjoint. The first
 * contribution to a gradient replaces what its buffer holds where it writes all of it; else the buffer is zeroed first.
 */
final class Backward implements Gradients {
    private final Buffers buffers;
    private final Tape tape;
    private final List<Tape.Entry> entries;
    private final Set<Buffer> wanted;
    private final Map<Buffer, Buffer> gradients = new HashMap<>();
    private final Set<Buffer> managed = new HashSet<>();
    private final Set<Buffer> started = new HashSet<>();
    private final Map<Buffer, Integer> readings = new HashMap<>();
    private final List<Tape.Entry> emitted = new ArrayList<>();
    private Tape.Entry current =
            new Tape.Entry(zero(new Buffer(-1, Buffer.Space.WORK, "", 0, Extent.of(1))), "", -1, -1);

    /**
     * @param entries the steps to go back over
     * @param wanted buffers whose gradients are needed
     */
    Backward(Buffers buffers, Tape tape, List<Tape.Entry> entries, Set<Buffer> wanted) {
        this.buffers = buffers;
        this.tape = tape;
        this.entries = entries;
        this.wanted = wanted;
        for (Tape.Entry entry : entries) {
            entry.step().reads().forEach(view -> readings.merge(view.buffer(), 1, Integer::sum));
        }
    }

    /** Buffers that depend on a parameter, parameters included. */
    static Set<Buffer> dependent(List<Tape.Entry> entries) {
        Set<Buffer> found = new HashSet<>();
        for (Tape.Entry entry : entries) {
            for (View read : entry.step().reads()) {
                if (read.buffer().space() == Buffer.Space.PARAMETER || found.contains(read.buffer())) {
                    found.add(read.buffer());
                    found.add(entry.step().output().buffer());
                }
            }
        }
        return found;
    }

    /** Gives a value the buffer of its gradient, which the caller has filled; a second one is added to the first. */
    void seed(Buffer value, Buffer gradient, String node) {
        Buffer known = gradients.putIfAbsent(value, gradient);
        if (known == null) {
            managed.add(gradient);
            started.add(gradient);
        } else {
            List<Extent> extents = List.of(gradient.size());
            add(new CopyStep(View.whole(gradient, extents), View.whole(known, extents), true), node);
        }
    }

    /** Gives a value the buffer that its gradient is to be put into. */
    void target(Buffer value, Buffer gradient) {
        gradients.put(value, gradient);
        managed.add(gradient);
    }

    /** Runs over the steps; what was emitted, in order. */
    List<Tape.Entry> run() {
        for (int k = entries.size() - 1; k >= 0; k--) {
            current = entries.get(k);
            int region = current.region();
            boolean live = live(current);
            if (region < 0) {
                if (live) {
                    current.step().adjoint(this);
                }
                continue;
            }
            while (k > 0 && entries.get(k - 1).region() == region) {
                k--;
                live |= live(entries.get(k));
            }
            if (live) {
                tape.adjoint(region).accept(this);
            }
        }
        return emitted;
    }

    /** Zeroes the gradients of the parameters that nothing contributed to. */
    void fill(List<Buffer> parameters) {
        for (Buffer parameter : parameters) {
            Buffer gradient = buffers.gradientOf(parameter);
            if (started.add(gradient)) {
                add(zero(gradient), parameter.name());
            }
        }
    }

    private boolean live(Tape.Entry entry) {
        Buffer gradient = gradients.get(entry.step().output().buffer());
        return gradient != null && started.contains(gradient);
    }

    @Override
    public boolean wants(View value) {
        return wanted.contains(value.buffer());
    }

    @Override
    public View of(View value) {
        return value.on(gradients.computeIfAbsent(value.buffer(), buffer -> {
            Buffer gradient = buffer.space() == Buffer.Space.PARAMETER
                    ? buffers.gradientOf(buffer)
                    : buffers.make(Buffer.Space.WORK, "gradient of " + buffer.name(), 0, buffer.size());
            managed.add(gradient);
            return gradient;
        }));
    }

    @Override
    public boolean sole(View value) {
        return !gradients.containsKey(value.buffer()) && readings.getOrDefault(value.buffer(), 0) == 1;
    }

    @Override
    public View scratch(String name, List<Extent> extents) {
        return buffers.work(name + " of " + current.node(), extents);
    }

    @Override
    public void emit(Step step) {
        for (View read : step.reads()) {
            start(read.buffer());
        }
        Buffer written = step.output().buffer();
        if (!managed.contains(written)) {
            add(step, current.node());
        } else if (!started.contains(written) && step.output().covers()) {
            started.add(written);
            add(step.accumulating(false), current.node());
        } else {
            start(written);
            add(step.accumulating(true), current.node());
        }
    }

    private void start(Buffer gradient) {
        if (managed.contains(gradient) && started.add(gradient)) {
            add(zero(gradient), current.node());
        }
    }

    private void add(Step step, String node) {
        emitted.add(new Tape.Entry(step, node, -1, -1));
    }

    private static Step zero(Buffer buffer) {
        List<Extent> extents = List.of(buffer.size());
        return new MapStep(
                extents, List.of(), View.whole(buffer, extents), Exprs.ZERO, MapStep.Reduction.NONE, 0, false);
    }
}
