package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.Checkpoints;
import dev.netwright.runtime.checkpoint.Difference;
import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.checkpoint.LoadResult;
import dev.netwright.runtime.checkpoint.Pretrained;
import dev.netwright.runtime.checkpoint.SaveOptions;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.data.Samples;
import dev.netwright.runtime.engine.Engine;
import dev.netwright.runtime.engine.InferencePlan;
import dev.netwright.runtime.engine.InputArrays;
import dev.netwright.runtime.engine.ModelParts;
import dev.netwright.runtime.engine.Padding;
import dev.netwright.runtime.engine.PanelCache;
import dev.netwright.runtime.engine.Predicting;
import dev.netwright.runtime.engine.Trainable;
import dev.netwright.runtime.tensor.FloatStore;
import dev.netwright.runtime.train.Evaluation;
import dev.netwright.runtime.train.Evaluator;
import dev.netwright.runtime.train.Initializer;
import dev.netwright.runtime.train.Initializers;
import dev.netwright.runtime.train.Metric;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Base of the generated models: parameters and buffers, saved, loaded, predicted with. Predicting is thread-safe, any number of
 * threads at once; writing weights, restoring and training are not, and not while others predict. Nothing needs closing.
 */
public abstract class Model { // long: all that a user does with a model stands in one page of documentation
    /** Most samples that run at once. */
    private static final int PART = 256;

    /** Names a sample in a message. */
    static final IntFunction<String> SAMPLE = sample -> "sample " + sample;

    private final Schema schema;
    private final FloatStore parameterStore;
    private final FloatStore bufferStore;
    private final PanelCache panels = new PanelCache();

    @SuppressWarnings("this-escape") // asked for a plan by the first prediction, not before
    private volatile PlanPool plans = new PlanPool(poolSize(), this::ownPlan);

    private volatile Device device = Device.jvm();
    private volatile @Nullable Engine engine;

    private final int[] inputSizes;
    private final int[] outputSizes;

    protected Model(Schema schema, FloatStore parameters, FloatStore buffers) {
        this.schema = schema;
        this.parameterStore = parameters;
        this.bufferStore = buffers;
        this.inputSizes = schema.inputs().stream().mapToInt(Schema.Port::size).toArray();
        this.outputSizes = schema.outputs().stream().mapToInt(Schema.Port::size).toArray();
        requireSize("parameters", schema.parameterCount(), parameters);
        requireSize("buffers", schema.bufferCount(), buffers);
    }

    private static void requireSize(String what, int expected, FloatStore store) {
        if (store.values().length != expected) {
            throw new IllegalArgumentException(
                    what + ": expected " + expected + " floats, found " + store.values().length);
        }
    }

    private static int poolSize() {
        return Math.min(64, 2 * Runtime.getRuntime().availableProcessors());
    }

    /** What a checkpoint of this model has. */
    public final Schema schema() {
        return schema;
    }

    /** All parameters in one array. For engines and trainers; prefer the typed fields. */
    public final FloatStore parameterStore() {
        return parameterStore;
    }

    /** All buffers in one array. For engines and trainers; prefer the typed fields. */
    public final FloatStore bufferStore() {
        return bufferStore;
    }

    /** A new plan that predicts with this model's weights. */
    protected abstract InferencePlan inferencePlan(PanelCache weights);

    /** A new plan that trains this model's weights on the JVM. */
    public abstract Trainable trainable();

    /**
     * A new plan that runs the forward pass as training does and keeps every node's activation: its heads are the nodes, in order. It
     * has no backward pass. Empty for a model that has none, as one written by hand.
     */
    public final Optional<Trainable> inspection() {
        return Optional.ofNullable(inspectionPlan());
    }

    /** {@link #inspection()}, null where there is none. */
    @SuppressWarnings("exports") // of an annotation alone
    protected @Nullable Trainable inspectionPlan() {
        return null;
    }

    /** Fills parameters and buffers with their initial values, each from the seed and its own name. */
    protected final void initialize(long seed) {
        Initializers.fill(parameterStore, schema.parameters(), seed);
        Initializers.fill(bufferStore, schema.buffers(), seed);
    }

