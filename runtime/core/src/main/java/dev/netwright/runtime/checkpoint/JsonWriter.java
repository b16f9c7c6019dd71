package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.array.Half;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Writes checkpoints as JSON: for reading and debugging; a row of numbers a line. The object {@code integrity} comes last: checksums of all
 * tensors and slots by name, over their values as little-endian float32, and the digest of every byte before its digits. The file ends
 * with its brace.
 */
final class JsonWriter {
    /** What stands between the checksums and the digits of the digest. */
    private static final String BEFORE_DIGITS = ",\n    \"sha256\": \"";

    /** How the file ends after the digits. */
    static final String AFTER_DIGITS = "\"\n  }\n}";

    private final Checkpoints.Contents contents;
    private final Schema schema;
    private final SaveOptions options;
    private final JsonLayout layout = new JsonLayout();
    private final Map<String, String> sums = new LinkedHashMap<>();

    JsonWriter(Checkpoints.Contents contents, SaveOptions options) {
        this.contents = contents;
        this.schema = contents.schema();
        this.options = options;
    }

    void write(OutputStream out) throws IOException {
        Output digested = new Output(out);
        JsonOut.pretty(digested.stream(), layout, json -> {
            json.writeStartObject();
            json.writeStringProperty("format_version", Marks.FORMAT_VERSION);
            modelInfo(json);
            json.writeName("architecture");
            json.writeRawValue(schema.architecture().strip().replace("\n", "\n  "));
            table(json);
            tensors(json, "parameters", schema.parameters(), contents.parameters(), "");
            if (!schema.buffers().isEmpty()) {
                tensors(json, "buffers", schema.buffers(), contents.buffers(), "");
            }
            contents.training().ifPresent(state -> training(json, state));
            if (!options.isBare()) {
                json.writeName("metadata");
                MetadataJson.write(
                        json, options.metadata().classes(schema.classes()).dated());
            }
            json.writeObjectPropertyStart("integrity");
            json.writeObjectPropertyStart("crc32c");
            sums.forEach(json::writeStringProperty);
            json.writeEndObject();
        });
        digested.bytes(BEFORE_DIGITS.getBytes(StandardCharsets.US_ASCII));
        out.write((digested.digest() + AFTER_DIGITS).getBytes(StandardCharsets.US_ASCII));
    }

    private void modelInfo(JsonGenerator json) {
        json.writeObjectPropertyStart("model_info");
        json.writeStringProperty("network", schema.network());
        json.writeNumberProperty("schema_version", schema.version());
        json.writeStringProperty("schema_hash", schema.hash());
        json.writeNumberProperty("parameters", schema.parameterCount());
        json.writeNumberProperty("buffers", schema.bufferCount());
        List<String> typed = SchemaLines.inputs(schema.inputs());
        if (!typed.isEmpty()) {
            json.writeArrayPropertyStart("typed_inputs");
            typed.forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeNumberProperty("bytes", 4L * (schema.parameterCount() + schema.bufferCount()));
        json.writeEndObject();
    }

    private void table(JsonGenerator json) {
        json.writeArrayPropertyStart("tensors");
        String type = (options.precision() == Precision.HALF ? FloatType.FLOAT16 : FloatType.FLOAT32).text();
        for (List<TensorSpec> specs : List.of(schema.parameters(), schema.buffers())) {
            for (TensorSpec spec : specs) {
                json.writeStartObject();
                layout.inline(true);
                json.writeStringProperty("name", spec.name());
                json.writeStringProperty("role", spec.role().text());
                json.writeStringProperty("type", type);
                json.writeArrayPropertyStart("shape");
                spec.shape().forEach(json::writeNumber);
                json.writeEndArray();
                json.writeEndObject();
                layout.inline(false);
            }
        }
        json.writeEndArray();
    }

    private void tensors(JsonGenerator json, String name, List<TensorSpec> specs, float[] values, String prefix) {
        json.writeObjectPropertyStart(name);
        boolean half = prefix.isEmpty() && options.precision() == Precision.HALF;
        for (TensorSpec spec : specs) {
            json.writeName(spec.name());
            JsonSum sum = new JsonSum();
            nested(json, spec, values, half, sum);
            sums.put(prefix + spec.name(), sum.digits());
        }
        json.writeEndObject();
    }

    /** Nested arrays, one level a dimension; opens and closes levels as the index crosses the end of a dimension. */
    private void nested(JsonGenerator json, TensorSpec spec, float[] values, boolean half, JsonSum sum) {
        List<Integer> shape = spec.shape();
        int rank = shape.size();
        int[] block = new int[rank + 1]; // elements of a value at this depth
        block[rank] = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            block[axis] = block[axis + 1] * shape.get(axis);
        }
        int size = block[0];
        for (int i = 0; i < size; i++) {
            for (int axis = 0; axis < rank; axis++) {
                if (i % block[axis] == 0) {
                    json.writeStartArray();
                    layout.inline(axis == rank - 1);
                }
            }
            float exact = values[spec.offset() + i];
            float value = half ? Half.toFloat(Half.toHalf(exact)) : exact;
            sum.add(value);
            JsonOut.number(json, value);
            for (int axis = rank - 1; axis >= 0; axis--) {
                if ((i + 1) % block[axis] == 0) {
                    json.writeEndArray();
                    layout.inline(false);
                }
            }
        }
    }

    private void training(JsonGenerator json, TrainingState state) {
        json.writeObjectPropertyStart("training_state");
        StateJson.writeProgress(json, state);
        json.writeEndObject();
        json.writeObjectPropertyStart("optimizer_state");
        StateJson.writeOptimizer(json, state.optimizer());
        json.writeObjectPropertyStart("slots");
        for (Map.Entry<String, float[]> slot : state.optimizer().slots().entrySet()) {
            String name = slot.getKey();
            tensors(json, name, schema.parameters(), slot.getValue(), StoredTensor.slotName(name, ""));
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
