package dev.netwright.processor.plan;

import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets a value take the buffer's place of one that dies in the same stage, where row for row the old is read before the new is
 * written: a bias and an activation work in place on their product.
 */
final class InPlace {
    private final Lifetimes lifetimes;
    private final int boundary;
    private final Set<Buffer> filled;
    private final Map<Buffer, Buffer> names = new HashMap<>();

    private InPlace(Lifetimes lifetimes, int boundary, Set<Buffer> filled) {
        this.lifetimes = lifetimes;
        this.boundary = boundary;
        this.filled = filled;
    }

    /**
     * Unites buffers over all stages, steps replaced in place. Values of the forward pass, born before stage {@code boundary},
     * and gradients stay apart, so that a buffer means one thing; so do buffers {@code filled} by the loss.
     */
    static void run(List<List<Step>> stages, List<Extent> rows, Lifetimes lifetimes, int boundary, Set<Buffer> filled) {
        InPlace inPlace = new InPlace(lifetimes, boundary, filled);
        for (int k = 0; k < stages.size(); k++) {
            if (!stages.get(k).isEmpty()) {
                inPlace.stage(stages.get(k), rows.get(k), k);
            }
        }
        Map<Buffer, Buffer> resolved = new HashMap<>();
        inPlace.names.keySet().forEach(buffer -> resolved.put(buffer, inPlace.resolve(buffer)));
        for (List<Step> steps : stages) {
            steps.replaceAll(step -> Renaming.of(step, resolved));
        }
    }

    private Buffer resolve(Buffer buffer) {
        Buffer found = buffer;
        while (names.containsKey(found)) {
            found = names.get(found);
        }
        return found;
    }

    private void stage(List<Step> unresolved, Extent rows, int stage) {
        boolean changed = true;
        while (changed) {
            changed = false;
            Map<Buffer, Buffer> now = new HashMap<>();
            for (Step step : unresolved) {
                now.put(step.output().buffer(), resolve(step.output().buffer()));
                step.reads().forEach(v -> now.put(v.buffer(), resolve(v.buffer())));
            }
            List<Step> steps =
                    unresolved.stream().map(step -> Renaming.of(step, now)).toList();
            // First what is youngest: a product rather than what it was made of.
            List<Buffer> olds = steps.stream()
                    .flatMap(step -> step.reads().stream())
                    .map(View::buffer)
                    .filter(b -> dies(b, stage))
                    .distinct()
                    .sorted(Comparator.comparingInt(lifetimes::first).reversed())
                    .toList();
            for (Step step : steps) {
                Buffer young = step.output().buffer();
                boolean born = (young.space() == Buffer.Space.WORK || young.space() == Buffer.Space.OUTPUT)
                        && lifetimes.first(young) == stage;
                for (Buffer old : olds) {
                    if (born && !changed && !old.equals(young) && fits(steps, rows, old, young)) {
                        names.put(old, young);
                        lifetimes.unite(old, young);
                        changed = true;
                    }
                }
            }
        }
    }

    private boolean dies(Buffer buffer, int stage) {
        return buffer.space() == Buffer.Space.WORK
                && lifetimes.last(buffer) == stage
                && !filled.contains(buffer)
                && (lifetimes.first(buffer) < boundary) == (stage < boundary);
    }

    private static boolean fits(List<Step> steps, Extent rows, Buffer old, Buffer young) {
        if (!old.size().equals(young.size())) {
            return false;
        }
        boolean begun = false;
        for (Step step : steps) {
            for (Access access : Access.of(step)) {
                boolean concerned =
                        access.buffer().equals(old) || access.buffer().equals(young);
                if (concerned && !access.within(rows)) {
                    return false;
                }
            }
            boolean readsOld = step.reads().stream().anyMatch(v -> v.buffer().equals(old));
            boolean touchesOld = readsOld || step.output().buffer().equals(old);
            if (begun && touchesOld) {
                return false;
            }
            if (!begun && step.output().buffer().equals(young)) {
                begun = true;
                if (readsOld && !pointForPoint(step, old)) {
                    return false;
                }
            }
        }
        return begun;
    }

    /** Whether a step reads of a buffer, at each point, only what lies where the point is written. */
    private static boolean pointForPoint(Step step, Buffer old) {
        return step instanceof MapStep map
                && map.reduced() == 0
                && !map.accumulate()
                && map.inputs().stream()
                        .filter(v -> v.buffer().equals(old))
                        .allMatch(v -> v.offset() == map.output().offset()
                                && v.strides().equals(map.output().strides()));
    }
}
