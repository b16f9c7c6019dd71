package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets one training at a time save into a directory: the operating system's lock on the file {@value #NAME}, which holds the process id. It ends
 * with its process, however that ends; the file stays.
 */
final class DirectoryLock implements AutoCloseable {
    static final String NAME = ".netwright-lock";

    /** The byte that is locked, far behind the process id: Windows lets nobody read what is locked. */
    private static final long LOCKED = 1L << 40;

    /**
     * Directories locked by this JVM. It must not even open their files again: closing any channel of a file gives up all of a process's
     * locks on it (POSIX).
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Locks a directory, all links followed. */
    static DirectoryLock of(Path directory) throws CheckpointException {
        DirectoryLock[] lock = new DirectoryLock[1];
        // On another thread, since an interrupt would close the channel, and with it the lock.
        Uninterrupted.run(() -> lock[0] = locked(directory));
        return lock[0];
    }

    private static DirectoryLock locked(Path directory) throws CheckpointException {
        synchronized (HELD) {
            if (!HELD.add(directory)) {
                throw busy(directory, "this process, " + ProcessHandle.current().pid());
            }
        }
        FileChannel channel = null;
        try {
            Path file = directory.resolve(NAME);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock(LOCKED, 1, false) == null) {
                throw busy(directory, holder(channel));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DirectoryLock(directory, channel);
        } catch (OverlappingFileLockException e) {
            release(directory, channel);
            throw busy(directory, "this process, by another class loader");
        } catch (IOException e) {
            release(directory, channel);
            throw e instanceof CheckpointException known
                    ? known
                    : Fault.in(directory.toString())
                            .because(e)
                            .expected("a directory where the file " + NAME + " can be locked")
                            .found(WriteFaults.words(e))
                            .write("the directory cannot be locked");
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
        return text.matches("\\d+") ? "process " + text : "another process";
    }

    private static CheckpointException.Busy busy(Path directory, String holder) {
        return Fault.in(directory.toString())
                .expected("a directory that no other training saves into")
                .found("locked by " + holder)
                .help("end that training, or save into another directory")
                .busy("another training saves its checkpoints here");
    }

    private static void release(Path directory, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock ends with the process.
        }
        synchronized (HELD) {
            HELD.remove(directory);
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        release(directory, channel);
    }

    /** Makes a directory where there is none, and follows its links. */
    static Path made(Path directory) throws CheckpointException {
        try {
            Files.createDirectories(directory);
            return directory.toRealPath();
        } catch (NoSuchFileException e) {
            throw Fault.in(directory.toString()).because(e).notFound();
        } catch (IOException e) {
            throw Fault.in(directory.toString())
                    .because(e)
                    .expected("a directory, or a place where one can be made")
                    .found(WriteFaults.words(e))
                    .write("the directory cannot be made");
        }
    }
}
