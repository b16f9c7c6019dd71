package dev.netwright.runtime.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a save asks of a file system. {@link DiskFileOps} is the real one; tests put failures, crashes and a simulated disk in its
 * place.
 */
interface FileOps {
    /** Kinds of what can stand at a path. */
    enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        /** A pipe, a device, a socket. */
        SPECIAL
    }

    /**
     * What stands at a path.
     *
     * @param kind the kind, of a symbolic link itself
     * @param modified when its content was last changed
     * @param writable whether this process may write to it
     */
    record Entry(Kind kind, Instant modified, boolean writable) {}

    /** A new file, open for writing. */
    interface NewFile extends Closeable {
        /** Writes some of the bytes, from the buffer's position on. */
        int write(ByteBuffer bytes) throws IOException;

        /** Brings all that was written, and the file's length, to the device. */
        void force() throws IOException;
    }

    /** What stands at a path; links are not followed; null where nothing does. */
    @Nullable
    Entry entry(Path path) throws IOException;

    /** Where a symbolic link points, as written in it. */
    Path target(Path link) throws IOException;

    /** The path of a directory, all links followed. */
    Path real(Path directory) throws IOException;

    /** The files and directories in a directory. */
    List<Path> list(Path directory) throws IOException;

    /** Creates a file where nothing stands, not even a link. */
    NewFile create(Path path) throws IOException;

    /** Gives a file the permissions of another one, and where this user may, owner and group. */
    void mode(Path file, Path like) throws IOException;

    /** Opens a file for reading. */
    InputStream read(Path file) throws IOException;

    /** Gives a file a second name, where nothing stands. */
    void link(Path name, Path file) throws IOException;

    /** Renames in one step, replacing what stands at {@code to}. */
    void move(Path from, Path to) throws IOException;

    /** Whether a file that another program has open cannot be replaced. */
    boolean refusesOpenTargets();

    /** Brings the names in a directory to the device. */
    void force(Path directory) throws IOException;

    /** Deletes a file, if it is there. */
    void delete(Path file) throws IOException;
}
