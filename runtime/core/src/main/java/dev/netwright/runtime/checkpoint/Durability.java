package dev.netwright.runtime.checkpoint;

/** What a save waits for. Either way a file is replaced in one step: a reader, or a process killed at any moment, sees it whole. */
public enum Durability {
    /** The file and its name are on the device when the save returns: they survive a power cut. */
    FULL,
    /**
     * The operating system has the file when the save returns, and nothing is read back. For saves every few steps: it survives the end
     * of the process, however that comes. A power cut or a crash of the operating system within the next half minute or so may leave an
     * empty or damaged file, in place of the one replaced too: save under another name than checkpoints that must last.
     */
    FAST
}
