package dev.netwright.runtime.checkpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoints are kept.
 *
 * @param last how many of the last, 0 for all
 * @param every those at the end of every so many epochs, 0 for none
 * @param best how many of the best
 * @param ranking what they are compared by, null for nothing
 */
record Retention(int last, int every, int best, @Nullable Ranking ranking) {
    static final Retention ALL = new Retention(0, 0, 0, null);

    /** Those to keep of all, in the order saved, and those that are never deleted. */
    Set<CheckpointEntry> kept(List<CheckpointEntry> entries, Collection<CheckpointEntry> safe) {
        Set<CheckpointEntry> kept = new LinkedHashSet<>(safe);
        kept.addAll(last == 0 ? entries : entries.subList(Math.max(0, entries.size() - last), entries.size()));
        kept.addAll(ranked(entries).stream().limit(best).toList());
        entries.stream()
                .filter(entry -> every > 0 && entry.position() == 0 && entry.epoch() % every == 0)
                .forEach(kept::add);
        return kept;
    }

    /** The best first, the earlier of equals before; without those whose figure was not measured. */
    private List<CheckpointEntry> ranked(List<CheckpointEntry> entries) {
        if (ranking == null) {
            return List.of();
        }
        List<CheckpointEntry> measured = new ArrayList<>(entries);
        measured.removeIf(entry -> !Double.isFinite(figure(entry)));
        Comparator<CheckpointEntry> order = Comparator.comparingDouble(this::figure);
        measured.sort(ranking.higherIsBetter() ? order.reversed() : order);
        return measured;
    }

    Optional<CheckpointEntry> best(List<CheckpointEntry> entries) {
        return ranked(entries).stream().findFirst();
    }

    double figure(CheckpointEntry entry) {
        return ranking == null ? Double.NaN : ranking.of(entry.figures());
    }
}
