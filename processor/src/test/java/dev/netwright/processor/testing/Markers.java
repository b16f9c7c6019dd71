package dev.netwright.processor.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;

/**
 * Expected diagnostics as comments on the offending line of a test source:
 *
 * <pre>{@code
 * @Dense(0) Tensor hidden();   // ERROR: [OutOfRange] 'hidden' (@Dense): 'value' is out of range
 *                              // | expected: 1 or more
 * @Dense(0) Tensor hidden();   // ERROR^0) Tensor^: [OutOfRange]
 * }</pre>
 *
 * <p>After the id stands text that must occur in the message; lines of {@code // |} right below demand more of it. Text between
 * {@code ^} is what the source has where the message points.
 */
public final class Markers {
    private static final Pattern MARKER =
            Pattern.compile("// ERROR(?:\\^([^^]+)\\^)?: \\[(\\w+)\\](.*?)(?=// ERROR|$)");
    private static final Pattern MORE = Pattern.compile("^\\s*// \\| ?(.*)$");

    /** An expected error. */
    public record Marker(int line, String at, String id, List<String> texts) {}

    private Markers() {}

    /** The markers of a source. */
    public static List<Marker> of(String source) {
        List<Marker> markers = new ArrayList<>();
        int number = 0;
        for (String line : source.lines().toList()) {
            number++;
            Matcher more = MORE.matcher(line);
            if (more.matches() && !markers.isEmpty()) {
                markers.get(markers.size() - 1).texts().add(normal(more.group(1)));
            }
            Matcher marker = MARKER.matcher(line);
            while (marker.find()) {
                List<String> texts = new ArrayList<>(List.of(normal(marker.group(3))));
                String at = marker.group(1) == null ? "" : marker.group(1);
                markers.add(new Marker(number, at, marker.group(2), texts));
            }
        }
        return markers;
    }

    /** What is wrong with the diagnostics of a source: expected and missing, there and unexpected, or elsewhere. */
    public static List<String> differences(String source, List<? extends Diagnostic<?>> errors) {
        List<String> differences = new ArrayList<>();
        List<Marker> missing = new ArrayList<>(of(source));
        for (Diagnostic<?> error : errors) {
            String message = normal(error.getMessage(Locale.ROOT));
            Marker met = missing.stream()
                    .filter(m -> m.line() == error.getLineNumber()
                            && message.startsWith("[Netwright/" + m.id() + "]")
                            && m.texts().stream().allMatch(message::contains))
                    .findFirst()
                    .orElse(null);
            if (met == null) {
                differences.add("unexpected at line " + error.getLineNumber() + ": " + error.getMessage(Locale.ROOT));
                continue;
            }
            missing.remove(met);
            int position = (int) error.getPosition();
            if (!met.at().isEmpty() && (position < 0 || !source.startsWith(met.at(), position))) {
                String there = position < 0
                        ? "nowhere"
                        : source.substring(position).lines().findFirst().orElse("");
                differences.add("line " + met.line() + " [" + met.id() + "] points at: " + there);
            }
        }
        missing.forEach(m -> differences.add("missing at line " + m.line() + ": [" + m.id() + "] " + m.texts()));
        return differences;
    }

    private static String normal(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
