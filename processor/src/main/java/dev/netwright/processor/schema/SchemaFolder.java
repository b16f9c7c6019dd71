package dev.netwright.processor.schema;

import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problem;
import dev.netwright.processor.diagnose.SchemaProblems;
import dev.netwright.runtime.checkpoint.Schema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The schema files of one network: {@code <schemas>/<interface>/<version>.json}. */
final class SchemaFolder {
    private static final long LARGEST = 64L << 20;

    private final Path directory;
    private final String shown;
    private final String network;
    private final Place place;
    private final SortedMap<Integer, String> digests = new TreeMap<>();

    SchemaFolder(SchemaOptions options, String network, Place place) {
        this.directory = options.directory().resolve(network);
        this.shown = options.shown() + "/" + network;
        this.network = network;
        this.place = place;
    }

    /** What is wrong with the files. */
    static final class Unsound extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Unsound(Problem problem) {
            super(problem.what());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    /** A file's path as messages show it. */
    String shown(int version) {
        return shown + "/" + version + ".json";
    }

    /** All versions that are kept, each checked by itself and against the one before. */
    SortedMap<Integer, SchemaFile> read() throws Unsound {
        SortedMap<Integer, SchemaFile> files = new TreeMap<>();
        if (Files.notExists(directory)) {
            return files;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path path : entries.sorted().toList()) {
                String name = String.valueOf(path.getFileName());
                if (name.matches("[1-9]\\d{0,8}\\.json")) {
                    int version = Integer.parseInt(name.substring(0, name.length() - ".json".length()));
                    files.put(version, file(path, version));
                }
            }
        } catch (IOException e) {
            throw new Unsound(SchemaProblems.schemaUnreadable(
                    place,
                    shown,
                    "the folder cannot be read",
                    "a folder of schema files",
                    e.toString(),
                    "make it a folder that may be read"));
        }
        chained(files);
        return files;
    }

    private SchemaFile file(Path path, int version) throws Unsound {
        String text = text(path, version);
        digests.put(version, Schema.fileDigest(text));
        if (text.lines().anyMatch(line -> line.startsWith("<<<<<<< ") || line.startsWith(">>>>>>> "))) {
            throw unreadable(
                    version,
                    "a merge left its conflict in the file",
                    "one version of the file",
                    "'<<<<<<<' and '>>>>>>>'",
                    "take the whole file from one side of the merge; a version that both sides locked needs a number of its own");
        }
        try {
            SchemaJson.Read read = SchemaJson.read(text);
            SchemaFile file = read.file();
            if (!file.network().equals(network) || file.version() != version) {
                throw unreadable(
                        version,
                        "the file is of another network or version",
                        network + " version " + version,
                        file.network() + " version " + file.version(),
                        "put the file back where it was, and restore this one from version control");
            }
            if (!read.hash().equals(SchemaJson.hash(file))) {
                throw new Unsound(SchemaProblems.schemaEdited(
                        place,
                        shown(version),
                        "was changed after it was locked",
                        "hash " + SchemaJson.hash(file) + ", its content's",
                        "hash " + read.hash(),
                        "restore the file from version control: checkpoints of version " + version + " are as it was"));
            }
            return file;
        } catch (Json.Malformed e) {
            throw unreadable(
                    version,
                    "the file is no schema",
                    "the JSON that -A" + SchemaOptions.LOCK + "=update writes",
                    String.valueOf(e.getMessage()),
                    "restore the file from version control");
        }
    }

    private Unsound unreadable(int version, String what, String expected, String found, String help) {
        return new Unsound(SchemaProblems.schemaUnreadable(place, shown(version), what, expected, found, help));
    }

    private String text(Path path, int version) throws Unsound {
        try {
            if (Files.size(path) > LARGEST) {
                throw unreadable(
                        version,
                        "the file is no schema",
                        "at most " + LARGEST + " bytes",
                        Files.size(path) + " bytes",
                        "restore the file from version control");
            }
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw unreadable(
                    version, "the file is no schema", "UTF-8", "other bytes", "restore the file from version control");
        } catch (IOException e) {
            throw unreadable(
                    version, "the file cannot be read", "a file", e.toString(), "make it a file that may be read");
        }
    }

    /** A line for each file that was read: its version and its digest. */
    String digests() {
        StringBuilder lines = new StringBuilder();
        digests.forEach((version, digest) ->
                lines.append(version).append(' ').append(digest).append('\n'));
        return lines.toString();
    }

    /** The same with a file that is about to be written. */
    String digests(SchemaFile file) {
        digests.put(file.version(), Schema.fileDigest(SchemaJson.write(file)));
        return digests();
    }

    private void chained(SortedMap<Integer, SchemaFile> files) throws Unsound {
        for (SchemaFile file : files.values()) {
            SchemaFile before = files.get(file.version() - 1);
            boolean first = file.version() == files.firstKey();
            if (before == null && !(first && file.previous().isEmpty())) {
                throw new Unsound(SchemaProblems.schemaMissing(
                        place,
                        shown(file.version() - 1),
                        "version " + file.version() + " loads it",
                        "restore the file from version control"));
            }
            if (before != null && !file.previous().equals(SchemaJson.hash(before))) {
                throw new Unsound(SchemaProblems.schemaEdited(
                        place,
                        shown(before.version()),
                        "is not the version that " + shown(file.version()) + " follows",
                        "hash " + file.previous(),
                        "hash " + SchemaJson.hash(before),
                        "restore both files from version control"));
            }
        }
    }

    /** Writes the file of a version, whole or not at all; never over another. */
    void write(SchemaFile file) throws Unsound {
        Path target = directory.resolve(file.version() + ".json");
        try {
            Files.createDirectories(directory);
            Path sibling = Files.createTempFile(directory, file.version() + ".json", ".tmp");
            try {
                Files.writeString(sibling, SchemaJson.write(file));
                try (FileChannel channel = FileChannel.open(sibling, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                if (Files.notExists(target)) {
                    Files.move(sibling, target, StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                Files.deleteIfExists(sibling);
            }
        } catch (IOException e) {
            throw unreadable(
                    file.version(),
                    "the file cannot be written",
                    "a folder that may be written to",
                    e.toString(),
                    "make " + shown + " a folder that may be written to");
        }
    }

    /** The newest version that is kept. */
    static Optional<SchemaFile> newest(SortedMap<Integer, SchemaFile> files) {
        return files.values().stream().reduce((older, newer) -> newer);
    }
}
