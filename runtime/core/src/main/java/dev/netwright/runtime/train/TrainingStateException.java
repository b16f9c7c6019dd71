package dev.netwright.runtime.train;

import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint that this trainer cannot go on from. The trainer and its model are unchanged. */
public final class TrainingStateException extends IOException {
    private static final long serialVersionUID = 1;

    TrainingStateException(Path path, String what, String expected, String found) {
        super(path + ": " + what + "\nexpected: " + expected + "\nfound:    " + found);
    }
}
