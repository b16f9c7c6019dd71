package dev.netwright.processor.plan;

import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * Runs a plan in double, naively: the oracle for gradients and kernels. It runs in one of two ways that give the same bits if
 * the plan is right: by buffers, each with an array of its own, step after step over all rows; or by layout, all in one
 * workspace at the plan's offsets, stage after stage in tiles of a few rows, in random order. What was not written is NaN.
 * Not safe for use by several threads at once.
 */
public final class Interpreter {
    /** Random numbers by stream and index of the element, in [0, 1). */
    @FunctionalInterface
    public interface RandomSource {
        /** The number. */
        double at(int stream, long index);
    }

    private final Plan plan;
    private final boolean byLayout;
    private final Random order;
    private RandomSource random = Interpreter::standIn;
    private DoubleUnaryOperator rounding = DoubleUnaryOperator.identity();
    private double[] parameters;
    private double[] states;
    private final double[] gradients;
    private final double[] constants;
    private double[][] inputs = {};
    private double[][] outputs = {};
    private double[] workspace = {};
    private Map<Buffer, double[]> arrays = new HashMap<>();
    private int n;

    /** Runs by buffers. */
    public Interpreter(Plan plan) {
        this(plan, false, 0);
    }

    private Interpreter(Plan plan, boolean byLayout, long seed) {
        this.plan = plan;
        this.byLayout = byLayout;
        this.order = new Random(seed);
        this.parameters = new double[plan.graph().parameterCount()];
        this.states = new double[plan.graph().bufferCount()];
        this.gradients = new double[parameters.length];
        this.constants =
                plan.constants().stream().mapToDouble(Float::doubleValue).toArray();
    }

    /** Runs by the layout, tiles in an order that depends on the seed. */
    public static Interpreter byLayout(Plan plan, long seed) {
        return new Interpreter(plan, true, seed);
    }

    /** Sets the parameter store, in the order of the graph. */
    public Interpreter parameters(double[] values) {
        parameters = checked(values, parameters.length);
        return this;
    }

    /** Sets the store of buffers, in the order of the graph. */
    public Interpreter buffers(double[] values) {
        states = checked(values, states.length);
        return this;
    }

    /** The store of buffers as the last forward pass left it. */
    public double[] buffers() {
        return states.clone();
    }

    /** Sets where random numbers come from; they differ by stream and element by default. */
    public Interpreter random(RandomSource source) {
        random = source;
        return this;
    }

    /** Sets what every number that a step stores goes through: to ask how far roundings on the way move a result. By buffers only. */
    public Interpreter rounding(DoubleUnaryOperator of) {
        if (byLayout) {
            throw new IllegalStateException("tiles of rows would be rounded several times");
        }
        rounding = of;
        return this;
    }

    private static double[] checked(double[] values, int length) {
        if (values.length != length) {
            throw new IllegalArgumentException(values.length + " values for a store of " + length);
        }
        return values.clone();
    }

    /** The results for {@code samples} samples, each in row-major order. */
    public double[][] forward(double[][] values, int samples) {
        n = samples;
        inputs = values;
        outputs = new double[plan.outputs().size()][];
        for (int k = 0; k < outputs.length; k++) {
            outputs[k] =
                    new double[plan.outputs().get(k).value().buffer().size().at(n)];
            Arrays.fill(outputs[k], Double.NaN);
        }
        long floats = plan.layout().fixed() + (long) plan.layout().perSample() * n;
        workspace = new double[byLayout ? Math.toIntExact(floats) : 0];
        Arrays.fill(workspace, Double.NaN);
        arrays = new HashMap<>();
        plan.forward().forEach(this::run);
        return plan.outputs().stream().map(o -> read(o.value())).toArray(double[][]::new);
    }

