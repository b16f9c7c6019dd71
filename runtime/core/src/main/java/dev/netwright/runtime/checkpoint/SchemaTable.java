package dev.netwright.runtime.checkpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * The tensors, inputs and outputs of a schema as generated code holds them: a text, a line each, in order.
 *
 * <pre>
 * input image float32 [1, 28, 28]
 * input word int64 [12]
 * ids 1000
 * lengths wordLengths
 * input wordLengths int32 [1]
 * parameter hidden1 hidden1.weight WEIGHT XAVIER_UNIFORM [128, 784]
 * buffer norm norm.runningMean RUNNING_MEAN ZEROS [32]
 * output digit float32 [10]
 * class zero
 * </pre>
 *
 * A class line belongs to the output above it, a line of the number of ids to the input above it, a line of the input that
 * says how long each sample is to the input or output above it. Offsets follow from the order.
 */
final class SchemaTable {
    final List<TensorSpec> parameters = new ArrayList<>();
    final List<TensorSpec> buffers = new ArrayList<>();
    final List<Schema.Port> inputs = new ArrayList<>();
    final List<Schema.Port> outputs = new ArrayList<>();
    private int parameterOffset;
    private int bufferOffset;

    SchemaTable(String text) {
        text.lines().forEach(this::line);
    }

    private void line(String line) {
        String[] words = line.split(" ", 6);
        switch (words[0]) {
            case "input" -> inputs.add(port(line));
            case "output" -> outputs.add(port(line));
            case "ids" -> {
                Schema.Port last = inputs.remove(inputs.size() - 1);
                inputs.add(new Schema.Port(last.name(), last.type(), last.shape(), Integer.parseInt(words[1])));
            }
            case "lengths" -> {
                List<Schema.Port> ports = outputs.isEmpty() ? inputs : outputs;
                ports.add(ports.remove(ports.size() - 1).varying(words[1]));
            }
            case "class" -> {
                Schema.Port last = outputs.remove(outputs.size() - 1);
                List<String> classes = new ArrayList<>(last.classes());
                classes.add(unescape(line.substring("class ".length())));
                outputs.add(new Schema.Port(last.name(), last.type(), last.shape(), classes, 0, last.lengths()));
            }
            case "parameter" -> {
                TensorSpec spec = tensor(words, true, parameterOffset);
                parameters.add(spec);
                parameterOffset += spec.size();
            }
            case "buffer" -> {
                TensorSpec spec = tensor(words, false, bufferOffset);
                buffers.add(spec);
                bufferOffset += spec.size();
            }
            default -> throw new IllegalArgumentException("no line of a schema: " + line);
        }
    }

    private static Schema.Port port(String line) {
        String[] words = line.split(" ", 4);
        return new Schema.Port(words[1], words[2], TensorSpec.parseShape(words[3]));
    }

    private static TensorSpec tensor(String[] words, boolean learned, int offset) {
        return new TensorSpec(
                words[2], words[1], TensorSpec.parseShape(words[5]), Role.valueOf(words[3]), learned, offset, words[4]);
    }

    /** A class name may hold a line feed: {@code \\n} stands for it, and {@code \\\\} for a backslash. */
    private static String unescape(String text) {
        StringBuilder name = new StringBuilder();
        for (int k = 0; k < text.length(); k++) {
            char c = text.charAt(k);
            if (c == '\\') {
                k++;
                c = text.charAt(k) == 'n' ? '\n' : text.charAt(k) == 'r' ? '\r' : '\\';
            }
            name.append(c);
        }
        return name.toString();
    }
}
