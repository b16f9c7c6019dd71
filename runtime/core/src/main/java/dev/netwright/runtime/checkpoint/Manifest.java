package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 */
record Manifest(String network, List<CheckpointEntry> entries, Map<String, String> names, List<String> deleting) {
    static final String LATEST = "latest";
    static final String BEST = "best";
    static final Manifest EMPTY = new Manifest("", List.of(), Map.of(), List.of());

    Manifest {
        entries = List.copyOf(entries);
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        deleting = List.copyOf(deleting);
    }

    /**
     * What a directory holds: what its manifest says, and checkpoints that were saved after it was last written, by a process that died
     * then; where there is no manifest, all that are there.
     *
     * @param onlyOurs whether files count alone whose names are of the pattern: others are never deleted
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
                Optional<Checkpoint> checkpoint =
                        readable(file).filter(each -> each.training().isPresent());
                if (checkpoint.isPresent()
                        && (network.isEmpty() || network.equals(checkpoint.get().network()))) {
                    network = checkpoint.get().network();
                    checkpoint.get().training().ifPresent(state -> found.add(entry(file, state)));
                }
            }
        }
        found.sort(Comparator.comparingInt(CheckpointEntry::epoch)
                .thenComparingLong(CheckpointEntry::position)
                .thenComparingLong(CheckpointEntry::step));
        return written.adopting(network, found);
    }

    private static CheckpointEntry entry(Path file, TrainingState state) {
        return CheckpointEntry.of(
                file, state, java.time.Instant.ofEpochMilli(file.toFile().lastModified()));
    }

    private Manifest adopting(String ofNetwork, List<CheckpointEntry> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<CheckpointEntry> all = new ArrayList<>(entries);
        all.addAll(more);
        Map<String, String> changed = new LinkedHashMap<>(names);
        changed.put(LATEST, all.get(all.size() - 1).file());
        return new Manifest(ofNetwork, all, changed, deleting);
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

    /** A file that is not listed and cannot be read is none of ours. */
    private static Optional<Checkpoint> readable(Path file) {
        try {
            return Optional.of(Checkpoint.read(file));
        } catch (CheckpointException e) {
            return Optional.empty();
        }
    }

    Optional<CheckpointEntry> find(String file) {
        return entries.stream().filter(entry -> entry.file().equals(file)).findFirst();
    }

    Optional<CheckpointEntry> named(String name) {
        return Optional.ofNullable(names.get(name)).flatMap(this::find);
    }

    /** With a checkpoint more, and without those whose files are gone. */
    Manifest with(CheckpointEntry entry, String ofNetwork, Retention retention) {
        List<CheckpointEntry> all = new ArrayList<>(entries);
        all.removeIf(before -> !Files.exists(before.path()));
        all.add(entry);
        Map<String, String> changed = new LinkedHashMap<>(names);
        changed.values()
                .removeIf(file -> all.stream().noneMatch(each -> each.file().equals(file)));
        changed.put(LATEST, entry.file());
        retention.best(all).ifPresent(best -> changed.put(BEST, best.file()));
        List<String> left = deleting.stream()
                .filter(file -> Files.exists(entry.path().resolveSibling(file)))
                .toList();
        return new Manifest(ofNetwork, all, changed, left);
    }

    /** Without those that a retention drops, which are about to be deleted. */
    Manifest retained(Retention retention) {
        List<CheckpointEntry> named = entries.stream()
                .filter(entry -> names.containsValue(entry.file()))
                .toList();
        Set<CheckpointEntry> kept = retention.kept(entries, named);
        List<String> dropped = new ArrayList<>(deleting);
        entries.stream()
                .filter(entry -> !kept.contains(entry))
                .map(CheckpointEntry::file)
                .forEach(dropped::add);
        return new Manifest(network, entries.stream().filter(kept::contains).toList(), names, dropped);
    }

    /** With a name for a checkpoint. */
    Manifest name(String name, CheckpointEntry entry) {
        Map<String, String> changed = new LinkedHashMap<>(names);
        changed.put(name, entry.file());
        return new Manifest(network, entries, changed, deleting);
    }
}
