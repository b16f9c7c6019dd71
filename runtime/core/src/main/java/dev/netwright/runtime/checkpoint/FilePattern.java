package dev.netwright.runtime.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of files made of a text with placeholders, {@code epoch-{epoch:04d}.safetensors}. All that can be wrong with one is refused when it is
 * made. Immutable.
 */
final class FilePattern {
    private static final Map<String, String> KINDS =
            Map.of("epoch", "\\d+", "step", "\\d+", "network", ".*", "time", "\\d{8}-\\d{6}", "metric", ".*");
    private static final List<String> NUMBERS = List.of("epoch", "step");
    /** Most file systems take 255; a number for a name that is taken comes behind. */
    private static final int LONGEST = 180;

    /** From here on a metric is written with an exponent. */
    private static final double LARGE = 1e9;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}:]*)(?::([^{}]*))?}");
    private static final Pattern WHOLE = Pattern.compile("0[1-9]d");
    private static final Pattern DECIMALS = Pattern.compile("\\.[0-9]f");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String text;
    private final String extension;
    private final List<Part> parts = new ArrayList<>();
    private final Pattern names;

    /** A part of the text: literal, or a placeholder with its format. */
    private record Part(String literal, @Nullable String placeholder, String format) {}

    FilePattern(String text) {
        this.text = text;
        int from = 0;
        Matcher found = PLACEHOLDER.matcher(text);
        while (found.find()) {
            String format = found.group(2) == null ? "" : found.group(2);
            requireKnown(found.group(1), found.group(2) != null, format);
            literal(text.substring(from, found.start()));
            parts.add(new Part("", found.group(1), format));
            from = found.end();
        }
        int dot = text.indexOf('.', from);
        if (dot < 0) {
            throw wrong("an extension at its end: .safetensors or .json", "none");
        }
        literal(text.substring(from, dot));
        this.extension = text.substring(dot);
        Format format = Format.of(Path.of("x" + extension)).orElse(null);
        if (format != Format.SAFETENSORS && format != Format.JSON) {
            throw wrong("an extension of a format that holds training state: .safetensors or .json", extension);
        }
        if (text.startsWith(".")) {
            throw wrong("a name that does not begin with a dot", text);
        }
        this.names = names();
        String longest = format("network", Integer.MAX_VALUE, Long.MAX_VALUE, -Double.MAX_VALUE, Instant.EPOCH);
        if (!longest.equals(String.valueOf(Path.of(longest).getFileName()))) {
            throw wrong("a name of a file", Names.escape(longest));
        }
        requireShort("network");
    }

    private Pattern names() {
        StringBuilder regex = new StringBuilder();
        for (Part part : parts) {
            regex.append(part.placeholder == null ? Pattern.quote(part.literal) : KINDS.get(part.placeholder));
        }
        return Pattern.compile(regex + "(-\\d+)?" + Pattern.quote(extension));
    }

    private void literal(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '{' || c == '}') {
                throw wrong("placeholders as {epoch} or {epoch:04d}", "a single " + c);
            }
            if (c < ' ' || "/\\:*?\"<>|".indexOf(c) >= 0) {
                throw wrong("a name of a file without a directory", Names.escape("'" + c + "'"));
            }
        }
        parts.add(new Part(part, null, ""));
    }

    private void requireKnown(String name, boolean formatted, String format) {
        if (!KINDS.containsKey(name)) {
            throw wrong("{epoch}, {step}, {metric}, {network} or {time}", "{" + Names.escape(name) + "}");
        }
        boolean right = NUMBERS.contains(name)
                ? WHOLE.matcher(format).matches()
                : name.equals("metric") && DECIMALS.matcher(format).matches();
        if (formatted && !right) {
            throw wrong(
                    "a format as {epoch:04d}, {step:08d} or {metric:.4f}",
                    "{" + name + ":" + Names.escape(format) + "}");
        }
    }

    private IllegalArgumentException wrong(String expected, String found) {
        return new IllegalArgumentException(
                "file pattern '" + Names.escape(text) + "': expected " + expected + ", found " + found);
    }

    private boolean has(String placeholder) {
        return parts.stream().anyMatch(part -> placeholder.equals(part.placeholder));
    }

    private void requireShort(String network) {
        String longest = format(network, Integer.MAX_VALUE, Long.MAX_VALUE, -Double.MAX_VALUE, Instant.EPOCH);
        int bytes = longest.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST) {
            throw wrong("a name of a file of at most " + LONGEST + " bytes in UTF-8", bytes + " bytes");
        }
    }

    /** Refuses a pattern that would give two checkpoints one name or too long a name, or names a metric that nothing ranks by. */
    void require(String network, boolean onlyEpochs, boolean ranked) {
        requireShort(network);
        if (!has("step") && !(has("epoch") && onlyEpochs)) {
            throw wrong(
                    onlyEpochs ? "{epoch} or {step}" : "{step}, since checkpoints come within epochs",
                    "names that are not unique");
        }
        if (has("metric") && !ranked) {
            throw wrong("keepBest(…), which says what {metric} is", "none");
        }
    }

    /** The name of a checkpoint's file, without a directory. */
    String format(String network, int epoch, long step, double metric, Instant time) {
        StringBuilder name = new StringBuilder();
        for (Part part : parts) {
            name.append(
                    part.placeholder == null
                            ? part.literal
                            : switch (part.placeholder) {
                                case "epoch" -> number(part.format, epoch);
                                case "step" -> number(part.format, step);
                                case "metric" -> Double.isFinite(metric) ? decimal(part.format, metric) : "none";
                                case "time" -> TIME.format(time);
                                default -> simple(network);
                            });
        }
        return name.append(extension).toString();
    }

    private static String number(String format, long value) {
        return String.format(Locale.ROOT, "%" + (format.isEmpty() ? "d" : format), value);
    }

    private static String decimal(String format, double value) {
        if (format.isEmpty()) {
            return Double.toString(value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < LARGE ? "%" + format : "%.2e", value);
    }

    /** {@code Demo} of {@code com.example.Demo}, of letters and digits alone. */
    private static String simple(String network) {
        return network.substring(network.lastIndexOf('.') + 1).replaceAll("[^\\p{L}\\p{N}_]", "_");
    }

    /** The same name with a number before the extension, for one that is taken. */
    String numbered(String name, int number) {
        return name.substring(0, name.length() - extension.length()) + "-" + number + extension;
    }

    /** Whether a file's name may have come of this pattern. */
    boolean matches(String name) {
        return names.matcher(name).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