    /** The same, the parameters filled by one law. */
    protected final void initialize(long seed, Initializer initializer) {
        schema.parameters().forEach(spec -> Initializers.fill(parameterStore, spec, initializer, seed));
        Initializers.fill(bufferStore, schema.buffers(), seed);
    }

    /** All parameters and buffers by name. */
    public final Parameters parameters() {
        return new Parameters(schema, parameterStore, bufferStore);
    }

    /**
     * Predicts the samples of a network of one input and one output. The result of a sample has the same bits in any batch.
     *
     * @param x one sample or several, in row-major order
     * @return their results in the same order
     * @throws IllegalArgumentException where x is no whole number of samples, or none
     */
    protected final float[] predictOne(float[] x) {
        requireSingle("predict(float[])");
        requireArray(0, x);
        int size = inputSizes[0];
        if (x.length == 0 || x.length % size != 0) {
            Schema.Port port = schema.inputs().get(0);
            throw new IllegalArgumentException("input '" + port.name() + "' " + port.shape()
                    + ": expected a positive multiple of " + size + " floats, found " + x.length);
        }
        return infer(new float[][] {x}, x.length / size)[0];
    }

    /**
     * Predicts for as many samples as the inputs hold.
     *
     * @param inputs for each input, in the order of the schema, one sample or several in row-major order; as many for each
     * @return for each output, in the order of the schema, its results
     * @throws IllegalArgumentException where an input is no whole number of samples, none, or another number than the first
     */
    protected final float[][] predictAll(Object... inputs) {
        Objects.requireNonNull(inputs, "inputs");
        for (int k = 0; k < Math.min(inputs.length, inputSizes.length); k++) {
            requireArray(k, inputs[k]);
        }
        int n = inputs.length == 0 || inputs.length != inputSizes.length
                ? 1
                : InputArrays.length(inputs[0]) / inputSizes[0];
        for (int k = 0; k < inputs.length && inputs.length == inputSizes.length; k++) {
            int length = InputArrays.length(inputs[k]);
            if (length == 0 || length != (long) n * inputSizes[k]) {
                Schema.Port port = schema.inputs().get(k);
                throw new IllegalArgumentException("input '" + port.name() + "' " + port.shape() + ": expected "
                        + (k == 0
                                ? "a positive multiple of " + inputSizes[k]
                                : n + " samples = " + (long) n * inputSizes[k])
                        + " values, found " + length);
            }
        }
        return infer(inputs, n);
    }

    /**
     * Predicts one sample of a network of one input, whose first dimension varies.
     *
     * @param x the sample, 1 to the most positions that the input takes, in row-major order
     * @return for each output, in the order of the schema, its result, of as many positions where it varies
     * @throws IllegalArgumentException where x is no whole number of positions, none or too many
     */
    protected final float[][] predictSequence(Object x) {
        Schema.Port input = schema.inputs().get(0);
        requireArray(0, x);
        int found = InputArrays.length(x);
        int width = input.width();
        if (found == 0 || found % width != 0 || found / width > input.most()) {
            throw new IllegalArgumentException("input '" + input.name() + "' " + input.shown() + ": expected 1 to "
                    + input.most() + " positions of " + width + " values, found " + found + " values");
        }
        return predictSequences(x, new int[] {found / width});
    }

    /**
     * Predicts samples of a network of one input, whose first dimension varies.
     *
     * @param x the samples in row-major order, one after the other without gaps
     * @param lengths positions of each sample, 1 to the most that the input takes
     * @return for each output, in the order of the schema, its results, packed alike where it varies
     * @throws IllegalArgumentException where a length is out of range, or x has another number of positions than they add up to
     */
    protected final float[][] predictSequences(Object x, int[] lengths) {
        Schema.Port input = schema.inputs().get(0);
        requireArray(0, x);
        Objects.requireNonNull(lengths, "lengths");
        InputArrays.requireType(input, x);
        float[][] outputs = infer(new Object[] {Padding.padded(input, x, lengths), lengths}, lengths.length);
        for (int k = 0; k < outputs.length; k++) {
            outputs[k] = Padding.packed(schema.outputs().get(k), outputs[k], lengths);
        }
        return outputs;
    }

