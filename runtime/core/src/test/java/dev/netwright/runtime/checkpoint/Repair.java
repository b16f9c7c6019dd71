package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Puts the checksums and the digest right in a file of Netwright that a test has changed, so that the rest of a reader is reached. */
final class Repair {
    private static final int MOST = 20;

    private Repair() {}

    /**
     * What became of a file.
     *
     * @param file the file, repaired where its digits were wrong
     * @param target what was read into
     * @param refusal why it was refused, null if it was not
     */
    record Outcome(byte[] file, Contents target, @Nullable CheckpointException refusal) {}

    /** The file with the digits that the reader computes in place of those that it finds; the file as it is where that ends. */
    static byte[] of(byte[] file, Format format, Schema schema) {
        return read(file, format, schema).file();
    }

    /** Reads a file into a model, its digits put right as often as it takes. */
    static Outcome read(byte[] file, Format format, Schema schema) {
        byte[] repaired = file;
        for (int round = 0; ; round++) {
            Contents target = Samples.target(schema);
            try {
                Samples.restore(repaired, format, target);
                return new Outcome(repaired, target, null);
            } catch (CheckpointException e) {
                byte[] changed = e instanceof CheckpointException.Corrupt ? changed(repaired, e) : repaired;
                if (changed == repaired || round == MOST) {
                    return new Outcome(repaired, target, e);
                }
                repaired = changed;
            }
        }
    }

    private static byte[] changed(byte[] file, CheckpointException refusal) {
        String expected = refusal.expected().orElse("");
        String found = refusal.found().orElse("");
        if (expected.startsWith("CRC-32C ")) {
            return replace(file, expected.substring(8, 16), found);
        }
        boolean digest = expected.startsWith("digest ") && expected.length() == 7 + Digest.DIGITS;
        return digest ? replace(file, expected.substring(7), found) : file;
    }

    static byte[] of(String text, Format format, Schema schema) {
        return of(
                text.getBytes(format == Format.JSON ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
                format,
                schema);
    }

    /** Replaces the last occurrence of digits; the file itself where there is none. */
    private static byte[] replace(byte[] file, String digits, String others) {
        int at = new String(file, StandardCharsets.ISO_8859_1).lastIndexOf(digits);
        if (at < 0) {
            return file;
        }
        byte[] replaced = file.clone();
        for (int k = 0; k < digits.length(); k++) {
            replaced[at + k] = (byte) others.charAt(k);
        }
        return replaced;
    }
}
