package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what was written while the saving thread waits for the device, and compares its bytes with those that were handed to the
 * system. They come from the system's memory, during a force as after it.
 */
final class ReadBack implements Runnable {
    /** Threads end ten seconds after their last work, and keep no program from ending. Nobody knows them, so nobody interrupts them. */
    private static final Executor THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "netwright-read-back");
                thread.setDaemon(true);
                return thread;
            });

    private final CheckedInputStream in;
    private final Input input;
    private final Commit.Check check;
    private final long sum;
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable Throwable failure;

    /**
     * Begins to read.
     *
     * @param name what messages call the file
     * @param length how many bytes were written
     * @param sum their CRC-32C
     */
    ReadBack(InputStream in, String name, long length, Commit.Check check, long sum) {
        this.in = new CheckedInputStream(in, new CRC32C());
        this.input = Input.of(name, this.in, length);
        this.check = check;
        this.sum = sum;
    }

    /** Brings a file to the device, and reads it meanwhile. */
    void beside(FileOps.NewFile file) throws IOException {
        THREADS.execute(this);
        try {
            file.force();
        } finally {
            Uninterrupted.await(done::await);
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        } else if (failure instanceof IOException exception) {
            throw exception;
        }
    }

    @Override
    public void run() {
        try {
            compare();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        } finally {
            done.countDown();
        }
    }

    private void compare() throws IOException {
        try {
            check.read(input);
        } catch (CheckpointException e) {
            throw new IOException("what was written cannot be read back", e);
        }
        byte[] chunk = new byte[Save.CHUNK];
        for (int read = 0; read >= 0; read = in.read(chunk, 0, chunk.length)) {}
        if (in.getChecksum().getValue() != sum) {
            throw new IOException("the bytes that were read back are others than were written");
        }
    }
}