    /**
     * Predicts the samples of a network of any number of inputs and outputs. Thread-safe. Large batches run in parts, so that the
     * workspace stays small; the result of a sample has the same bits in any batch. Numbers are not looked at: of a sample that holds
     * NaN or an infinity, what its operators make of them is the result, and that of no other sample.
     *
     * @param inputs for each input, in the order of the schema, at least {@code n} samples in row-major order: a {@code float[]},
     *     {@code int[]}, {@code long[]} or {@code boolean[]} by its type
     * @param n number of samples, 1 or more
     * @return for each output, in the order of the schema, its n results in row-major order
     * @throws IllegalArgumentException where inputs are missing or too short; the message names the input
     * @throws NullPointerException where {@code inputs} or one of them is null; the message names it
     */
    public final float[][] infer(Object[] inputs, int n) {
        Objects.requireNonNull(inputs, "inputs");
        if (n < 1) {
            throw new IllegalArgumentException("number of samples: expected 1 or more, found " + n);
        }
        if (inputs.length != inputSizes.length) {
            throw new IllegalArgumentException(
                    "expected " + inputSizes.length + " inputs " + names() + ", found " + inputs.length);
        }
        for (int k = 0; k < inputs.length; k++) {
            Schema.Port port = schema.inputs().get(k);
            long expected = (long) n * inputSizes[k];
            requireArray(k, inputs[k]);
            InputArrays.requireType(port, inputs[k]);
            if (InputArrays.length(inputs[k]) < expected) {
                throw new IllegalArgumentException("input '" + port.name() + "' " + port.shape() + ": expected " + n
                        + " samples = " + expected + " values, found " + InputArrays.length(inputs[k]));
            }
        }
        InputArrays.requireValues(schema.inputs(), inputs, n, SAMPLE);
        float[][] outputs = new float[outputSizes.length][];
        for (int k = 0; k < outputs.length; k++) {
            long floats = (long) n * outputSizes[k];
            if (floats > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException(
                        "output '" + schema.outputs().get(k).name() + "': " + n + " samples are " + floats
                                + " floats, more than an array holds");
            }
            outputs[k] = new float[(int) floats];
        }
        run(inputs, n, outputs);
        return outputs;
    }

    private void run(Object[] inputs, int n, float[][] outputs) {
        int[] inputOffsets = new int[inputs.length];
        int[] outputOffsets = new int[outputs.length];
        PlanPool pool = plans;
        Predicting plan = pool.take();
        for (int done = 0; done < n; ) {
            int count = Math.min(PART, n - done);
            plan.predict(inputs, inputOffsets, count, outputs, outputOffsets);
            done += count;
            for (int k = 0; k < inputs.length; k++) {
                inputOffsets[k] = done * inputSizes[k];
            }
            for (int k = 0; k < outputs.length; k++) {
                outputOffsets[k] = done * outputSizes[k];
            }
        }
        pool.give(plan);
    }

    private void requireArray(int k, @Nullable Object array) {
        if (array == null) {
            Schema.Port port = schema.inputs().get(k);
            throw new NullPointerException("input '" + port.name() + "' " + port.shown() + " is null");
        }
    }

    private String names() {
        return schema.inputs().stream().map(Schema.Port::name).toList().toString();
    }

    private void requireSingle(String what) {
        if (inputSizes.length != 1 || outputSizes.length != 1) {
            throw new IllegalStateException(what + " is for one input and one output; " + schema.network() + " has "
                    + inputSizes.length + " and " + outputSizes.length);
        }
    }

    /**
     * A predictor that allocates nothing in its calls. Not thread-safe: one a thread. That of a network with several inputs or
     * outputs takes the generated records.
     *
     * @param maxBatch most samples of a call, 1 or more
     */
    public Predictor predictor(int maxBatch) {
        return new Predictor(this, maxBatch);
    }

