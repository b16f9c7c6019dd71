package dev.netwright.processor.plan;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Bodies;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a map without reduction into the one map that reads its result at the same points: bias and activation become one
 * expression, and the value between them is never stored.
 */
final class Fusion {
    /** Most parts of a fused body. */
    private static final int LARGEST_BODY = 80;

    /** Most views that a fused map reads. */
    private static final int MOST_INPUTS = 10;

    private final List<Tape.Entry> entries;
    private final Set<Buffer> pinned;
    private final boolean training;
    private final Map<Buffer, Integer> readers = new HashMap<>();
    private final Map<Buffer, Integer> writers = new HashMap<>();
    private final Map<Buffer, Integer> firstWriter = new HashMap<>();
    private final Map<Buffer, Integer> lastWriter = new HashMap<>();

    private Fusion(List<Tape.Entry> entries, Set<Buffer> pinned, boolean training) {
        this.entries = entries;
        this.pinned = pinned;
        this.training = training;
        for (int k = 0; k < entries.size(); k++) {
            Step step = entries.get(k).step();
            step.reads().stream().map(View::buffer).distinct().forEach(b -> readers.merge(b, 1, Integer::sum));
            Buffer written = step.output().buffer();
            writers.merge(written, 1, Integer::sum);
            firstWriter.putIfAbsent(written, k);
            lastWriter.put(written, k);
        }
    }

    /**
     * Fuses maps in place. Buffers {@code pinned} stay; so do steps of regions with an adjoint of their own. Before
     * differentiation ({@code training}) the body of a maximum stays small: its adjoint computes it again for each comparison.
     */
    static void run(List<Tape.Entry> entries, Set<Buffer> pinned, boolean training) {
        Fusion fusion = new Fusion(entries, pinned, training);
        boolean[] gone = new boolean[entries.size()];
        for (int k = 0; k < entries.size(); k++) {
            fusion.absorb(k, gone);
        }
        List<Tape.Entry> left = new ArrayList<>();
        for (int k = 0; k < gone.length; k++) {
            if (!gone[k]) {
                left.add(entries.get(k));
            }
        }
        entries.clear();
        entries.addAll(left);
    }

    private void absorb(int at, boolean[] gone) {
        Tape.Entry entry = entries.get(at);
        if (!(entry.step() instanceof MapStep map) || entry.region() >= 0) {
            return;
        }
        if (training && map.reduction() == MapStep.Reduction.MAX) {
            return;
        }
        MapStep result = map;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int k = 0; k < result.inputs().size() && !changed; k++) {
                Buffer buffer = result.inputs().get(k).buffer();
                int writer = firstWriter.getOrDefault(buffer, -1);
                if (writer < 0 || writer >= at || gone[writer] || !replaceable(buffer, entries.get(writer))) {
                    continue;
                }
                Optional<MapStep> fused = fused((MapStep) entries.get(writer).step(), writer, result);
                if (fused.isPresent()) {
                    result = fused.get();
                    gone[writer] = true;
                    changed = true;
                }
            }
        }
        entries.set(at, entry.with(result));
    }

    private boolean replaceable(Buffer buffer, Tape.Entry writer) {
        return buffer.space() == Buffer.Space.WORK
                && !pinned.contains(buffer)
                && readers.getOrDefault(buffer, 0) == 1
                && writers.getOrDefault(buffer, 0) == 1
                && writer.region() < 0
                && writer.step() instanceof MapStep map
                && map.reduction() == MapStep.Reduction.NONE
                && !map.accumulate();
    }

    private Optional<MapStep> fused(MapStep inner, int writer, MapStep outer) {
        Buffer buffer = inner.output().buffer();
        for (View read : inner.inputs()) {
            if (lastWriter.getOrDefault(read.buffer(), -1) > writer) {
                return Optional.empty();
            }
        }
        View value = null;
        for (View read : outer.inputs()) {
            if (read.buffer().equals(buffer)) {
                if (value != null && !value.equals(read)) {
                    return Optional.empty();
                }
                value = read;
            }
        }
        Optional<List<View>> aligned = value == null ? Optional.empty() : aligned(inner, value);
        if (aligned.isEmpty()) {
            return Optional.empty();
        }
        List<View> inputs = new ArrayList<>(outer.inputs());
        List<Expr> innerNumbers = new ArrayList<>();
        for (View view : aligned.get()) {
            innerNumbers.add(Exprs.input(inputs.size()));
            inputs.add(view);
        }
        Expr innerBody = innerNumbers.isEmpty() ? inner.body() : Exprs.substitute(inner.body(), innerNumbers);
        List<Expr> numbers = new ArrayList<>();
        for (int k = 0; k < outer.inputs().size(); k++) {
            boolean replaced = outer.inputs().get(k).buffer().equals(buffer);
            numbers.add(replaced ? innerBody : Exprs.input(k));
        }
        MapStep fused = Bodies.compact(new MapStep(
                outer.extents(),
                inputs,
                outer.output(),
                Exprs.substitute(outer.body(), numbers),
                outer.reduction(),
                outer.reduced(),
                outer.accumulate()));
        boolean small =
                Bodies.size(fused.body()) <= LARGEST_BODY && fused.inputs().size() <= MOST_INPUTS;
        return small ? Optional.of(fused) : Optional.empty();
    }

    /** The inner map's inputs over the extents of the view by which its result is read, where both run over the same points. */
    private static Optional<List<View>> aligned(MapStep inner, View value) {
        List<Extent> extents = value.extents();
        boolean equal = inner.extents().equals(extents)
                && inner.output().offset() == value.offset()
                && inner.output().strides().equals(value.strides());
        if (equal) {
            return Optional.of(inner.inputs());
        }
        if (!inner.output().isWhole() || !value.isWhole()) {
            return Optional.empty();
        }
        List<View> result = new ArrayList<>();
        for (View view : inner.inputs()) {
            Optional<View> reshaped = view.reshaped(extents);
            if (reshaped.isEmpty()) {
                return Optional.empty();
            }
            result.add(reshaped.get());
        }
        return Optional.of(result);
    }
}
