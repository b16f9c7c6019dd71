package dev.netwright.processor.plan;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.StandardizeOperator;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes plans: lowers the operators of a graph to steps, fuses maps, goes back over the steps for the backward pass, groups
 * them into stages and places their buffers. Stateless.
 */
public final class Planner {
    private Planner() {}

    /**
     * The plan that predicts.
     *
     * @throws PlanTooLarge where the workspace or a value does not fit an array
     */
    public static Plan inference(Graph graph) {
        return plan(graph, false, new Options(true, true, true));
    }

    /**
     * The plan that trains.
     *
     * @throws PlanTooLarge where the workspace or a value does not fit an array
     */
    public static Plan training(Graph graph) {
        return plan(graph, true, new Options(true, true, true));
    }

    /**
     * The plan that shows: the forward pass as in training, every node a result, kept to the end. It has no backward pass.
     *
     * @throws PlanTooLarge where the workspace or a value does not fit an array
     */
    public static Plan inspection(Graph graph) {
        Forward forward = new Forward(graph, true);
        forward.lower(graph.nodes());
        try {
            return inspection(forward);
        } catch (ArithmeticException e) {
            throw tooLarge(e);
        }
    }

    private static Plan inspection(Forward forward) {
        List<Tape.Entry> entries = forward.tape.entries;
        entries.replaceAll(e -> new Tape.Entry(e.step(), e.node(), e.applied(), -1));
        Set<Buffer> kept = new HashSet<>();
        List<Plan.Output> outputs = new ArrayList<>();
        for (Forward.Result result : forward.results) {
            kept.add(result.value().buffer());
            outputs.add(new Plan.Output(result.name(), result.value(), Optional.empty(), Optional.empty()));
        }
        Fusion.run(entries, kept, true);
        Assembly assembly = new Assembly(new Options(true, true, true));
        int stages = assembly.add(entries);
        return assembly.plan(forward, stages, kept, Set.of(), outputs);
    }

    /**
     * The plan that fits: as the one that predicts, but its results are what arrives at each {@code @Standardize}, in the order of nodes and
     * operators. It computes nothing else. Empty where there is none.
     *
     * @throws PlanTooLarge where the workspace or a value does not fit an array
     */
    public static Optional<Plan> arrivals(Graph graph) {
        Forward forward = new Forward(graph, false);
        forward.lowerArrivals(use -> use.operator() instanceof StandardizeOperator);
        if (forward.results.isEmpty()) {
            return Optional.empty();
        }
        Set<Buffer> needed = new HashSet<>();
        forward.results.forEach(result -> needed.add(result.value().buffer()));
        List<Tape.Entry> entries = forward.tape.entries;
        for (int k = entries.size() - 1; k >= 0; k--) {
            Step step = entries.get(k).step();
            if (needed.contains(step.output().buffer())) {
                step.reads().forEach(view -> needed.add(view.buffer()));
            } else {
                entries.remove(k);
            }
        }
        try {
            return Optional.of(inference(forward, new Options(true, true, true)));
        } catch (ArithmeticException e) {
            throw tooLarge(e);
        }
    }

    private static PlanTooLarge tooLarge(ArithmeticException e) {
        PlanTooLarge tooLarge = new PlanTooLarge("the workspace", Long.MAX_VALUE);
        tooLarge.initCause(e);
        return tooLarge;
    }

    /** What to do beyond the necessary; tests compare with and without. */
    record Options(boolean fuse, boolean join, boolean inPlace) {}

    static Plan plan(Graph graph, boolean training, Options options) {
        Forward forward = new Forward(graph, training);
        forward.lower(graph.outputs());
        try {
            return training ? training(forward, options) : inference(forward, options);
        } catch (ArithmeticException e) {
            throw tooLarge(e);
        }
    }

    private static Plan inference(Forward forward, Options options) {
        List<Tape.Entry> entries = forward.tape.entries;
        entries.replaceAll(e -> new Tape.Entry(e.step(), e.node(), e.applied(), -1));
        Map<Buffer, Buffer> names = new HashMap<>();
        List<Plan.Output> outputs = new ArrayList<>();
        for (Forward.Result result : forward.results) {
            Buffer buffer = result.value().buffer();
            Buffer output = forward.buffers.make(Buffer.Space.OUTPUT, result.name(), outputs.size(), buffer.size());
            names.put(buffer, output);
            outputs.add(new Plan.Output(result.name(), result.value().on(output), Optional.empty(), Optional.empty()));
        }
        entries.replaceAll(e -> e.with(Renaming.of(e.step(), names)));
        if (options.fuse) {
            Fusion.run(entries, Set.of(), false);
        }
        Assembly assembly = new Assembly(options);
        int stages = assembly.add(constantsFirst(entries));
        return assembly.plan(forward, stages, Set.of(), Set.of(), outputs);
    }

    /**
     * The steps with those first whose results depend on no input: the factors of a BatchNorm would else stand between a product and the
     * map that follows it, and keep them apart.
     */
    private static List<Tape.Entry> constantsFirst(List<Tape.Entry> entries) {
        Set<Buffer> dependent = new HashSet<>();
        int before = -1;
        while (before < dependent.size()) {
            before = dependent.size();
            for (Tape.Entry entry : entries) {
                if (entry.step().reads().stream()
                        .anyMatch(v -> v.buffer().space() == Buffer.Space.INPUT || dependent.contains(v.buffer()))) {
                    dependent.add(entry.step().output().buffer());
                }
            }
        }
        List<Tape.Entry> ordered = new ArrayList<>(entries);
        ordered.removeIf(e -> dependent.contains(e.step().output().buffer()));
        entries.stream()
                .filter(e -> dependent.contains(e.step().output().buffer()))
                .forEach(ordered::add);
        return ordered;
    }

