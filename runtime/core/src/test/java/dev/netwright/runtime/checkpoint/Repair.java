package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.nio.charset.StandardCharsets;

/** Puts the checksums and the digest right in a file of Netwright that a test has changed, so that the rest of a reader is reached. */
final class Repair {
    private static final int MOST = 20;

    private Repair() {}

    /** The file with the digits that the reader computes in place of those that it finds; the file as it is where that ends. */
    static byte[] of(byte[] file, Format format, Schema schema) {
        byte[] repaired = file;
        for (int round = 0; round < MOST; round++) {
            Contents target = Samples.target(schema);
            try {
                Samples.restore(repaired, format, target);
                return repaired;
            } catch (CheckpointException.Corrupt e) {
                String expected = e.expected().orElse("");
                String found = e.found().orElse("");
                if (expected.startsWith("CRC-32C ")) {
                    repaired = replace(repaired, expected.substring(8, 16), found);
                } else if (expected.startsWith("digest ") && expected.length() == 7 + Digest.DIGITS) {
                    repaired = replace(repaired, expected.substring(7), found);
                } else {
                    return repaired;
                }
            } catch (CheckpointException e) {
                return repaired;
            }
        }
        return repaired;
    }

    static byte[] of(String text, Format format, Schema schema) {
        return of(
                text.getBytes(format == Format.JSON ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
                format,
                schema);
    }

    /** Replaces the last occurrence of digits. */
    private static byte[] replace(byte[] file, String digits, String others) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf(digits);
        byte[] replaced = file.clone();
        for (int k = 0; at >= 0 && k < digits.length(); k++) {
            replaced[at + k] = (byte) others.charAt(k);
        }
        return replaced;
    }
}
