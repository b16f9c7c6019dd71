package dev.netwright.runtime.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** The text that the hash of a schema is made of, which files hold too. */
final class SchemaLines {
    private SchemaLines() {}

    /** A line a tensor, parameters first, then one for each input of another type than float32. */
    static String of(List<TensorSpec> parameters, List<TensorSpec> buffers, List<Schema.Port> inputs) {
        StringBuilder text = new StringBuilder();
        for (List<TensorSpec> specs : List.of(parameters, buffers)) {
            for (TensorSpec spec : specs) {
                text.append(spec.name())
                        .append(' ')
                        .append(spec.role().text())
                        .append(" float32 ")
                        .append(spec.shape())
                        .append('\n');
            }
        }
        inputs(inputs).forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** The lines of the inputs of other types than float32. */
    static List<String> inputs(List<Schema.Port> inputs) {
        return inputs.stream()
                .filter(input -> !input.type().equals("float32"))
                .map(input -> input.name() + " " + Schema.INPUT + " " + input.type() + " " + input.shape())
                .toList();
    }

    /** SHA-256 of a text in lower-case hexadecimal. */
    static String digest(String text) {
        return HexFormat.of().formatHex(Digest.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
