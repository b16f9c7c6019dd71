package dev.netwright.runtime.checkpoint;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Metadata as a JSON object; what was not said is left out. */
final class MetadataJson {
    private MetadataJson() {}

    static void write(JsonGenerator json, Metadata metadata) {
        json.writeStartObject();
        text(json, "version", metadata.version());
        text(json, "framework", metadata.framework());
        text(json, "description", metadata.description());
        if (!metadata.tags().isEmpty()) {
            json.writeArrayPropertyStart("tags");
            metadata.tags().forEach(json::writeString);
            json.writeEndArray();
        }
        metadata.createdAt().ifPresent(time -> text(json, "created_at", time.toString()));
        text(json, "created_by", metadata.createdBy());
        figure(json, "accuracy", metadata.accuracy());
        figure(json, "loss", metadata.loss());
        if (!metadata.classes().isEmpty()) {
            json.writeName("classes");
            writeClasses(json, metadata.classes());
        }
        if (!metadata.other().isEmpty()) {
            json.writeObjectPropertyStart("other");
            metadata.other().forEach((key, value) -> json.writeStringProperty(key, value));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** An object with an array of names for each output. */
    static void writeClasses(JsonGenerator json, Map<String, List<String>> classes) {
        json.writeStartObject();
        classes.forEach((output, names) -> {
            json.writeArrayPropertyStart(output);
            names.forEach(json::writeString);
            json.writeEndArray();
        });
        json.writeEndObject();
    }

    /** What {@link #writeClasses} wrote. */
    static Map<String, List<String>> readClasses(JsonIn in) throws CheckpointException {
        Map<String, List<String>> classes = new LinkedHashMap<>();
        in.object(output -> {
            List<String> names = new ArrayList<>();
            in.array(() -> names.add(in.string()));
            classes.put(output, names);
        });
        return classes;
    }

    private static void text(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    private static void figure(JsonGenerator json, String name, double value) {
        if (!Double.isNaN(value)) {
            json.writeName(name);
            JsonOut.number(json, value);
        }
    }

    static Metadata read(JsonIn in) throws CheckpointException {
        Fields fields = new Fields();
        in.object(name -> fields.read(in, name));
        return new Metadata(
                fields.version,
                fields.framework,
                fields.description,
                fields.tags,
                fields.createdAt,
                fields.createdBy,
                fields.accuracy,
                fields.loss,
                fields.classes,
                fields.other);
    }

    private static final class Fields {
        private String version = "";
        private String framework = "";
        private String description = "";
        private final List<String> tags = new ArrayList<>();
        private Optional<Instant> createdAt = Optional.empty();
        private String createdBy = "";
        private double accuracy = Double.NaN;
        private double loss = Double.NaN;
        private Map<String, List<String>> classes = Map.of();
        private final Map<String, String> other = new LinkedHashMap<>();

        void read(JsonIn in, String name) throws CheckpointException {
            switch (name) {
                case "version" -> version = in.string();
                case "framework" -> framework = in.string();
                case "description" -> description = in.string();
                case "tags" -> in.array(() -> tags.add(in.string()));
                case "created_at" -> createdAt = Optional.of(time(in));
                case "created_by" -> createdBy = in.string();
                case "accuracy" -> accuracy = in.number();
                case "loss" -> loss = in.number();
                case "classes" -> classes = readClasses(in);
                case "other" -> in.object(key -> other.put(key, in.string()));
                default -> in.skip();
            }
        }

        private static Instant time(JsonIn in) throws CheckpointException {
            String text = in.string();
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw in.fault()
                        .because(e)
                        .expected("a time, as 2026-01-01T00:00:00Z")
                        .found("'" + Names.escape(text) + "'")
                        .corrupt("the time of writing is none");
            }
        }
    }
}
