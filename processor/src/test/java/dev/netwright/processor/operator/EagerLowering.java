package dev.netwright.processor.operator;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.graph.Graph.Applied;
import dev.netwright.processor.graph.Graph.Node;
import dev.netwright.processor.graph.Graph.Stored;
import dev.netwright.processor.pointwise.Evaluator;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Gradients;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Runs each step in double as soon as it is emitted, at one batch size: what operators mean, without a plan. */
final class EagerLowering {
    private final Graph graph;
    private final int n;
    private final boolean training;
    private final Map<String, double[]> given;
    private final Map<Buffer, double[]> memory = new HashMap<>();
    private final Map<Buffer, Buffer> gradients = new HashMap<>();
    private final Map<String, View> values = new HashMap<>();
    private final Map<String, View> parameters = new HashMap<>();
    private final List<Consumer<Gradients>> tape = new ArrayList<>();
    private boolean taping = true;

    /** Values of inputs, parameters and buffers by full name. */
    EagerLowering(Graph graph, int n, boolean training, Map<String, double[]> given) {
        this.graph = graph;
        this.n = n;
        this.training = training;
        this.given = given;
        for (List<Stored> store : List.of(graph.parameters(), graph.buffers())) {
            for (Stored stored : store) {
                List<Extent> extents =
                        stored.spec().shape().stream().map(Extent::of).toList();
                parameters.put(stored.name(), filled(stored.name(), extents, known(given, stored.name())));
            }
        }
        for (Node node : graph.nodes()) {
            Optional<View> value = Optional.empty();
            for (Applied applied : node.applied()) {
                At lowering = new At(node, applied, value);
                View result = applied.operator().lower(applied.site(), lowering);
                if (applied.output().varies() && applied.operator().needsMask(applied.site())) {
                    result = Masks.masked(applied.output(), result, 0, lowering);
                }
                value = Optional.of(result);
                if (!result.extents().equals(applied.output().extents())) {
                    throw new AssertionError(applied.site().written() + " gives " + result.extents());
                }
            }
            values.put(node.name(), value.orElseThrow());
        }
    }

    /** A node's value in row-major order. */
    double[] value(String node) {
        return read(known(values, node));
    }

    /** Runs the adjoints for a gradient of a node's value; returns the gradient of another's, or of a parameter. */
    double[] gradient(String node, double[] gradient, String of) {
        View result = known(values, node);
        View source = known(values.containsKey(of) ? values : parameters, of);
        Tape tapeRun = new Tape();
        View seed = tapeRun.of(result);
        int k = 0;
        for (int at : addresses(seed)) {
            known(memory, seed.buffer())[at] += gradient[k++];
        }
        for (int entry = tape.size() - 1; entry >= 0; entry--) {
            tape.get(entry).accept(tapeRun);
        }
        return read(tapeRun.of(source));
    }

