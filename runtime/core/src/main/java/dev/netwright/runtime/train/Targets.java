package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;

/** Checks of targets, and what is said where they fail. */
final class Targets {
    private Targets() {}

    static IllegalArgumentException missing(Loss loss, Scores scores, Batch batch, int output, String expected) {
        String found = output >= batch.targetCount()
                ? "no target"
                : batch.labels(output).isPresent() ? "class ids" : "float targets";
        return new IllegalArgumentException("targets of '" + scores.name() + "' for " + loss.name() + ": expected "
                + expected + ", found " + found);
    }

    static void requireLength(String what, Scores scores, int found, int expected) {
        if (found < expected) {
            int samples = scores.rows() / scores.rowsPerSample();
            throw new IllegalArgumentException(what + " of '" + scores.name() + "': expected " + expected + " ("
                    + samples + " samples of " + expected / Math.max(1, samples) + "), found " + found);
        }
    }

    static void requireLabel(Scores scores, Batch batch, int row, int label, int classes) {
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("label of " + scores.describe(batch, row) + " for '" + scores.name()
                    + "': expected 0 to " + (classes - 1) + " (" + classes + " classes), found " + label);
        }
    }
}
