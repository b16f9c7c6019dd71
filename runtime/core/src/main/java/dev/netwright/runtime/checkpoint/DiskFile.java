package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * An open file that an interrupt leaves alone: a {@link java.nio.channels.FileChannel} is closed by one in the middle of a write or a force, an asynchronous
 * channel is no {@code InterruptibleChannel}. It is used by the calling thread alone, which does all the work itself.
 */
final class DiskFile implements FileOps.NewFile {
    private final AsynchronousFileChannel channel;
    private long position;

    private DiskFile(AsynchronousFileChannel channel) {
        this.channel = channel;
    }

    /** A file that is new; its permissions are what the umask leaves, as of any other. */
    static DiskFile create(Path path) throws IOException {
        return open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Brings the names in a directory to the device. */
    static void forceDirectory(Path directory) throws IOException {
        try (DiskFile open = open(directory, StandardOpenOption.READ)) {
            open.force();
        }
    }

    private static DiskFile open(Path path, OpenOption... options) throws IOException {
        try {
            // Windows completes operations on threads of its own, which it must be left to choose.
            return new DiskFile(
                    AsynchronousFileChannel.open(path, Set.of(options), DiskFileOps.WINDOWS ? null : new Caller()));
        } catch (UnsupportedOperationException e) {
            throw new IOException("files of " + path.getFileSystem().provider().getScheme() + " cannot be forced", e);
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int written = result(channel.write(bytes, position));
        position += Math.max(0, written);
        return written;
    }

    private static int result(Future<Integer> written) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return written.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Runs at once what it is given. */
    private static final class Caller extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
