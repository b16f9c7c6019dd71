package dev.netwright.runtime.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The file {@value #NAME} of a directory of checkpoints: a JSON object whose last member is the CRC-32C of all bytes before it. Written by the
 * protocol of {@link Commit}.
 */
final class ManifestFile {
    static final String NAME = "checkpoints.json";
    private static final String VERSION = "1.0";
    private static final int LARGEST = 64 << 20;

    private ManifestFile() {}

    /** Empty where there is no such file. */
    static Manifest read(Path directory) throws CheckpointException {
        try (Input input = Input.of(directory.resolve(NAME))) {
            return parse(input, directory);
        } catch (CheckpointException.NotFound e) {
            return Manifest.EMPTY;
        }
    }

    static void write(Commit commit, Path directory, Manifest manifest) throws CheckpointException {
        byte[] bytes = bytes(manifest);
        commit.replace(
                directory.resolve(NAME),
                SaveOptions.DEFAULT,
                out -> out.write(bytes),
                input -> parse(input, directory));
    }

    private static byte[] bytes(Manifest manifest) throws CheckpointException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            JsonLayout layout = new JsonLayout();
            JsonOut.pretty(out, layout, json -> {
                json.writeStartObject();
                json.writeStringProperty("netwright_checkpoints", VERSION);
                json.writeStringProperty("network", manifest.network());
                json.writeObjectPropertyStart("names");
                manifest.names().forEach(json::writeStringProperty);
                json.writeEndObject();
                json.writeArrayPropertyStart("checkpoints");
                for (CheckpointEntry entry : manifest.entries()) {
                    json.writeStartObject();
                    layout.inline(true);
                    json.writeStringProperty("file", entry.file());
                    json.writeNumberProperty("epoch", entry.epoch());
                    json.writeNumberProperty("step", entry.step());
                    json.writeNumberProperty("position", entry.position());
                    json.writeStringProperty("saved", entry.saved().toString());
                    json.writeObjectPropertyStart("figures");
                    entry.figures().forEach((name, value) -> {
                        json.writeName(name);
                        JsonOut.number(json, value);
                    });
                    json.writeEndObject();
                    json.writeEndObject();
                    layout.inline(false);
                }
                json.writeEndArray();
                json.writeArrayPropertyStart("deleting");
                manifest.deleting().forEach(json::writeString);
                json.writeEndArray();
                json.writeArrayPropertyStart("adopted");
                manifest.adopted().forEach(json::writeString);
                json.writeEndArray();
                json.writeEndObject();
            });
        } catch (IOException e) {
            throw new IllegalStateException("memory refused bytes", e);
        }
        String text = out.toString(StandardCharsets.UTF_8).stripTrailing();
        String body = text.substring(0, text.length() - 1).stripTrailing();
        return (body + digest(body)).getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(String body) {
        CRC32C sum = new CRC32C();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return String.format(",\n  \"crc32c\": \"%08x\"\n}\n", sum.getValue());
    }

    private static Manifest parse(Input input, Path directory) throws CheckpointException {
        if (input.length() > LARGEST) {
            throw input.fault()
                    .expected("at most " + LARGEST + " bytes")
                    .limitExceeded("the list of checkpoints is too long");
        }
        String text = new String(input.bytes((int) input.length(), "the list"), StandardCharsets.UTF_8);
        input.end();
        int end = text.length() - digest("").length();
        if (end < 0 || !text.substring(end).equals(digest(text.substring(0, end)))) {
            throw damaged(Fault.in(input.name())).corrupt("the list of checkpoints is damaged: its digest is another");
        }
        Fields fields = new Fields(directory);
        JsonIn in = new JsonIn(input.name(), "", new StringReader(text));
        in.object(name -> fields.read(in, name));
        in.end();
        if (!fields.version.equals(VERSION)) {
            throw Fault.in(input.name())
                    .expected("version " + VERSION)
                    .found(Names.escape(fields.version))
                    .unsupportedVersion("another version of Netwright wrote the list of checkpoints");
        }
        return new Manifest(fields.network, fields.entries, fields.names, fields.deleting, fields.adopted);
    }

    private static Fault damaged(Fault fault) {
        return fault.help(
                "delete this file: the checkpoints beside it are then found by themselves, and only names of your"
                        + " own, such as deployed, are lost");
    }

    private static final class Fields {
        private final Path directory;
        private String version = "";
        private String network = "";
        private final Map<String, String> names = new LinkedHashMap<>();
        private final List<CheckpointEntry> entries = new ArrayList<>();
        private final List<String> deleting = new ArrayList<>();
        private final Set<String> adopted = new LinkedHashSet<>();

        Fields(Path directory) {
            this.directory = directory;
        }

        void read(JsonIn in, String member) throws CheckpointException {
            switch (member) {
                case "netwright_checkpoints" -> version = in.string();
                case "network" -> network = in.string();
                case "names" -> in.object(name -> names.put(name, in.string()));
                case "checkpoints" -> in.array(() -> entries.add(entry(in)));
                case "deleting" -> in.array(() -> deleting.add(file(in)));
                case "adopted" -> in.array(() -> adopted.add(file(in)));
                default -> in.skip();
            }
        }

        private CheckpointEntry entry(JsonIn in) throws CheckpointException {
            String[] file = {""};
            int[] epoch = new int[1];
            long[] counts = new long[2];
            Instant[] saved = {Instant.EPOCH};
            Map<String, Double> figures = new LinkedHashMap<>();
            in.object(member -> {
                switch (member) {
                    case "file" -> file[0] = file(in);
                    case "epoch" -> epoch[0] = in.smallCount();
                    case "step" -> counts[0] = in.count();
                    case "position" -> counts[1] = in.count();
                    case "saved" -> saved[0] = time(in);
                    case "figures" -> in.object(name -> figures.put(name, in.number()));
                    default -> in.skip();
                }
            });
            return new CheckpointEntry(directory.resolve(file[0]), epoch[0], counts[0], counts[1], figures, saved[0]);
        }

        /** A name of a file in this directory, and never a way out of it. */
        private static String file(JsonIn in) throws CheckpointException {
            String name = in.string();
            if (name.isEmpty() || name.startsWith(".") || name.matches(".*[/\\\\:\\x00].*")) {
                throw in.fault()
                        .expected("a name of a file")
                        .found(Names.escape(name))
                        .unsafePath("not a file beside the list");
            }
            return name;
        }

        private static Instant time(JsonIn in) throws CheckpointException {
            String text = in.string();
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw damaged(in.fault().because(e).found(Names.escape(text))).corrupt("the time of a save is none");
            }
        }
    }
}
