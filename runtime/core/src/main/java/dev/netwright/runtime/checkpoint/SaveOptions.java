package dev.netwright.runtime.checkpoint;

/** How a checkpoint is written. Immutable. */
public final class SaveOptions {
    /** Full precision, with metadata. */
    public static final SaveOptions DEFAULT = new SaveOptions();

    private SaveOptions() {}
}
