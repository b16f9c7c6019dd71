package dev.netwright.runtime.checkpoint;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint that a {@link CheckpointManager} knows of.
 *
 * @param path the file
 * @param epoch epochs completed
 * @param step optimizer steps taken
 * @param position samples taken of the epoch after; 0 at the end of an epoch
 * @param figures the figures of the last completed epoch by name, {@code val_loss}; empty in the middle of an epoch
 * @param saved when it was saved
 */
public record CheckpointEntry(
        Path path, int epoch, long step, long position, Map<String, Double> figures, Instant saved) {
    public CheckpointEntry {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    static CheckpointEntry of(Path path, TrainingState state, Instant saved) {
        List<Map<String, Double>> history = state.history();
        boolean whole = state.position().samples() == 0 && !history.isEmpty();
        return new CheckpointEntry(
                path,
                state.epoch(),
                state.step(),
                state.position().samples(),
                whole ? history.get(history.size() - 1) : Map.of(),
                saved);
    }

    /** The name of the file in its directory. */
    public String file() {
        return String.valueOf(path.getFileName());
    }
}
