package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.Checkpoints;
import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.checkpoint.SaveOptions;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.InferencePlan;
import dev.netwright.runtime.engine.PanelCache;
import dev.netwright.runtime.engine.Trainable;
import dev.netwright.runtime.tensor.FloatStore;
import dev.netwright.runtime.train.Evaluation;
import dev.netwright.runtime.train.Evaluator;
import dev.netwright.runtime.train.Metric;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Base of the generated models: parameters and buffers, saved, loaded, predicted with. Predicting is thread-safe, any number of
 * threads at once; writing weights, restoring and training are not, and not while others predict. Nothing needs closing.
 */
public abstract class Model {
    private final Schema schema;
    private final FloatStore parameterStore;
    private final FloatStore bufferStore;
    private final PanelCache panels = new PanelCache();

    protected Model(Schema schema, FloatStore parameters, FloatStore buffers) {
        this.schema = schema;
        this.parameterStore = parameters;
        this.bufferStore = buffers;
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

    /** A new plan that trains this model's weights. */
    public abstract Trainable trainable();

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

    /** The bytes that a file would hold. */
    public final byte[] toBytes(Format format) throws CheckpointException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, format, SaveOptions.DEFAULT);
        return bytes.toByteArray();
    }

    /** Measures the model on data. */
    public final Evaluation evaluate(Dataset data, Metric... metrics) {
        return Evaluator.evaluate(this, data, metrics);
    }

    /** Reads a file's layers, all where none is named; a failure changes nothing. */
    protected final void restoreFrom(Path path, Set<String> layers) throws CheckpointException {
        Checkpoints.restore(path, contents(), layers);
        parameterStore.changed();
        bufferStore.changed();
    }

    private Checkpoints.Contents contents() {
        return new Checkpoints.Contents(schema, parameterStore.values(), bufferStore.values(), Optional.empty());
    }
}
