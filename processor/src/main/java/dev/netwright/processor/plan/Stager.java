package dev.netwright.processor.plan;

import dev.netwright.processor.step.Bodies;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Groups steps into stages. A step joins the latest stage that it shares a buffer with, if that has rows it can run over, no
 * row of it needs another row's results, and no stage in between stands against it.
 */
final class Stager {
    /** How many stages back a step looks. */
    private static final int REACH = 8;

    /** Most steps of a stage and most parts of their bodies: what fits a method that HotSpot compiles. */
    private static final int MOST_STEPS = 12;

    private static final int MOST_PARTS = 160;

    private final List<Group> groups = new ArrayList<>();

    private Stager() {}

    /** The stages of some steps; with {@code join} false, one a step. */
    static List<Group> stages(List<Tape.Entry> entries, boolean join) {
        Stager stager = new Stager();
        for (Tape.Entry entry : entries) {
            stager.add(entry, join);
        }
        return stager.groups;
    }

    private void add(Tape.Entry entry, boolean join) {
        Step step = entry.step() instanceof MatMulStep product ? Products.normal(product) : entry.step();
        if (join && !(step instanceof MatMulStep) && !(step instanceof ConvolveStep)) {
            int oldest = Math.max(0, groups.size() - REACH);
            for (int k = groups.size() - 1; k >= oldest; k--) {
                Group group = groups.get(k);
                boolean last = k == groups.size() - 1;
                if (group.shares(step) || (last && step instanceof RandomStep)) {
                    // All rows of a step in the one row of a stage would be no rows for other threads.
                    boolean parallel = !group.rows.isOne() || Rows.natural(step).isOne();
                    Optional<Step> rows = parallel ? Rows.of(step, group.rows) : Optional.empty();
                    if (rows.isPresent() && group.takes(rows.get())) {
                        group.add(rows.get());
                        return;
                    }
                }
                if (group.conflicts(step)) {
                    break;
                }
            }
        }
        Extent rows = Rows.natural(step);
        Step first = Rows.of(step, rows)
                .orElseThrow(
                        () -> new IllegalArgumentException("no rows in a step of '" + entry.node() + "': " + entry));
        Group group = new Group(entry.node(), rows);
        group.add(first);
        groups.add(group);
    }

    /** A stage in the making. */
    static final class Group {
        final String node;
        final Extent rows;
        final List<Step> steps = new ArrayList<>();
        private final List<Access> accesses = new ArrayList<>();
        private int parts;

        private Group(String node, Extent rows) {
            this.node = node;
            this.rows = rows;
        }

        private void add(Step step) {
            steps.add(step);
            accesses.addAll(Access.of(step));
            parts += parts(step);
        }

        private static int parts(Step step) {
            return step instanceof MapStep map
                    ? Bodies.size(map.body()) + map.inputs().size()
                    : 1;
        }

        private boolean shares(Step step) {
            return accesses.stream()
                    .anyMatch(a -> a.buffer().equals(step.output().buffer())
                            || step.reads().stream().anyMatch(r -> r.buffer().equals(a.buffer())));
        }

        /** Whether the order of a step and this stage matters. */
        private boolean conflicts(Step step) {
            return accesses.stream()
                    .anyMatch(a -> a.buffer().equals(step.output().buffer())
                            || (a.write()
                                    && step.reads().stream()
                                            .anyMatch(r -> r.buffer().equals(a.buffer()))));
        }

        private boolean takes(Step step) {
            if (steps.size() >= MOST_STEPS || parts + parts(step) > MOST_PARTS) {
                return false;
            }
            for (Access mine : Access.of(step)) {
                for (Access other : accesses) {
                    if (mine.conflicts(other) && !mine.aligned(other, rows)) {
                        return false;
                    }
                }
            }
            return true;
        }

        Stage stage() {
            boolean perSample = Work.growsWithBatch(steps);
            return new Stage(
                    node, steps, rows, Work.tile(steps, rows), Math.max(1, Work.perRow(steps, perSample)), perSample);
        }
    }
}