    /**
     * Bytes of the floats of a call, for generated code.
     *
     * @param n number of samples, 0 or more
     * @param fixed floats whatever n
     * @param perSample floats more for each sample
     */
    protected static long floatBytes(int n, long fixed, long perSample) {
        if (n < 0) {
            throw new IllegalArgumentException("number of samples: expected 0 or more, found " + n);
        }
        return Float.BYTES * (fixed + perSample * n);
    }

    /** A plan of the caller's own, with weights packed once for all. */
    final Predicting ownPlan() {
        Engine moved = engine;
        return moved == null ? inferencePlan(panels) : moved.predicting();
    }

    /**
     * Does this model's work on a device from now on, and returns the model. Predictors and trainers that were made before stay where they
     * are. Copies start on the JVM.
     *
     * @throws RuntimeException where the device cannot run the network: then everything stays as it is
     */
    public Model to(Device device) {
        moveTo(device);
        return this;
    }

    /** As {@link #to}, for the generated method. */
    protected final void moveTo(Device device) {
        Optional<Engine> moved = device.engine(
                new ModelParts(schema, this::kernels, parameterStore, bufferStore, () -> inferencePlan(panels)));
        this.device = device;
        this.engine = moved.orElse(null);
        this.plans = new PlanPool(poolSize(), this::ownPlan);
    }

    /** Where this model's work is done. */
    public final Device device() {
        return device;
    }

    /** The OpenCL source of the network; null for a model that has none, as one written by hand. */
    @SuppressWarnings("exports") // a user's module need not have JSpecify
    protected @Nullable InputStream openCl() {
        return null;
    }

    private String kernels() {
        try (InputStream in = openCl()) {
            if (in == null) {
                throw new IllegalStateException(schema.network()
                        + " has no OpenCL kernels: the file .cl that was generated beside its class is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("the OpenCL kernels of " + schema.network(), e);
        }
    }

    /** A new plan that trains this model's weights on its device. */
    public final Trainable training() {
        Engine moved = engine;
        return moved == null ? trainable() : moved.training(trainable());
    }

    /**
     * Takes over another model's parameters and buffers.
     *
     * @throws IllegalArgumentException where its schema is another
     */
    protected final void copyFrom(Model other) {
        if (!schema.hash().equals(other.schema.hash())) {
            throw new IllegalArgumentException("expected the schema of " + schema.network() + " (" + schema.hash()
                    + "), found that of " + other.schema.network() + " (" + other.schema.hash() + ")");
        }
        copy(other.parameterStore, parameterStore);
        copy(other.bufferStore, bufferStore);
    }

    private static void copy(FloatStore from, FloatStore to) {
        System.arraycopy(from.values(), 0, to.values(), 0, to.values().length);
        to.changed();
    }

    /** Writes parameters, buffers and metadata to a file: {@code .json}, {@code .onnx} or {@code .safetensors}, by extension. */
    public final void save(Path path) throws CheckpointException {
        save(path, SaveOptions.DEFAULT);
    }

    /** Writes parameters, buffers and metadata to a file, by extension. */
    public final void save(Path path, SaveOptions options) throws CheckpointException {
        Checkpoints.save(path, contents(), options);
    }

    /** Writes to a stream, which stays open. */
    public final void write(OutputStream out, Format format, SaveOptions options) throws CheckpointException {
        Checkpoints.write(out, format, contents(), options);
    }

    /** Writes to a channel, which stays open. */
    public final void write(WritableByteChannel out, Format format, SaveOptions options) throws CheckpointException {
        Checkpoints.write(out, format, contents(), options);
    }

    /** The bytes that a file would hold. */
    public final byte[] toBytes(Format format) throws CheckpointException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, format, SaveOptions.DEFAULT);
        return bytes.toByteArray();
    }

    /**
     * Measures the model on data. An infinity among the inputs may mean something, as in a mask, and is taken as it is. Scores that become
     * NaN of it are no error: none is above another, so that the sample counts as of the first class.
     *
     * @throws IllegalArgumentException where the data does not fit the network, or an input or target holds NaN; names the sample
     */
    public final Evaluation evaluate(Samples data, Metric... metrics) {
        return Evaluator.evaluate(this, data, metrics);
    }

