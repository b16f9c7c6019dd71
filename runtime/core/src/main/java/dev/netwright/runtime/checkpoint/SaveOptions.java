package dev.netwright.runtime.checkpoint;

/** How a checkpoint is written. Immutable. */
public final class SaveOptions {
    /** Full precision, with metadata. */
    public static final SaveOptions DEFAULT = new SaveOptions(Metadata.EMPTY, Precision.FULL, false);

    private final Metadata metadata;
    private final Precision precision;
    private final boolean bare;

    private SaveOptions(Metadata metadata, Precision precision, boolean bare) {
        this.metadata = metadata;
        this.precision = precision;
        this.bare = bare;
    }

    /** With metadata; a creation time that it lacks is the time of writing. */
    public SaveOptions metadata(Metadata value) {
        return new SaveOptions(value, precision, bare);
    }

    /** With a precision. */
    public SaveOptions precision(Precision value) {
        return new SaveOptions(metadata, value, bare);
    }

    /** An export for inference: the weights, without metadata. */
    public SaveOptions bare() {
        return new SaveOptions(metadata, precision, true);
    }

    /** The metadata to write. */
    public Metadata metadata() {
        return metadata;
    }

    /** The precision to write in. */
    public Precision precision() {
        return precision;
    }

    /** Whether metadata is left out. */
    public boolean isBare() {
        return bare;
    }
}
