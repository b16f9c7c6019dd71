package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Says in words why a file could not be written. */
final class WriteFaults {
    private WriteFaults() {}

    /** The exception for a failed save: the cause in words, how many bytes there were to write and how many were written. */
    static CheckpointException of(Path path, IOException cause, Commit.Body body, long written, boolean replaced) {
        long needed = size(body);
        String bytes = String.format(Locale.ROOT, "%,d bytes written", written);
        return Fault.in(path.toString())
                .because(cause)
                .expected(needed < 0 ? "all bytes written" : String.format(Locale.ROOT, "%,d bytes written", needed))
                .found(bytes + ", then: " + words(cause))
                .help(help(cause)
                        + (replaced
                                ? "; the checkpoint there before is unchanged"
                                : "; nothing at the path was changed"))
                .write("could not be saved: " + words(cause));
    }

    /** What an exception of the file system means; some have no text but a path. */
    static String words(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof NoSuchFileException) {
            return "no such directory";
        } else if (e instanceof FileAlreadyExistsException) {
            return "the name of the temporary file is taken";
        } else if (e instanceof AtomicMoveNotSupportedException) {
            return "the file system cannot replace a file in one step";
        }
        String text = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return text == null || text.isEmpty() ? e.getClass().getSimpleName() : text;
    }

    private static String help(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "see the permissions of the directory and those above it";
        } else if (e instanceof NoSuchFileException) {
            return "create the directory";
        } else if (words(e).startsWith("No space left") || words(e).startsWith("Disk quota")) {
            return "make room, then save again";
        }
        return "see the cause";
    }

    /** How many bytes there are in all, -1 where that cannot be told. */
    private static long size(Commit.Body body) {
        long[] count = {0};
        OutputStream counter = new OutputStream() {
            @Override
            public void write(int value) {
                count[0]++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                count[0] += length;
            }
        };
        try {
            body.write(counter);
        } catch (IOException e) {
            return -1;
        }
        return count[0];
    }
}