    /**
     * The gradients of the parameters after {@link #forward}. {@code outputGradients[i]} is the gradient of result i, or of the
     * logits below it where {@code fromLogits[i]}.
     */
    public double[] backward(double[][] outputGradients, boolean[] fromLogits) {
        if (!plan.training()) {
            throw new IllegalStateException("a plan without backward pass");
        }
        Arrays.fill(gradients, Double.NaN);
        boolean[] skipped = new boolean[plan.backward().size()];
        for (int k = 0; k < outputGradients.length; k++) {
            Plan.Output output = plan.outputs().get(k);
            if (fromLogits[k]) {
                Plan.Head head = output.head().orElseThrow();
                Arrays.fill(skipped, head.first(), head.first() + head.stages(), true);
                write(head.gradient(), outputGradients[k]);
            } else {
                write(output.gradient().orElseThrow(), outputGradients[k]);
            }
        }
        for (int k = 0; k < skipped.length; k++) {
            if (!skipped[k]) {
                run(plan.backward().get(k));
            }
        }
        return gradients.clone();
    }

    private void run(Stage stage) {
        int rows = stage.rows().at(n);
        if (!byLayout) {
            for (Step step : stage.steps()) {
                run(step, 0, rows);
                round(step.output());
            }
            return;
        }
        List<Integer> starts = new ArrayList<>();
        // Small tiles, so that a few samples make many; a tile of any size must do.
        int tile = Math.min(stage.tile(), 1 + order.nextInt(3));
        for (int from = 0; from < rows; from += tile) {
            starts.add(from);
        }
        Collections.shuffle(starts, order);
        for (int from : starts) {
            int to = Math.min(rows, from + tile);
            stage.steps().forEach(step -> run(step, from, to));
        }
    }

    private void run(Step step, int from, int to) {
        new StepRunner(n, this::memory, random).run(step, from, to);
    }

    private void round(View stored) {
        Memory memory = memory(stored.buffer());
        round(memory.array, memory.at + stored.offset(), stored.extents(), stored.strides(), 0);
    }

    private void round(double[] array, int at, List<Extent> extents, List<Integer> strides, int axis) {
        if (axis == extents.size()) {
            array[at] = rounding.applyAsDouble(array[at]);
            return;
        }
        int stride = strides.get(axis);
        int length = stride == 0 ? 1 : extents.get(axis).at(n); // one element, added up along the axis
        for (int k = 0; k < length; k++) {
            round(array, at + k * stride, extents, strides, axis + 1);
        }
    }

    /** The array that a view's buffer lies in, and where it begins. */
    private Memory memory(Buffer buffer) {
        return switch (buffer.space()) {
            case INPUT -> new Memory(inputs[buffer.index()], 0);
            case OUTPUT -> new Memory(outputs[buffer.index()], 0);
            case PARAMETER -> new Memory(parameters, buffer.index());
            case STATE -> new Memory(states, buffer.index());
            case GRADIENT -> new Memory(gradients, buffer.index());
            case CONSTANT -> new Memory(constants, buffer.index());
            case WORK -> work(buffer);
        };
    }

    private Memory work(Buffer buffer) {
        if (!byLayout) {
            return new Memory(
                    arrays.computeIfAbsent(buffer, b -> {
                        double[] array = new double[b.size().at(n)];
                        Arrays.fill(array, Double.NaN);
                        return array;
                    }),
                    0);
        }
        Plan.Slot slot = plan.layout().slots().get(buffer);
        if (slot == null) {
            throw new IllegalStateException("no place for " + buffer);
        }
        return new Memory(workspace, Math.toIntExact(slot.at(n)));
    }

    private double[] read(View whole) {
        Memory memory = memory(whole.buffer());
        return Arrays.copyOfRange(
                memory.array, memory.at, memory.at + whole.buffer().size().at(n));
    }

    private void write(View whole, double[] values) {
        Memory memory = memory(whole.buffer());
        System.arraycopy(checked(values, whole.buffer().size().at(n)), 0, memory.array, memory.at, values.length);
    }

    /** An array and where in it something begins. */
    static final class Memory {
        final double[] array;
        final int at;

        Memory(double[] array, int at) {
            this.array = array;
            this.at = at;
        }
    }

    /** SplitMix64's finalizer (Steele, Lea and Flood 2014) of stream and index: well mixed, not the runtime's generator. */
    private static double standIn(int stream, long index) {
        long z = index * 0x9E3779B97F4A7C15L + (stream + 1) * 0xD1B54A32D192ED03L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 40) * 0x1p-24;
    }
}
