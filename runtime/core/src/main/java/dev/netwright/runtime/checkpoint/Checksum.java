package dev.netwright.runtime.checkpoint;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * Checksums of tensors: CRC-32C of the bytes of a tensor's values as the file holds them, eight lower-case hexadecimal digits. It finds every
 * flipped bit and every burst of up to 32. Source: RFC 3720, appendix B.4.
 */
final class Checksum {
    /** Number of digits. */
    static final int DIGITS = 8;

    private Checksum() {}

    static String digits(CRC32C sum) {
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /** Takes checksums apart that stand one after the other. */
    static List<String> split(Fault fault, String text, int tensors) throws CheckpointException {
        if (!text.matches("[0-9a-f]*") || text.length() != DIGITS * tensors) {
            throw fault.expected(tensors + " checksums of " + DIGITS + " hexadecimal digits")
                    .found("'" + Names.escape(text) + "'")
                    .corrupt("the checksums are not those of the file's tensors");
        }
        return IntStream.range(0, tensors)
                .mapToObj(k -> text.substring(DIGITS * k, DIGITS * (k + 1)))
                .toList();
    }

    /** Refuses values whose checksum is another. */
    static void compare(Fault fault, StoredTensor tensor, String stored, String computed) throws CheckpointException {
        if (!stored.equals(computed)) {
            throw fault.tensor(tensor.name())
                    .expected("CRC-32C " + stored + " of " + tensor.describe())
                    .found(computed)
                    .corrupt("the values of a tensor are not as they were written");
        }
    }
}
