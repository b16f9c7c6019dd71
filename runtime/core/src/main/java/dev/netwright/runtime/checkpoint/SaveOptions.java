package dev.netwright.runtime.checkpoint;

import java.nio.file.Path;

/** How a checkpoint is written. Immutable. */
public final class SaveOptions {
    /** Files below this size are read back after they are written, unless told otherwise: 64 MiB. */
    public static final long VERIFY_BELOW = 64L << 20;

    /**
     * Full precision, with metadata; on the device when the save returns, links followed, files below 64 MiB read back, no backup, any
     * value.
     */
    public static final SaveOptions DEFAULT =
            new SaveOptions(new Content(Metadata.EMPTY, Precision.FULL, false, false), Writing.DEFAULT);

    private final Content content;
    private final Writing writing;

    /** What the file holds. */
    private record Content(Metadata metadata, Precision precision, boolean bare, boolean onlyFinite) {}

    /** How it comes to be there. */
    private record Writing(Durability durability, SymlinkPolicy symlinks, long verifyBelow, boolean backup) {
        static final Writing DEFAULT = new Writing(Durability.FULL, SymlinkPolicy.FOLLOW, VERIFY_BELOW, false);
    }

    private SaveOptions(Content content, Writing writing) {
        this.content = content;
        this.writing = writing;
    }

    private SaveOptions with(Content value) {
        return new SaveOptions(value, writing);
    }

    private SaveOptions with(Writing value) {
        return new SaveOptions(content, value);
    }

    /** With metadata; a creation time that it lacks is the time of writing. */
    public SaveOptions metadata(Metadata value) {
        return with(new Content(value, content.precision, content.bare, content.onlyFinite));
    }

    /** With a precision. */
    public SaveOptions precision(Precision value) {
        return with(new Content(content.metadata, value, content.bare, content.onlyFinite));
    }

    /** An export for inference: the weights, without metadata. */
    public SaveOptions bare() {
        return with(new Content(content.metadata, content.precision, true, content.onlyFinite));
    }

    /** Refuses NaN and infinities among parameters and buffers with {@link CheckpointException.NotFinite}, before anything is written. */
    public SaveOptions onlyFinite() {
        return with(new Content(content.metadata, content.precision, content.bare, true));
    }

    /** With a durability. */
    public SaveOptions durability(Durability value) {
        return with(new Writing(value, writing.symlinks, writing.verifyBelow, writing.backup));
    }

    /** With a rule for paths that are symbolic links. */
    public SaveOptions symlinks(SymlinkPolicy value) {
        return with(new Writing(writing.durability, value, writing.verifyBelow, writing.backup));
    }

    /**
     * Reads files of fewer bytes back before they replace what was there, and compares their bytes with those that were written; compressed
     * ones are loaded besides. They come from the operating system, which mostly has them in memory still. 0 for none, {@code Long.MAX_VALUE} for all. Not with {@link Durability#FAST}.
     */
    public SaveOptions verifyBelow(long bytes) {
        return with(new Writing(writing.durability, writing.symlinks, bytes, writing.backup));
    }

    /**
     * Keeps the file that is replaced, under its name with {@code .backup} before the extension: {@code model.backup.onnx}. A backup that
     * was there before is replaced. At every moment both names stand for whole files; where the save fails
     * in its last step, the backup is the file itself, and the one before is gone. Needs a file system with hard links.
     */
    public SaveOptions backup() {
        return with(new Writing(writing.durability, writing.symlinks, writing.verifyBelow, true));
    }

    /** Where the backup of a file stands. */
    public static Path backupOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = Compression.plainName(file).lastIndexOf('.');
        return file.resolveSibling(
                dot < 0 ? name + ".backup" : name.substring(0, dot) + ".backup" + name.substring(dot));
    }

    /** The metadata to write. */
    public Metadata metadata() {
        return content.metadata;
    }

    /** The precision to write in. */
    public Precision precision() {
        return content.precision;
    }

    /** Whether metadata is left out. */
    public boolean isBare() {
        return content.bare;
    }

    /** Whether NaN and infinities are refused. */
    public boolean isOnlyFinite() {
        return content.onlyFinite;
    }

    /** What a save waits for. */
    public Durability durability() {
        return writing.durability;
    }

    /** What happens where the path is a symbolic link. */
    public SymlinkPolicy symlinks() {
        return writing.symlinks;
    }

    /** Files of fewer bytes are read back. */
    public long verifyBelow() {
        return writing.verifyBelow;
    }

    /** Whether the file that is replaced is kept. */
    public boolean keepsBackup() {
        return writing.backup;
    }
}
