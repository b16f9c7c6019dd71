package dev.netwright.runtime.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of loading a model, for callers who want no exceptions: a {@code switch} over it handles every case. What the operating system
 * refuses is still thrown, and so is what is no question of the file's contents: a path that may not be opened, an extension that no
 * format has, a file of a later Netwright.
 *
 * @param <M> the model
 */
public sealed interface LoadResult<M> {
    /** Loaded as it was saved. */
    record Loaded<M>(M model) implements LoadResult<M> {}

    /**
     * Loaded from a file of an earlier version of the schema.
     *
     * @param model the model
     * @param version version of the schema in the file
     */
    record Migrated<M>(M model, int version) implements LoadResult<M> {}

    /**
     * Loaded in part: some layers from the file, the others with initial values.
     *
     * @param model the model
     * @param layers names of the layers whose tensors all came from the file
     * @param exception what a strict load says
     */
    record Partial<M>(M model, Set<String> layers, CheckpointException.SchemaMismatch exception)
            implements LoadResult<M> {
        public Partial {
            layers = Collections.unmodifiableSet(new LinkedHashSet<>(layers));
        }
    }

    /** Not loaded: the file is of another network. */
    record Mismatch<M>(CheckpointException.SchemaMismatch exception) implements LoadResult<M> {
        /** Every difference, a line each. */
        public List<String> differences() {
            return exception.differences();
        }
    }

    /** Not loaded: the file is damaged, ends too early, or claims more than a checkpoint may hold. */
    record Corrupt<M>(CheckpointException exception) implements LoadResult<M> {}

    /** Not loaded: there is no such file. */
    record NotFound<M>(Path path) implements LoadResult<M> {}

    /** The model, where one was loaded, wholly or in part. */
    default Optional<M> toOptional() {
        if (this instanceof Loaded<M> loaded) {
            return Optional.of(loaded.model());
        } else if (this instanceof Migrated<M> migrated) {
            return Optional.of(migrated.model());
        } else if (this instanceof Partial<M> partial) {
            return Optional.of(partial.model());
        }
        return Optional.empty();
    }

    /** Reads layers of a model, all where none is named; returns the earlier version that the file was of, or 0. */
    interface Restoring<M> {
        int restore(M model, Set<String> layers) throws CheckpointException;
    }

    /** Loads a model, or says why not. {@code Model.tryRestore} calls it. */
    static <M> LoadResult<M> of(Path path, M model, Restoring<M> restoring) throws CheckpointException {
        try {
            int version = restoring.restore(model, Set.of());
            return version == 0 ? new Loaded<>(model) : new Migrated<>(model, version);
        } catch (CheckpointException.SchemaMismatch e) {
            return new Mismatch<>(e);
        } catch (CheckpointException.NotFound e) {
            return new NotFound<>(path);
        } catch (CheckpointException.Corrupt | CheckpointException.Truncated | CheckpointException.LimitExceeded e) {
            return new Corrupt<>(e);
        }
    }

    /** Loads a model, or those layers whose tensors all fit, or says why not. {@code Model.tryRestore} calls it. */
    static <M> LoadResult<M> of(Path path, Schema schema, M model, Restoring<M> restoring) throws CheckpointException {
        LoadResult<M> whole = of(path, model, restoring);
        if (!(whole instanceof Mismatch<M> mismatch)) {
            return whole;
        }
        Set<String> layers = Fitting.layers(path, schema);
        if (layers.isEmpty()) {
            return whole;
        }
        try {
            restoring.restore(model, layers);
            return new Partial<>(model, layers, mismatch.exception());
        } catch (CheckpointException.SchemaMismatch e) {
            return whole;
        }
    }
}