    private static <K, V> V known(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new AssertionError("no " + key);
        }
        return value;
    }

    private double[] read(View view) {
        int[] addresses = addresses(view);
        double[] data = known(memory, view.buffer());
        double[] result = new double[addresses.length];
        for (int k = 0; k < result.length; k++) {
            result[k] = data[addresses[k]];
        }
        return result;
    }

    private View filled(String name, List<Extent> extents, double[] content) {
        View view = fresh(name, extents);
        double[] data = known(memory, view.buffer());
        if (content.length != data.length) {
            throw new AssertionError(name + ": " + content.length + " for " + data.length);
        }
        System.arraycopy(content, 0, data, 0, data.length);
        return view;
    }

    private View fresh(String name, List<Extent> extents) {
        Extent size = Extent.of(1);
        for (Extent extent : extents) {
            size = size.times(extent);
        }
        Buffer buffer = new Buffer(memory.size(), Buffer.Space.WORK, name, 0, size);
        memory.put(buffer, new double[size.at(n)]);
        return View.whole(buffer, extents);
    }

    private int[] addresses(View view) {
        int[] result = {view.offset()};
        for (int axis = 0; axis < view.rank(); axis++) {
            int length = view.extents().get(axis).at(n);
            int[] next = new int[result.length * length];
            for (int i = 0; i < result.length; i++) {
                for (int j = 0; j < length; j++) {
                    next[i * length + j] = result[i] + j * view.strides().get(axis);
                }
            }
            result = next;
        }
        return result;
    }

    private void run(Step step) {
        if (step instanceof MapStep map) {
            run(map);
        } else if (step instanceof CopyStep copy) {
            store(copy.output(), read(copy.input()), copy.accumulate());
        } else if (step instanceof MatMulStep product) {
            run(product);
        } else if (step instanceof ConvolveStep || step instanceof PoolStep) {
            WindowReference.run(step, this::read, this::store, n);
        } else if (step instanceof RandomStep random) {
            SplittableRandom source = new SplittableRandom(random.stream());
            store(
                    random.output(),
                    source.doubles(addresses(random.output()).length).toArray(),
                    false);
        }
    }

    private void store(View view, double[] content, boolean accumulate) {
        int[] addresses = addresses(view);
        double[] data = known(memory, view.buffer());
        for (int k = 0; k < addresses.length; k++) {
            data[addresses[k]] = accumulate ? data[addresses[k]] + content[k] : content[k];
        }
    }

    private void run(MapStep map) {
        List<double[]> inputs = map.inputs().stream().map(this::read).toList();
        int outer = addresses(map.output()).length;
        int points = inputs.isEmpty() ? outer : inputs.get(0).length;
        int inner = points / outer;
        double[] result = new double[outer];
        double[] point = new double[inputs.size()];
        for (int i = 0; i < outer; i++) {
            double sum = map.reduction() == MapStep.Reduction.MAX ? Double.NEGATIVE_INFINITY : 0;
            for (int j = 0; j < inner; j++) {
                for (int k = 0; k < point.length; k++) {
                    point[k] = inputs.get(k)[i * inner + j];
                }
                double value = Evaluator.evaluate(map.body(), point);
                sum = map.reduction() == MapStep.Reduction.MAX ? Math.max(sum, value) : sum + value;
            }
            result[i] = sum;
        }
        store(map.output(), result, map.accumulate());
    }

    private void run(MatMulStep product) {
        int rank = product.output().rank();
        int rows = product.output().extents().get(rank - 2).at(n);
        int columns = product.output().extents().get(rank - 1).at(n);
        int depth = product.a().extents().get(rank - 1).at(n);
        if (!product.b().extents().get(rank - 2).equals(product.a().extents().get(rank - 1))) {
            throw new AssertionError("product of " + product.a().extents() + " and "
                    + product.b().extents());
        }
        double[] a = read(product.a());
        double[] b = read(product.b());
        int batches = a.length / (rows * depth);
        double[] c = new double[batches * rows * columns];
        for (int batch = 0; batch < batches; batch++) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int k = 0; k < depth; k++) {
                        sum += a[(batch * rows + i) * depth + k] * b[(batch * depth + k) * columns + j];
                    }
                    c[(batch * rows + i) * columns + j] = sum;
                }
            }
        }
        store(product.output(), c, product.accumulate());
    }

    /** The backward pass, run at once. */
    private final class Tape implements Gradients {
        @Override
        public boolean wants(View value) {
            return true;
        }

        @Override
        public View of(View value) {
            Buffer buffer = gradients.computeIfAbsent(
                    value.buffer(),
                    b -> fresh("d " + b.name(), List.of(b.size())).buffer());
            return new View(buffer, value.offset(), value.extents(), value.strides());
        }

        @Override
        public View scratch(String name, List<Extent> extents) {
            return fresh(name, extents);
        }

        @Override
        public void emit(Step step) {
            run(step);
        }
    }

    /** Lowering of one operator. */
    private final class At implements Lowering {
        private final Node node;
        private final Applied applied;
        private final Optional<View> before;

        At(Node node, Applied applied, Optional<View> before) {
            this.node = node;
            this.applied = applied;
            this.before = before;
        }

        @Override
        public boolean training() {
            return training;
        }

        @Override
        public View input(int index) {
            return before.orElseGet(() ->
                    known(values, graph.nodes().get(node.inputs().get(index)).name()));
        }

        @Override
        public View parameter(String local) {
            return known(parameters, applied.prefix() + local);
        }

        @Override
        public View source() {
            return filled(node.name(), node.type().extents(), known(given, node.name()));
        }

        @Override
        public View lengths(String input) {
            Node lengths = graph.lengths(input);
            return filled(lengths.name(), lengths.type().extents(), known(given, lengths.name()));
        }

        @Override
        public View constant(List<Float> literals, List<Integer> shape) {
            double[] content = literals.stream().mapToDouble(f -> f).toArray();
            return filled("constant", shape.stream().map(Extent::of).toList(), content);
        }

        @Override
        public View allocate(List<Extent> extents) {
            return fresh(node.name(), extents);
        }

        @Override
        public void emit(Step step) {
            run(step);
            if (taping) {
                tape.add(step::adjoint);
            }
        }

        @Override
        public int stream() {
            return node.index();
        }

        @Override
        public View map(Expr body, List<Extent> extents, List<View> inputs) {
            View result = allocate(extents);
            List<View> views = inputs.stream().map(v -> broadcast(v, extents)).toList();
            emit(new MapStep(extents, views, result, body, MapStep.Reduction.NONE, 0, false));
            return result;
        }

        @Override
        public View reduce(
                Expr body, MapStep.Reduction reduction, int reduced, List<Extent> extents, List<View> inputs) {
            List<Extent> kept = new ArrayList<>(extents.subList(0, extents.size() - reduced));
            View result = allocate(kept);
            List<View> views = inputs.stream().map(v -> broadcast(v, extents)).toList();
            emit(new MapStep(extents, views, result, body, reduction, reduced, false));
            return Views.inserted(result, kept.size(), reduced);
        }

        @Override
        public View broadcast(View view, List<Extent> extents) {
            List<Integer> strides = new ArrayList<>();
            int missing = extents.size() - view.rank();
            for (int k = 0; k < extents.size(); k++) {
                boolean own = k >= missing && !view.extents().get(k - missing).equals(Extent.of(1));
                if (own && !view.extents().get(k - missing).equals(extents.get(k))) {
                    throw new AssertionError(view.extents() + " as " + extents);
                }
                strides.add(own ? view.strides().get(k - missing) : 0);
            }
            return new View(view.buffer(), view.offset(), extents, strides);
        }

        @Override
        public View reshape(View view, List<Extent> extents) {
            if (View.rowMajor(view.extents()).equals(view.strides())) {
                return new View(view.buffer(), view.offset(), extents, View.rowMajor(extents));
            }
            View copy = allocate(view.extents());
            emit(new CopyStep(view, copy, false));
            return new View(copy.buffer(), 0, extents, View.rowMajor(extents));
        }

        @Override
        public void withAdjoint(Runnable forward, Consumer<Gradients> adjoint) {
            taping = false;
            forward.run();
            taping = true;
            tape.add(adjoint);
        }
    }
}
