package dev.netwright.runtime.checkpoint;

/** What a training does when a checkpoint of a {@link CheckpointManager} could not be saved. Either way the failure is counted. */
public enum OnSaveFailure {
    /** Goes on, and says so through its progress. */
    WARN,
    /** Ends with the exception. */
    STOP
}