    /** Reads a whole file; a failure changes nothing. */
    protected final void restoreFrom(Path path) throws CheckpointException {
        restored(path, Set.of());
    }

    /** Reads a file's tensors of some layers; a failure changes nothing. */
    protected final void restoreFrom(Path path, LayerOf<?> first, LayerOf<?>[] more) throws CheckpointException {
        Set<String> layers = new LinkedHashSet<>();
        layers.add(first.node());
        for (LayerOf<?> layer : more) {
            layers.add(layer.node());
        }
        restored(path, layers);
    }

    /** The same, of layers by name, all where none is named. */
    protected final void restoreFrom(Path path, Set<String> layers) throws CheckpointException {
        restored(path, layers);
    }

    /** Reads a file's layers, all where none is named; returns the earlier version that the file was of, or 0. */
    private int restored(Path path, Set<String> layers) throws CheckpointException {
        int[] version = {0};
        Checkpoints.restore(path, contents(), layers, report -> version[0] = report.from());
        parameterStore.changed();
        bufferStore.changed();
        return version[0];
    }

    /** Reads a whole file into {@code model} and says what came of it. */
    protected static <M extends Model> LoadResult<M> tryRestore(Path path, M model) throws CheckpointException {
        return LoadResult.of(path, model, (target, layers) -> ((Model) target).restored(path, layers));
    }

    /** The same; of another network's file the layers whose tensors all fit, the others staying as {@code model} has them. */
    protected static <M extends Model> LoadResult<M> tryRestoreLayers(Path path, M model) throws CheckpointException {
        return LoadResult.of(path, model.schema(), model, (target, layers) -> ((Model) target).restored(path, layers));
    }

    /** Reads a whole model from a stream, which stays open; a failure changes nothing. */
    protected final void restoreFrom(InputStream in, Format format) throws CheckpointException {
        Checkpoints.restore(in, format, contents(), Set.of());
        parameterStore.changed();
        bufferStore.changed();
    }

    /** Reads a whole model from a channel, which stays open; a failure changes nothing. */
    protected final void restoreFrom(ReadableByteChannel in, Format format) throws CheckpointException {
        restoreFrom(Channels.newInputStream(in), format);
    }

    /** Reads a whole model from the bytes of a file; a failure changes nothing. */
    protected final void restoreFrom(byte[] bytes, Format format) throws CheckpointException {
        restoreFrom(new ByteArrayInputStream(bytes), format);
    }

    /** {@link Checkpoints#diff}. */
    protected static List<Difference> differences(Path path, Schema schema) throws CheckpointException {
        return Checkpoints.diff(path, schema);
    }

    /** Reads the weights that the network was compiled against, packed beside its class; a failure changes nothing. */
    @SuppressWarnings("exports") // of an annotation alone
    protected final void restoreFrom(Pretrained weights, @Nullable InputStream resource) throws CheckpointException {
        weights.restore(resource, contents());
        parameterStore.changed();
        bufferStore.changed();
    }

    /** Reads a file whose tensors are those that the network was compiled against; a failure changes nothing. */
    protected final void restoreFrom(Pretrained weights, Path path) throws CheckpointException {
        weights.restore(path, contents());
        parameterStore.changed();
        bufferStore.changed();
    }

    /**
     * Takes over parameters and buffers of another model.
     *
     * @param source the other model
     * @param layers a line for each layer: its name in this model, {@code =}, its name in that
     * @throws IllegalArgumentException where they do not have the same tensors
     */
    protected final void takeOver(Model source, String layers) {
        Transfer transfer = new Transfer(schema, source.schema);
        layers.lines().forEach(line -> {
            int equals = line.indexOf('=');
            transfer.layer(line.substring(0, equals), line.substring(equals + 1));
        });
        transfer.copy(source.parameterStore.values(), parameterStore.values(), true);
        transfer.copy(source.bufferStore.values(), bufferStore.values(), false);
        parameterStore.changed();
        bufferStore.changed();
    }

    private Checkpoints.Contents contents() {
        return new Checkpoints.Contents(schema, parameterStore.values(), bufferStore.values(), Optional.empty());
    }
}
