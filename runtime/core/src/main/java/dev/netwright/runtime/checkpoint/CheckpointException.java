package dev.netwright.runtime.checkpoint;

import java.io.IOException;

/** A checkpoint that could not be read or written. */
public abstract class CheckpointException extends IOException {
    private static final long serialVersionUID = 1;

    CheckpointException(String message) {
        super(message);
    }
}
