package dev.netwright.runtime.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** One save, by the steps of {@link Commit}. */
final class Save {
    /** Bytes of a write. */
    static final int CHUNK = 1 << 16;

    private final FileOps files;
    private final Path path;
    private Target target;
    private final SaveOptions options;
    private final Commit.Body body;
    private final boolean full;
    private final List<Path> temporaries = new ArrayList<>();
    private final CRC32C sum = new CRC32C();
    private long written;

    Save(FileOps files, Path path, Target target, SaveOptions options, Commit.Body body) {
        this.files = files;
        this.path = path;
        this.target = target;
        this.options = options;
        this.body = body;
        this.full = options.durability() == Durability.FULL;
    }

    void run(Commit.Check check) throws CheckpointException {
        Path sibling = Leftovers.sibling(target.real());
        try {
            // Another thread may have created the file while this one waited.
            target = target.again(files, path);
            write(sibling, check);
            if (target.exists() && options.keepsBackup()) {
                backup();
            }
            move(sibling);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw WriteFaults.of(path, e, body, written, target.exists());
        } finally {
            temporaries.forEach(this::delete);
        }
        if (full) {
            forceDirectory();
        }
    }

    private void write(Path sibling, Commit.Check check) throws IOException {
        try (FileOps.NewFile file = files.create(sibling)) {
            temporaries.add(sibling);
            if (target.exists()) {
                files.mode(sibling, target.real());
            }
            OutputStream out = new BufferedOutputStream(new CheckedOutputStream(sink(file), sum), CHUNK);
            body.write(out);
            out.flush();
            if (full && written < options.verifyBelow()) {
                try (InputStream in = files.read(sibling)) {
                    new ReadBack(in, path.toString(), written, check, sum.getValue()).beside(file);
                }
            } else if (full) {
                file.force();
            }
        }
    }

    private OutputStream sink(FileOps.NewFile file) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                ByteBuffer left = ByteBuffer.wrap(bytes, offset, count);
                while (left.hasRemaining()) {
                    int taken = file.write(left);
                    if (taken <= 0) {
                        throw new IOException("the device takes no more bytes");
                    }
                    written += taken;
                }
            }
        };
    }

    /** Gives the file to be replaced a second name, in place of the backup before. Its own name stays all the while. */
    private void backup() throws IOException {
        Path backup = SaveOptions.backupOf(target.real());
        FileOps.Entry before = files.entry(backup);
        if (before != null) {
            Target.check(backup.toString(), before);
        }
        Path link = Leftovers.sibling(backup);
        files.link(link, target.real());
        // Deleted in any case: where the backup is this very file already, a rename does nothing.
        temporaries.add(link);
        files.move(link, backup);
        if (full) {
            files.force(target.directory());
        }
    }

    private void move(Path sibling) throws IOException {
        try {
            files.move(sibling, target.real());
        } catch (FileSystemException e) {
            if (target.exists() && files.refusesOpenTargets()) {
                throw Fault.in(path.toString())
                        .because(e)
                        .found(WriteFaults.words(e))
                        .busy("the file is open in another program");
            }
            throw e;
        }
        temporaries.remove(sibling);
    }

    private void delete(Path temporary) {
        try {
            files.delete(temporary);
        } catch (IOException e) {
            // The failure that led here is on its way to the caller; a later save sweeps what is left.
        }
    }

    private void forceDirectory() throws CheckpointException {
        try {
            files.force(target.directory());
        } catch (IOException e) {
            throw Fault.in(path.toString())
                    .because(e)
                    .found(WriteFaults.words(e))
                    .durability(
                            "saved, but a power cut may bring back what was there before: its directory could not be forced to the"
                                    + " device");
        }
    }
}
