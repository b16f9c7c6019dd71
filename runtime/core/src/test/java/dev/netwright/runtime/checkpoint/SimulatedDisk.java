package dev.netwright.runtime.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that records what reaches it, in order: bytes of files, names, and forces of either. {@link PowerCuts} tells from
 * the record what may be left of it at any time.
 */
final class SimulatedDisk implements FileOps {
    /** What happens to a disk. */
    sealed interface Event {}

    /** Bytes at the end of a file. */
    record Bytes(int file, byte[] bytes) implements Event {}

    /** A file's bytes are on the device. */
    record Forced(int file) implements Event {}

    /** Names given and, where there is no file, taken away: in one step. */
    record Named(Map<Path, Optional<Integer>> changes) implements Event {}

    /** The names are on the device. */
    record NamesForced() implements Event {}

    private final List<Event> events = new ArrayList<>();
    private final Map<Path, Integer> names = new LinkedHashMap<>();
    private final List<ByteArrayOutputStream> contents = new ArrayList<>();
    private final int ignored;
    private int forces;

    /** A disk that does nothing at the n-th force, counted from 1; 0 for one that obeys. */
    SimulatedDisk(int ignored) {
        this.ignored = ignored;
    }

    /** Puts a file there, for good. */
    void put(Path path, byte[] bytes) {
        int file = fresh();
        bytes(file, bytes);
        events.add(new Forced(file));
        change(Map.of(path, Optional.of(file)));
        events.add(new NamesForced());
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /** How many forces there were. */
    int forces() {
        return forces;
    }

    private int fresh() {
        contents.add(new ByteArrayOutputStream());
        return contents.size() - 1;
    }

    private void bytes(int file, byte[] bytes) {
        events.add(new Bytes(file, bytes));
        contents.get(file).writeBytes(bytes);
    }

    private void change(Map<Path, Optional<Integer>> changes) {
        events.add(new Named(changes));
        apply(changes, names);
    }

    static void apply(Map<Path, Optional<Integer>> changes, Map<Path, Integer> names) {
        changes.forEach((path, file) -> {
            if (file.isPresent()) {
                names.put(path, file.get());
            } else {
                names.remove(path);
            }
        });
    }

    private boolean obeyed() {
        return ++forces != ignored;
    }

    private int file(Path path) throws IOException {
        Integer file = names.get(path);
        if (file == null) {
            throw new FileNotFoundException(path.toString());
        }
        return file;
    }

    @Override
    public @Nullable Entry entry(Path path) {
        return names.containsKey(path) ? new Entry(Kind.FILE, Instant.now(), true) : null;
    }

    @Override
    public Path target(Path link) {
        throw new IllegalStateException("no links here");
    }

    @Override
    public Path real(Path directory) {
        return directory;
    }

    @Override
    public List<Path> list(Path directory) {
        return List.copyOf(names.keySet());
    }

    @Override
    public NewFile create(Path path) throws IOException {
        if (names.containsKey(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        int file = fresh();
        change(Map.of(path, Optional.of(file)));
        return new NewFile() {
            @Override
            public int write(ByteBuffer bytes) {
                byte[] taken = new byte[bytes.remaining()];
                bytes.get(taken);
                bytes(file, taken);
                return taken.length;
            }

            @Override
            public void force() {
                if (obeyed()) {
                    events.add(new Forced(file));
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void mode(Path file, Path like) {}

    @Override
    public InputStream read(Path path) throws IOException {
        return new ByteArrayInputStream(contents.get(file(path)).toByteArray());
    }

    @Override
    public void link(Path name, Path file) throws IOException {
        change(Map.of(name, Optional.of(file(file))));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        change(Map.of(to, Optional.of(file(from)), from, Optional.empty()));
    }

    @Override
    public boolean refusesOpenTargets() {
        return false;
    }

    @Override
    public void force(Path directory) {
        if (obeyed()) {
            events.add(new NamesForced());
        }
    }

    @Override
    public void delete(Path file) {
        if (names.containsKey(file)) {
            change(Map.of(file, Optional.empty()));
        }
    }
}
