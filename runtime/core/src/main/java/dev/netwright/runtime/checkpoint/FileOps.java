package dev.netwright.runtime.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The one place that writes files: a sibling first, then forced to the device, then renamed. */
final class FileOps {
    private FileOps() {}

    /** Writes bytes to a stream. */
    interface Body {
        void write(OutputStream out) throws IOException;
    }

    /** Writes a file whole or not at all: after a failure what was at the path is unchanged and nothing else is left. */
    static void replace(Path path, Body body) throws CheckpointException {
        Path name = path.getFileName();
        if (name == null || Files.isDirectory(path)) {
            throw Fault.in(path.toString())
                    .expected("a file")
                    .found("a directory")
                    .unsafePath("cannot write here");
        }
        Path sibling = path.resolveSibling(
                "." + name + "." + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".netwright-tmp");
        boolean created = false;
        try {
            try (FileChannel channel =
                    FileChannel.open(sibling, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                created = true;
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                body.write(out);
                out.flush();
                channel.force(true);
            }
            Files.move(sibling, path, StandardCopyOption.ATOMIC_MOVE);
            created = false;
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw Fault.in(path.toString()).because(e).found(e).write("the file could not be written");
        } finally {
            if (created) {
                delete(sibling);
            }
        }
    }

    private static void delete(Path sibling) {
        try {
            Files.deleteIfExists(sibling);
        } catch (IOException e) {
            // The failure that led here is on its way to the caller; what is left is a hidden file named
            // *.netwright-tmp.
        }
    }
}
