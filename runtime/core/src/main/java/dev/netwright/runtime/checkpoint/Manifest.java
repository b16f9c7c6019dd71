package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a directory of checkpoints holds. Immutable.
 *
 * @param network binary name of the network's interface, empty before the first checkpoint
 * @param entries the checkpoints, in the order saved
 * @param names files by name: {@code latest}, {@code best}, and the user's own
 * @param deleting files that are about to be deleted
 * @param adopted files that were found beside the list and are never deleted: their names fit, but a user may have put them there
 */
record Manifest(
        String network,
        List<CheckpointEntry> entries,
        Map<String, String> names,
        List<String> deleting,
        Set<String> adopted) {
    static final String LATEST = "latest";
    static final String BEST = "best";
    static final Manifest EMPTY = new Manifest("", List.of(), Map.of(), List.of(), Set.of());

    /** By how far training was. */
    private static final Comparator<CheckpointEntry> PROGRESS = Comparator.comparingInt(CheckpointEntry::epoch)
            .thenComparingLong(CheckpointEntry::position)
            .thenComparingLong(CheckpointEntry::step);

    Manifest {
        entries = List.copyOf(entries);
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        deleting = List.copyOf(deleting);
        adopted = Collections.unmodifiableSet(new LinkedHashSet<>(adopted));
    }

    /**
     * What a directory holds: what its manifest says, and checkpoints that were saved after it was last written, by a process that died
     * then; where there is no manifest, all that are there.
     *
     * @param onlyOurs whether files count alone whose names are of the pattern
     */
    static Manifest of(Path directory, FilePattern pattern, boolean onlyOurs) throws CheckpointException {
        Manifest written = ManifestFile.read(directory);
        boolean any = !onlyOurs && written.equals(EMPTY);
        Set<String> known = new HashSet<>(written.deleting);
        written.entries.forEach(entry -> known.add(entry.file()));
        List<CheckpointEntry> found = new ArrayList<>();
        String network = written.network;
        for (Path file : files(directory)) {
            String name = String.valueOf(file.getFileName());
            if (!known.contains(name)
                    && (pattern.matches(name) || (any && Format.of(file).isPresent()))) {
                Optional<Checkpoint> checkpoint = saved(file);
                if (checkpoint.isPresent()
                        && (network.isEmpty() || network.equals(checkpoint.get().network()))) {
                    network = checkpoint.get().network();
                    checkpoint.get().training().ifPresent(state -> found.add(entry(file, state)));
                }
            }
        }
        found.sort(PROGRESS);
        return written.adopting(network, found);
    }

    private static CheckpointEntry entry(Path file, TrainingState state) {
        return CheckpointEntry.of(
                file, state, java.time.Instant.ofEpochMilli(file.toFile().lastModified()));
    }

    /**
     * With files that were found, each after those that were no further in training. One that the list misses because a process died is further than
     * all before it; what is not is a user's copy of an earlier one, which must not become the latest. The very bytes of one that is listed are no
     * checkpoint more.
     */
    private Manifest adopting(String ofNetwork, List<CheckpointEntry> more) {
        List<CheckpointEntry> all = new ArrayList<>(entries);
        Map<String, String> changed = new LinkedHashMap<>(names);
        Set<String> together = new LinkedHashSet<>(adopted);
        for (CheckpointEntry entry : more) {
            if (entries.stream().noneMatch(listed -> copies(listed, entry))) {
                int at = all.size();
                while (at > 0 && PROGRESS.compare(all.get(at - 1), entry) > 0) {
                    at--;
                }
                all.add(at, entry);
                together.add(entry.file());
                changed.put(LATEST, all.get(all.size() - 1).file());
            }
        }
        return new Manifest(together.isEmpty() ? network : ofNetwork, all, changed, deleting, together);
    }

    private static boolean copies(CheckpointEntry listed, CheckpointEntry found) {
        try {
            return PROGRESS.compare(listed, found) == 0
                    && Files.exists(listed.path())
                    && Files.mismatch(listed.path(), found.path()) < 0;
        } catch (IOException e) {
            return false; // better a checkpoint twice than one too few
        }
    }

    private static List<Path> files(Path directory) throws CheckpointException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw Fault.in(directory.toString())
                    .because(e)
                    .found(WriteFaults.words(e))
                    .read("it cannot be listed");
        }
    }

    /** What a trainer saved; a file that is not listed and cannot be read is none of ours. */
    private static Optional<Checkpoint> saved(Path file) {
        try {
            return Optional.of(Checkpoint.read(file))
                    .filter(each -> each.training().isPresent());
        } catch (CheckpointException e) {
            return Optional.empty();
        }
    }

    /** Whether a file, by what it holds and not by what a list says, is a checkpoint of a training of this network. */
    static boolean isOf(String network, Path file) {
        return !network.isEmpty()
                && saved(file).filter(each -> each.network().equals(network)).isPresent();
    }

    Optional<CheckpointEntry> find(String file) {
        return entries.stream().filter(entry -> entry.file().equals(file)).findFirst();
    }

    Optional<CheckpointEntry> named(String name) {
        return Optional.ofNullable(names.get(name)).flatMap(this::find);
    }

    /** With a checkpoint more, and without those whose files are gone. */
    Manifest with(CheckpointEntry entry, String ofNetwork, Retention retention, Set<String> gone) {
        List<CheckpointEntry> all = new ArrayList<>(entries);
        all.removeIf(before -> gone.contains(before.file()));
        all.add(entry);
        Map<String, String> changed = new LinkedHashMap<>(names);
        changed.values()
                .removeIf(file -> all.stream().noneMatch(each -> each.file().equals(file)));
        changed.put(LATEST, entry.file());
        retention.best(all).ifPresent(best -> changed.put(BEST, best.file()));
        List<String> left =
                deleting.stream().filter(file -> !gone.contains(file)).toList();
        Set<String> there = new LinkedHashSet<>(adopted);
        there.removeIf(file -> all.stream().noneMatch(each -> each.file().equals(file)));
        return new Manifest(ofNetwork, all, changed, left, there);
    }

    /** Without those that a retention drops, which are about to be deleted. What was found beside the list stays, and takes no place of another. */
    Manifest retained(Retention retention) {
        List<CheckpointEntry> safe = entries.stream()
                .filter(entry -> names.containsValue(entry.file()) || adopted.contains(entry.file()))
                .toList();
        List<CheckpointEntry> own = entries.stream()
                .filter(entry -> !adopted.contains(entry.file()))
                .toList();
        Set<CheckpointEntry> kept = retention.kept(own, safe);
        List<String> dropped = new ArrayList<>(deleting);
        entries.stream()
                .filter(entry -> !kept.contains(entry))
                .map(CheckpointEntry::file)
                .forEach(dropped::add);
        return new Manifest(network, entries.stream().filter(kept::contains).toList(), names, dropped, adopted);
    }

    /** Without those that were to be deleted and are none of ours. */
    Manifest sparing(Set<String> files) {
        List<String> left =
                deleting.stream().filter(file -> !files.contains(file)).toList();
        return new Manifest(network, entries, names, left, adopted);
    }

    /** With a name for a checkpoint. */
    Manifest name(String name, CheckpointEntry entry) {
        Map<String, String> changed = new LinkedHashMap<>(names);
        changed.put(name, entry.file());
        return new Manifest(network, entries, changed, deleting, adopted);
    }
}
