package dev.netwright.processor.plan;

import dev.netwright.processor.pointwise.Evaluator;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs a step in row form over some of its rows, in double. */
final class StepRunner {
    private final int n;
    private final Function<Buffer, Interpreter.Memory> memory;
    private final Interpreter.RandomSource random;

    StepRunner(int n, Function<Buffer, Interpreter.Memory> memory, Interpreter.RandomSource random) {
        this.n = n;
        this.memory = memory;
        this.random = random;
    }

    void run(Step step, int from, int to) {
        if (step instanceof MapStep map) {
            map(map, from, to);
        } else if (step instanceof CopyStep copy) {
            copy(copy, from, to);
        } else if (step instanceof MatMulStep product) {
            product(product, from, to);
        } else if (step instanceof ConvolveStep convolution) {
            new WindowRunner(n, memory, convolution.geometry()).convolve(convolution, from, to);
        } else if (step instanceof PoolStep pool) {
            new WindowRunner(n, memory, pool.geometry()).pool(pool, from, to);
        } else if (step instanceof RandomStep r) {
            Place place = new Place(r.output());
            int[] lengths = lengths(r.output().extents());
            int row = count(lengths, 1, lengths.length);
            forEach(
                    lengths,
                    0,
                    lengths.length,
                    from,
                    to,
                    new int[lengths.length],
                    (index, ordinal) -> place.set(index, random.at(r.stream(), (long) from * row + ordinal)));
        }
    }

    private void map(MapStep step, int from, int to) {
        List<Place> inputs = step.inputs().stream().map(Place::new).toList();
        Place output = new Place(step.output());
        double[] values = new double[inputs.size()];
        Evaluator evaluator = new Evaluator(List.<Expr>of(step.body()));
        int[] lengths = lengths(step.extents());
        int free = lengths.length - step.reduced();
        int[] index = new int[lengths.length];
        double start = step.reduction() == MapStep.Reduction.MAX ? Double.NEGATIVE_INFINITY : 0;
        double[] result = new double[1];
        forEach(lengths, 0, free, from, to, index, (point, ordinal) -> {
            result[0] = start;
            forEach(lengths, free, lengths.length, 0, -1, point, (inner, ignored) -> {
                for (int k = 0; k < values.length; k++) {
                    values[k] = inputs.get(k).get(inner);
                }
                double value = evaluator.evaluate(values, 0);
                result[0] = switch (step.reduction()) {
                    case NONE -> value;
                    case SUM -> result[0] + value;
                    case MAX -> Math.max(result[0], value);
                };
            });
            output.put(point, result[0], step.accumulate());
        });
    }

    private void copy(CopyStep step, int from, int to) {
        Place input = new Place(step.input());
        Place output = new Place(step.output());
        int[] lengths = lengths(step.output().extents());
        forEach(
                lengths,
                0,
                lengths.length,
                from,
                to,
                new int[lengths.length],
                (index, ordinal) -> output.put(index, input.get(index), step.accumulate()));
    }

    /** Rows of products; each sum in ascending order of the batches added up, then of k. */
    private void product(MatMulStep step, int from, int to) {
        Place a = new Place(step.a());
        Place b = new Place(step.b());
        Place c = new Place(step.output());
        int rank = step.output().rank();
        int rowAxis = Rows.rowAxis(step);
        List<Integer> axes = new ArrayList<>(List.of(rowAxis));
        List<Integer> added = new ArrayList<>();
        for (int k = 0; k < rank; k++) {
            boolean sum = k < rank - 2 && step.output().strides().get(k) == 0;
            if (k != rowAxis) {
                (sum ? added : axes).add(k);
            }
        }
        int free = axes.size();
        axes.addAll(added);
        int[] lengths = axes.stream()
                .mapToInt(k -> step.output().extents().get(k).at(n))
                .toArray();
        int inner = step.a().extents().get(rank - 1).at(n);
        int[] ai = new int[rank];
        int[] bi = new int[rank];
        int[] ci = new int[rank];
        double[] sum = new double[1];
        forEach(lengths, 0, free, from, to, new int[lengths.length], (point, ordinal) -> {
            sum[0] = 0;
            forEach(lengths, free, lengths.length, 0, -1, point, (all, ignored) -> {
                for (int k = 0; k < all.length; k++) {
                    int axis = axes.get(k);
                    ci[axis] = all[k];
                    ai[axis] = axis == rank - 1 ? 0 : all[k];
                    bi[axis] = axis == rank - 2 ? 0 : all[k];
                }
                for (int k = 0; k < inner; k++) {
                    ai[rank - 1] = k;
                    bi[rank - 2] = k;
                    sum[0] += a.get(ai) * b.get(bi);
                }
            });
            c.put(ci, sum[0], step.accumulate());
        });
    }

    private int[] lengths(List<Extent> extents) {
        return extents.stream().mapToInt(e -> e.at(n)).toArray();
    }

    private static int count(int[] lengths, int from, int to) {
        int count = 1;
        for (int k = from; k < to; k++) {
            count *= lengths[k];
        }
        return count;
    }

    private interface Point {
        void at(int[] index, long ordinal);
    }

    /** All points of axes {@code first} to {@code last}, excluded, in row-major order; axis 0 runs over the rows given. */
    private static void forEach(int[] lengths, int first, int last, int from, int to, int[] index, Point point) {
        if (first == last) {
            point.at(index, 0);
            return;
        }
        int start = first == 0 ? from : 0;
        int end = first == 0 ? to : lengths[first];
        long points = (long) (end - start) * count(lengths, first + 1, last);
        for (int k = first; k < last; k++) {
            index[k] = 0;
        }
        index[first] = start;
        for (long ordinal = 0; ordinal < points; ordinal++) {
            point.at(index, ordinal);
            int axis = last - 1;
            while (++index[axis] == (axis == first ? end : lengths[axis]) && axis > first) {
                index[axis--] = 0;
            }
        }
    }

    /** A view's memory. */
    private final class Place {
        private final double[] array;
        private final int at;
        private final int[] strides;

        Place(View view) {
            Interpreter.Memory place = memory.apply(view.buffer());
            array = place.array;
            at = place.at + view.offset();
            strides = view.strides().stream().mapToInt(s -> s).toArray();
        }

        private int address(int[] index) {
            int address = at;
            for (int k = 0; k < strides.length; k++) {
                address += index[k] * strides[k];
            }
            return address;
        }

        double get(int[] index) {
            return array[address(index)];
        }

        void set(int[] index, double value) {
            array[address(index)] = value;
        }

        void put(int[] index, double value, boolean add) {
            int address = address(index);
            array[address] = add ? array[address] + value : value;
        }
    }
}
