package dev.netwright.runtime.checkpoint;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Reads and writes models. What {@code Model.save} and the generated {@code load} and {@code restore} call. */
public final class Checkpoints {
    private Checkpoints() {}

    /** A model's values, and what a trainer adds. The arrays are the stores' own. */
    public record Contents(Schema schema, float[] parameters, float[] buffers, Optional<TrainingState> training) {}

    /** Writes a file, by extension: complete or not at all. */
    public static void save(Path path, Contents contents, SaveOptions options) throws CheckpointException {
        throw new IllegalStateException();
    }

    /** Writes to a stream, which stays open. */
    public static void write(OutputStream out, Format format, Contents contents, SaveOptions options)
            throws CheckpointException {
        throw new IllegalStateException();
    }

    /**
     * Reads a file into the arrays of {@code target}; a failure changes nothing.
     *
     * @param layers layers to read, empty for all; with layers named the file may hold other tensors and lack others
     * @return the training state, where the file has one
     */
    public static Optional<TrainingState> restore(Path path, Contents target, Set<String> layers)
            throws CheckpointException {
        throw new IllegalStateException();
    }

    /** Reads from a stream, as {@link #restore(Path, Contents, Set)}. */
    public static Optional<TrainingState> restore(InputStream in, Format format, Contents target, Set<String> layers)
            throws CheckpointException {
        throw new IllegalStateException();
    }
}
