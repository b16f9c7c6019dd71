package dev.netwright.runtime.checkpoint;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a checkpoint says about itself. Immutable; start from {@link #EMPTY}.
 *
 * @param version version of the model, the user's own: {@code 1.3}; empty where there is none
 * @param framework what wrote the file
 * @param description what the model does
 * @param tags words to find it by
 * @param createdAt when it was written, in whole seconds; absent before it is written: the time of writing
 * @param createdBy who wrote it; empty unless said
 * @param accuracy accuracy reached, 0 to 1; NaN where it was not measured
 * @param loss loss reached; NaN where it was not measured
 * @param classes names of the classes of each output that has any; written from the model's schema
 * @param other further keys and values, in order
 */
public record Metadata(
        String version,
        String framework,
        String description,
        List<String> tags,
        Optional<Instant> createdAt,
        String createdBy,
        double accuracy,
        double loss,
        Map<String, List<String>> classes,
        Map<String, String> other) {
    /** Says nothing but the framework. */
    public static final Metadata EMPTY = new Metadata(
            "", "Netwright", "", List.of(), Optional.empty(), "", Double.NaN, Double.NaN, Map.of(), Map.of());

    /** Says nothing: what a file without metadata has. */
    static final Metadata NONE =
            new Metadata("", "", "", List.of(), Optional.empty(), "", Double.NaN, Double.NaN, Map.of(), Map.of());

    public Metadata {
        tags = List.copyOf(tags);
        createdAt = createdAt.map(time -> time.truncatedTo(ChronoUnit.SECONDS));
        classes = copy(classes);
        other = Collections.unmodifiableMap(new LinkedHashMap<>(other));
    }

    /** With the model's version. */
    public Metadata version(String value) {
        return new Metadata(value, framework, description, tags, createdAt, createdBy, accuracy, loss, classes, other);
    }

    /** With a description. */
    public Metadata description(String value) {
        return new Metadata(version, framework, value, tags, createdAt, createdBy, accuracy, loss, classes, other);
    }

    /** With these tags. */
    public Metadata tags(String... values) {
        return new Metadata(
                version, framework, description, List.of(values), createdAt, createdBy, accuracy, loss, classes, other);
    }

    /** With a time of writing, so that equal models give equal bytes. */
    public Metadata createdAt(Instant value) {
        return new Metadata(
                version, framework, description, tags, Optional.of(value), createdBy, accuracy, loss, classes, other);
    }

    /** With an author. */
    public Metadata createdBy(String value) {
        return new Metadata(version, framework, description, tags, createdAt, value, accuracy, loss, classes, other);
    }

    /** With the accuracy reached, 0 to 1. */
    public Metadata accuracy(double value) {
        return new Metadata(version, framework, description, tags, createdAt, createdBy, value, loss, classes, other);
    }

    /** With the loss reached. */
    public Metadata loss(double value) {
        return new Metadata(
                version, framework, description, tags, createdAt, createdBy, accuracy, value, classes, other);
    }

    /** With a further key. */
    public Metadata with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(other);
        more.put(key, value);
        return new Metadata(version, framework, description, tags, createdAt, createdBy, accuracy, loss, classes, more);
    }

    /** With the names of the classes. */
    Metadata classes(Map<String, List<String>> values) {
        return new Metadata(version, framework, description, tags, createdAt, createdBy, accuracy, loss, values, other);
    }

    private static Map<String, List<String>> copy(Map<String, List<String>> classes) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        classes.forEach((output, names) -> copy.put(output, List.copyOf(names)));
        return Collections.unmodifiableMap(copy);
    }

    /** The same, created now where no time was said. */
    Metadata dated() {
        return createdAt.isPresent() ? this : createdAt(Instant.now());
    }
}
