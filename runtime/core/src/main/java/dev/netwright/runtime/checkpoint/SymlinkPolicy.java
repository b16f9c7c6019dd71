package dev.netwright.runtime.checkpoint;

/** What a save does where its path is a symbolic link. Links among the directories above are always followed. */
public enum SymlinkPolicy {
    /** Writes the file that the link points to, and creates it where the link dangles; the link stays. A loop of links is refused. */
    FOLLOW,
    /** Refuses with {@link CheckpointException.UnsafePath}. */
    REJECT
}
