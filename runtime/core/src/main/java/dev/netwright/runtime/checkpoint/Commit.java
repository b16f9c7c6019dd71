package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * The one place that writes files. A file is written beside its target under another name, forced to the device, read back, and renamed;
 * then its directory is forced. So a reader sees the old file or the new one, a process killed at any moment leaves one of them, and so
 * does a power cut. What is promised, and how it is tested, stands in {@code docs/reliability.md}.
 *
 * <p>Why this order. Without the first force a file system may write the new name before the new bytes. An error of a force is final: the
 * system may have dropped the bytes, and a second force would find nothing left to complain of. A copy in place of the rename would
 * write into the old file. Threads of this JVM wait for each other; processes need not, since each writes a sibling of its own and the
 * last rename holds.
 */
final class Commit {
    /** On the real file system. */
    static final Commit STANDARD = new Commit(new DiskFileOps());

    private static final int MOST_SWEPT = 1_000;

    private final FileOps files;
    private final Set<Path> swept = new HashSet<>();

    Commit(FileOps files) {
        this.files = files;
    }

    /** The file system that it writes to. */
    FileOps files() {
        return files;
    }

    /** Writes all bytes of a file. May be called again to find out how many there are. */
    interface Body {
        void write(OutputStream out) throws IOException;
    }

    /** Reads what was written, or some of it, and refuses what it is not content with; the bytes are compared in any case. */
    interface Check {
        void read(Input input) throws CheckpointException;
    }

    /** Writes a file whole or not at all: after a failure what was at the path is unchanged and nothing else is left. */
    void replace(Path path, SaveOptions options, Body body, Check check) throws CheckpointException {
        Target target = find(path, options, body);
        PathLocks.hold(target.real(), () -> {
            sweep(target.directory());
            new Save(files, path, target, options, body).run(check);
        });
    }

    private Target find(Path path, SaveOptions options, Body body) throws CheckpointException {
        try {
            return Target.of(files, path, options.symlinks());
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw WriteFaults.of(path, e, body, 0, false);
        }
    }

    /** Deletes what dead processes left, before the first save into a directory. What cannot be deleted harms nobody. */
    private void sweep(Path directory) {
        synchronized (swept) {
            if (swept.size() == MOST_SWEPT) {
                swept.clear();
            }
            if (!swept.add(directory)) {
                return;
            }
        }
        try {
            Leftovers.sweep(files, directory, Instant.now());
        } catch (IOException e) {
            // A save is not refused for what other ones left.
        }
    }
}
