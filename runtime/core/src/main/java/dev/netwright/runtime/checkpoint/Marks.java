package dev.netwright.runtime.checkpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The marks of Netwright in a file.
 *
 * @param formatVersion version of the format: {@code 1.0}; a reader takes every minor version of its major one
 * @param network binary name of the interface, empty in a bare export
 * @param schemaVersion version of the schema, 0 in a bare export
 * @param schemaHash {@link Schema#hash}
 * @param table the lines that the hash is made of, empty in a bare export
 */
record Marks(String formatVersion, String network, int schemaVersion, String schemaHash, String table) {
    /** Version of the files written. */
    static final String FORMAT_VERSION = "1.0";

    /** Marks that bare exports leave out. */
    static final List<String> DESCRIBING = List.of("network", "schema_version", "tensors", "metadata");

    private static final int MAJOR = 1;
    private static final int MINOR = 0;
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** Refuses a version that this reader does not know; returns whether keys unknown to this reader may occur. */
    static boolean checkVersion(Fault fault, String version) throws CheckpointException {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
            throw fault.expected("a format version, as " + FORMAT_VERSION)
                    .found("'" + Names.escape(version) + "'")
                    .corrupt("the format version is none");
        }
        if (Integer.parseInt(matcher.group(1)) > MAJOR) {
            throw fault.expected("format version " + MAJOR + ".x")
                    .found(version)
                    .unsupportedVersion("a later Netwright wrote this file");
        }
        return Integer.parseInt(matcher.group(2)) > MINOR;
    }

    /**
     * Marks from texts of the file's metadata, those of a bare export absent.
     *
     * @param text the text of a mark by its name without prefix, null where the file has none
     */
    static Marks of(Fault fault, String version, String hash, Function<String, @Nullable String> text)
            throws CheckpointException {
        List<String> missing =
                DESCRIBING.stream().filter(name -> text.apply(name) == null).toList();
        if (!missing.isEmpty() && missing.size() < DESCRIBING.size()) {
            throw fault.expected(String.join(", ", DESCRIBING) + ", all or none")
                    .found("no " + String.join(", ", missing))
                    .corrupt("marks of Netwright are missing");
        }
        String number = text.apply("schema_version");
        if (number != null && !NUMBER.matcher(number).matches()) {
            throw fault.expected("a number")
                    .found("'" + Names.escape(number) + "'")
                    .corrupt("the schema version is none");
        }
        String network = text.apply("network");
        String table = text.apply("tensors");
        return new Marks(
                version,
                network == null ? "" : network,
                number == null ? 0 : Integer.parseInt(number),
                hash,
                table == null ? "" : table);
    }

    /** Compares marks and tensors: the hash is that of the table, and the table names the tensors. */
    void check(Fault fault, List<StoredTensor> tensors) throws CheckpointException {
        if (!HASH.matcher(schemaHash).matches()) {
            throw fault.expected("64 hexadecimal digits")
                    .found("'" + Names.escape(schemaHash) + "'")
                    .corrupt("the schema hash is none");
        }
        if (table.isEmpty()) {
            return;
        }
        String hash = SchemaLines.digest(table);
        if (!hash.equals(schemaHash)) {
            throw fault.expected(schemaHash).found(hash).corrupt("the schema hash is not that of the file's tensors");
        }
        Map<String, String> lines = lines();
        long parts = tensors.stream().filter(tensor -> !tensor.isSlot()).count();
        if (lines.size() != parts) {
            throw fault.expected(lines.size() + " tensors").found(parts).corrupt("tensors are missing or too many");
        }
        for (StoredTensor tensor : tensors) {
            String line = lines.get(tensor.name());
            if (!tensor.isSlot() && (line == null || !line.endsWith(" float32 " + tensor.shape()))) {
                throw fault.tensor(tensor.name())
                        .expected(line == null ? "no such tensor" : line)
                        .found(tensor.describe())
                        .corrupt("a tensor is not what the file's schema says");
            }
        }
    }

    /** Roles by tensor name; empty in a bare export. */
    Map<String, String> roles() {
        Map<String, String> roles = new HashMap<>();
        lines().forEach((name, line) -> {
            int end = line.indexOf(' ');
            roles.put(name, end < 0 ? "" : line.substring(0, end));
        });
        return roles;
    }

    /** What follows the name in each tensor's line, by name. */
    private Map<String, String> lines() {
        Map<String, String> lines = new HashMap<>();
        for (String line : table.lines().toList()) {
            int space = line.indexOf(' ');
            if (space > 0 && !line.startsWith(Schema.INPUT + " ", space + 1)) {
                lines.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        return lines;
    }
}
