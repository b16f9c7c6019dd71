package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file system, with a hook before each operation. Counts and names them. */
class HookedFileOps implements FileOps {
    /** Operations, those on an open file included. */
    enum Op {
        ENTRY,
        TARGET,
        REAL,
        LIST,
        CREATE,
        MODE,
        WRITE,
        FORCE,
        CLOSE,
        READ,
        LINK,
        MOVE,
        FORCE_DIRECTORY,
        DELETE
    }

    private final FileOps files = new DiskFileOps();

    /** All operations so far. */
    final List<Op> done = new ArrayList<>();

    /** Called before an operation; what it throws comes in place of the operation. */
    void before(Op op) throws IOException {}

    private void enter(Op op) throws IOException {
        done.add(op);
        before(op);
    }

    @Override
    public @Nullable Entry entry(Path path) throws IOException {
        enter(Op.ENTRY);
        return files.entry(path);
    }

    @Override
    public Path target(Path link) throws IOException {
        enter(Op.TARGET);
        return files.target(link);
    }

    @Override
    public Path real(Path directory) throws IOException {
        enter(Op.REAL);
        return files.real(directory);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        enter(Op.LIST);
        return files.list(directory);
    }

    @Override
    public NewFile create(Path path) throws IOException {
        enter(Op.CREATE);
        NewFile file = files.create(path);
        return new NewFile() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                enter(Op.WRITE);
                return HookedFileOps.this.write(file, bytes);
            }

            @Override
            public void force() throws IOException {
                enter(Op.FORCE);
                file.force();
            }

            @Override
            public void close() throws IOException {
                try {
                    enter(Op.CLOSE);
                } finally {
                    file.close();
                }
            }
        };
    }

    /** Writes as many bytes as the disk takes. */
    int write(NewFile file, ByteBuffer bytes) throws IOException {
        return file.write(bytes);
    }

    @Override
    public void mode(Path file, Path like) throws IOException {
        enter(Op.MODE);
        files.mode(file, like);
    }

    @Override
    public InputStream read(Path file) throws IOException {
        enter(Op.READ);
        return files.read(file);
    }

    @Override
    public void link(Path name, Path file) throws IOException {
        enter(Op.LINK);
        files.link(name, file);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        enter(Op.MOVE);
        files.move(from, to);
    }

    @Override
    public boolean refusesOpenTargets() {
        return files.refusesOpenTargets();
    }

    @Override
    public void force(Path directory) throws IOException {
        enter(Op.FORCE_DIRECTORY);
        files.force(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        enter(Op.DELETE);
        files.delete(file);
    }
}