    private static Plan training(Forward forward, Options options) {
        List<Tape.Entry> entries = forward.tape.entries;
        Set<Buffer> kept = new HashSet<>();
        for (Forward.Result result : forward.results) {
            kept.add(result.value().buffer());
            result.head().ifPresent(head -> kept.add(head.logits().buffer()));
        }
        if (options.fuse) {
            Set<Buffer> pinned = new HashSet<>(kept);
            for (Tape.Entry entry : entries) {
                if (entry.region() >= 0) {
                    pinned.add(entry.step().output().buffer());
                    entry.step().reads().forEach(view -> pinned.add(view.buffer()));
                }
            }
            Fusion.run(entries, pinned, true);
        }
        Assembly assembly = new Assembly(options);
        int boundary = assembly.add(entries);
        assembly.loss();
        Set<Buffer> dependent = Backward.dependent(entries);
        Backward main = new Backward(forward.buffers, forward.tape, entries, dependent);
        Set<Buffer> filled = new HashSet<>();
        List<Plan.Output> outputs = new ArrayList<>();
        List<Runnable> seeds = new ArrayList<>();
        int stages = 0;
        for (Forward.Result result : forward.results) {
            View gradient = loss(forward, result.value(), result.name(), filled);
            Optional<Plan.Head> head = Optional.empty();
            if (result.head().isPresent()
                    && dependent.contains(result.head().get().logits().buffer())) {
                Forward.FinalActivation activation = result.head().get();
                View logits = activation.logits();
                View logitsGradient = loss(forward, logits, result.name() + "'s logits", filled);
                List<Tape.Entry> steps = head(forward, entries, result, gradient, logitsGradient);
                int count = assembly.add(steps);
                head = Optional.of(new Plan.Head(activation.name(), logits, logitsGradient, stages, count));
                stages += count;
                seeds.add(() -> main.seed(logits.buffer(), logitsGradient.buffer(), result.name()));
            } else {
                main.seed(result.value().buffer(), gradient.buffer(), result.name());
            }
            outputs.add(new Plan.Output(result.name(), result.value(), Optional.of(gradient), head));
        }
        seeds.forEach(Runnable::run);
        List<Tape.Entry> backward = main.run();
        main.fill(
                forward.graph.parameters().stream().map(forward.buffers::stored).toList());
        if (options.fuse) {
            Fusion.run(backward, filled, false);
        }
        assembly.add(backward);
        return assembly.plan(forward, boundary, kept, filled, outputs);
    }

    /** A buffer that the loss fills with the gradient of a value. */
    private static View loss(Forward forward, View value, String name, Set<Buffer> filled) {
        Buffer buffer = forward.buffers.make(
                Buffer.Space.WORK, "gradient of " + name, 0, value.buffer().size());
        filled.add(buffer);
        return value.on(buffer);
    }

    /** The steps from the gradient of a result to the gradient of its logits. */
    private static List<Tape.Entry> head(
            Forward forward, List<Tape.Entry> all, Forward.Result result, View gradient, View logitsGradient) {
        Forward.FinalActivation activation = result.head().orElseThrow();
        List<Tape.Entry> entries =
                all.stream().filter(e -> e.applied() == activation.applied()).toList();
        Set<Buffer> wanted = new HashSet<>();
        wanted.add(activation.logits().buffer());
        entries.forEach(e -> wanted.add(e.step().output().buffer()));
        Backward back = new Backward(forward.buffers, forward.tape, entries, wanted);
        back.seed(result.value().buffer(), gradient.buffer(), result.name());
        back.target(activation.logits().buffer(), logitsGradient.buffer());
        return back.run();
    }

    /** Stages of both passes, then the plan. */
    private static final class Assembly {
        private final Options options;
        private final List<Stager.Group> groups = new ArrayList<>();
        private final List<List<Step>> steps = new ArrayList<>();
        private final List<Extent> rows = new ArrayList<>();

        Assembly(Options options) {
            this.options = options;
        }

        /** Adds the stages of some steps; how many. */
        int add(List<Tape.Entry> entries) {
            List<Stager.Group> added = Stager.stages(entries, options.join);
            for (Stager.Group group : added) {
                groups.add(group);
                steps.add(group.steps);
                rows.add(group.rows);
            }
            return added.size();
        }

        /** Marks the time between the passes. */
        void loss() {
            steps.add(new ArrayList<>());
            rows.add(Extent.of(1));
        }

        Plan plan(Forward forward, int boundary, Set<Buffer> kept, Set<Buffer> filled, List<Plan.Output> outputs) {
            Lifetimes lifetimes = new Lifetimes(steps, boundary, kept, filled);
            if (options.inPlace) {
                InPlace.run(steps, rows, lifetimes, boundary, filled);
            }
            List<Stage> stages = groups.stream().map(Stager.Group::stage).toList();
            return new Plan(
                    forward.graph,
                    forward.training,
                    stages.subList(0, boundary),
                    stages.subList(boundary, stages.size()),
                    Memory.layout(lifetimes),
                    constants(forward),
                    outputs);
        }

        /** The literals, none where no step is left that reads one. */
        private List<Float> constants(Forward forward) {
            boolean any = steps.stream()
                    .flatMap(List::stream)
                    .flatMap(step -> step.reads().stream())
                    .anyMatch(view -> view.buffer().space() == Buffer.Space.CONSTANT);
            return any ? forward.buffers.constants() : List.of();
        }
    }
}
