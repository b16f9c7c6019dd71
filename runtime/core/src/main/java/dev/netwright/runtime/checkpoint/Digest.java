package dev.netwright.runtime.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The digest that guards all of a file but the values of its tensors, which have checksums of their own: the first 128 bits of SHA-256 in
 * lower-case hexadecimal, over every byte before the digits themselves. It finds damage; it is no signature.
 *
 * <p>A file that is read as a stream shows only at its end where the digits are, so the last bytes are held back.
 */
final class Digest {
    /** Number of digits. */
    static final int DIGITS = 32;

    /** What a digest looks like. */
    static final Pattern PATTERN = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

    private final MessageDigest digest = sha256();
    private final byte[] tail;
    private int held;

    /**
     * Begins.
     *
     * @param held number of bytes at the end that are not to be digested
     */
    Digest(int held) {
        this.tail = new byte[held];
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Takes the next bytes. */
    void update(byte[] bytes, int offset, int count) {
        int leaving = Math.max(0, held + count - tail.length);
        int old = Math.min(held, leaving);
        digest.update(tail, 0, old);
        System.arraycopy(tail, old, tail, 0, held - old);
        held -= old;
        int passing = leaving - old;
        digest.update(bytes, offset, passing);
        System.arraycopy(bytes, offset + passing, tail, held, count - passing);
        held += count - passing;
    }

    void update(byte[] bytes) {
        update(bytes, 0, bytes.length);
    }

    /** The bytes held back, a character each. */
    String tail() {
        return new String(tail, 0, held, StandardCharsets.ISO_8859_1);
    }

    /** The digits; ends this digest. */
    String digits() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    /** Refuses a file whose digits are others than those computed. */
    static void compare(Fault fault, String stored, String computed) throws CheckpointException {
        if (!stored.equals(computed)) {
            throw fault.expected("digest " + Names.escape(stored))
                    .found(computed)
                    .corrupt("the file is not as it was written: its digest is another");
        }
    }
}
