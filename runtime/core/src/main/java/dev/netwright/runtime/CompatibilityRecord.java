package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.Schema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a file of an older version, or of the same, when the current one was locked. A text, made for review in a diff:
 *
 * <pre>
 * copy hidden1.weight fc1.weight
 * predict logits 0.25 -1.5 0.125
 * </pre>
 *
 * A line for each tensor of the current version that is one of the file's, with its name there, and lines of predictions of each output.
 *
 * @param copies names in the file by names of the current version
 * @param predictions of each output some values: all where there are no more than {@value #MOST}, else as many, evenly spread
 */
record CompatibilityRecord(Map<String, String> copies, Map<String, float[]> predictions) {
    private static final int MOST = 256;
    private static final int A_LINE = 8;

    /** What becomes of a file of {@code version} that {@code model} was loaded from. */
    static CompatibilityRecord of(Model model, int version) {
        Schema schema = model.schema();
        Map<String, float[]> predictions = new LinkedHashMap<>();
        List<float[]> outputs = CompatibilityPattern.predictions(model);
        for (int k = 0; k < outputs.size(); k++) {
            predictions.put(schema.outputs().get(k).name(), some(outputs.get(k)));
        }
        Map<String, String> copies = new LinkedHashMap<>();
        if (version == schema.version()) {
            schema.tensors().forEach(spec -> copies.put(spec.name(), spec.name()));
        } else {
            copies.putAll(schema.copied(version));
        }
        return new CompatibilityRecord(copies, predictions);
    }

    private static float[] some(float[] all) {
        float[] some = new float[Math.min(MOST, all.length)];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[(int) ((long) i * all.length / some.length)];
        }
        return some;
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException where it is none; the message is the line
     */
    static CompatibilityRecord parse(String text) {
        Map<String, String> copies = new LinkedHashMap<>();
        Map<String, float[]> predictions = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split(" ", -1);
            try {
                if (words[0].equals("copy") && words.length == 3) {
                    copies.put(words[1], words[2]);
                } else if (words[0].equals("predict") && words.length > 2) {
                    float[] before = predictions.getOrDefault(words[1], new float[0]);
                    float[] values = Arrays.copyOf(before, before.length + words.length - 2);
                    for (int i = 2; i < words.length; i++) {
                        values[before.length + i - 2] = Float.parseFloat(words[i]);
                    }
                    predictions.put(words[1], values);
                } else {
                    throw new IllegalArgumentException(line);
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(line, e);
            }
        }
        return new CompatibilityRecord(copies, predictions);
    }

    /** The text. */
    String text() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(copies)
                .forEach((name, source) -> text.append("copy ")
                        .append(name)
                        .append(' ')
                        .append(source)
                        .append('\n'));
        predictions.forEach((output, values) -> {
            for (int i = 0; i < values.length; i++) {
                text.append(i % A_LINE == 0 ? "predict " + output + " " : " ").append(values[i]);
                text.append(i % A_LINE == A_LINE - 1 || i == values.length - 1 ? "\n" : "");
            }
        });
        return text.toString();
    }
}
