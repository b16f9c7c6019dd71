package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.Role;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.engine.InferencePlan;
import dev.netwright.runtime.engine.PanelCache;
import dev.netwright.runtime.engine.Predicting;
import dev.netwright.runtime.engine.Trainable;
import dev.netwright.runtime.tensor.FloatStore;
import dev.netwright.runtime.tensor.Matrix;
import dev.netwright.runtime.tensor.Vector;
import dev.netwright.runtime.tensor.WeightTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

/**
 * What the processor would generate for a network of two layers, its sizes chosen at run time:
 * {@code hidden = max(pixels hidden.weightᵀ + hidden.bias, 0)}, {@code output = hidden output.weightᵀ + output.bias}, then Softmax
 * or not. Its one input is {@code pixels [inputs]}, its one output {@code output [outputs]}.
 */
public final class HandWrittenModel extends Model {
    public final Matrix hiddenWeight;
    public final Vector hiddenBias;
    public final Matrix outputWeight;
    public final Vector outputBias;
    private final Sizes sizes;

    /** Sizes of the layers, and whether Softmax stands last. */
    public record Sizes(int inputs, int hidden, int outputs, boolean softmax) {
        public int hiddenBias() {
            return hidden * inputs;
        }

        public int outputWeight() {
            return hiddenBias() + hidden;
        }

        public int outputBias() {
            return outputWeight() + outputs * hidden;
        }

        public int parameters() {
            return outputBias() + outputs;
        }
    }

    private HandWrittenModel(Sizes sizes) {
        super(schema(sizes), new FloatStore(sizes.parameters()), new FloatStore(0));
        this.sizes = sizes;
        List<TensorSpec> specs = schema().parameters();
        hiddenWeight = Matrix.of(parameterStore(), specs.get(0));
        hiddenBias = Vector.of(parameterStore(), specs.get(1));
        outputWeight = Matrix.of(parameterStore(), specs.get(2));
        outputBias = Vector.of(parameterStore(), specs.get(3));
    }

    /** A model with weights uniform in ±√(3 / fan-in) and biases in ±0.1, from the seed. */
    public static HandWrittenModel create(long seed, int inputs, int hidden, int outputs, boolean softmax) {
        HandWrittenModel model = new HandWrittenModel(new Sizes(inputs, hidden, outputs, softmax));
        Random random = new Random(seed);
        fill(model.hiddenWeight, random, Math.sqrt(3.0 / inputs));
        fill(model.hiddenBias, random, 0.1);
        fill(model.outputWeight, random, Math.sqrt(3.0 / hidden));
        fill(model.outputBias, random, 0.1);
        return model;
    }

    /** A small model: 6 inputs, 8 hidden, 4 outputs, no Softmax. */
    public static HandWrittenModel create(long seed) {
        return create(seed, 6, 8, 4, false);
    }

    private static void fill(WeightTensor tensor, Random random, double bound) {
        float[] values = new float[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        tensor.set(values);
    }

    private static Schema schema(Sizes s) {
        List<TensorSpec> parameters = List.of(
                new TensorSpec("hidden.weight", "hidden", List.of(s.hidden, s.inputs), Role.WEIGHT, true, 0),
                new TensorSpec("hidden.bias", "hidden", List.of(s.hidden), Role.BIAS, true, s.hiddenBias()),
                new TensorSpec(
                        "output.weight", "output", List.of(s.outputs, s.hidden), Role.WEIGHT, true, s.outputWeight()),
                new TensorSpec("output.bias", "output", List.of(s.outputs), Role.BIAS, true, s.outputBias()));
        return new Schema(
                "dev.netwright.runtime.HandWritten",
                1,
                parameters,
                List.of(),
                List.of(new Schema.Port("pixels", "float32", List.of(s.inputs))),
                List.of(new Schema.Port("output", "float32", List.of(s.outputs))),
                () -> "{\"layers\":[\"hidden\",\"output\"]}",
                () -> new byte[0]);
    }

    /** Predicts one sample or several. */
    public float[] predict(float[] x) {
        return predictOne(x);
    }

    /** Reads a file's layers, all where none is named. */
    public HandWrittenModel restore(Path path, String... layers) throws CheckpointException {
        restoreFrom(path, new HashSet<>(Arrays.asList(layers)));
        return this;
    }

    /** A model of its own with the same weights. */
    public HandWrittenModel copy() {
        HandWrittenModel copy = new HandWrittenModel(sizes);
        copy.copyFrom(this);
        return copy;
    }

    public Sizes sizes() {
        return sizes;
    }

    /** A plan of its own, as a device gets one to compare with. */
    public Predicting plan() {
        return inferencePlan(new PanelCache());
    }

    @Override
    protected InferencePlan inferencePlan(PanelCache weights) {
        return new HandWrittenInference(sizes, parameterStore(), bufferStore(), weights);
    }

    @Override
    public Trainable trainable() {
        return new HandWrittenTraining(sizes, parameterStore(), bufferStore(), schema().inputs());
    }
}
