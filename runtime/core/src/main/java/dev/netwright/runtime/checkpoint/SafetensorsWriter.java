package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * Writes safetensors: 8 bytes of header length, little-endian; the header, a JSON object padded with blanks to a multiple of 8;
 * the values. {@code __metadata__} stands last in the header and {@code netwright.digest} last in it: the checksums of all tensors in the
 * header's order, a blank, and the digest of every byte before its digits. Tensors in the order of the stores: parameters, buffers, then optimizer slots as {@code optimizer/<slot>/<parameter>}.
 * Source: README of the project huggingface/safetensors, "Format".
 */
final class SafetensorsWriter {
    /** What the names of Netwright's own entries of {@code __metadata__} begin with. */
    static final String MARK = "netwright.";

    /** What follows the digits of the digest in the header, but for blanks. */
    static final String END = "\"}}";

    private final Schema schema;
    private final SaveOptions options;
    private final Optional<TrainingState> training;
    private final FloatType type;
    private final List<Part> parts = new ArrayList<>();

    /**
     * A store, whose tensors are written one after the other.
     *
     * @param prefix what the tensors' names begin with
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Part(String prefix, FloatType type, List<TensorSpec> specs, float[] values) {}

    SafetensorsWriter(Checkpoints.Contents contents, SaveOptions options) {
        this.schema = contents.schema();
        this.options = options;
        this.training = contents.training();
        this.type = options.precision() == Precision.HALF ? FloatType.FLOAT16 : FloatType.FLOAT32;
        parts.add(new Part("", type, schema.parameters(), contents.parameters()));
        parts.add(new Part("", type, schema.buffers(), contents.buffers()));
        training.ifPresent(state -> state.optimizer()
                .slots()
                .forEach((slot, values) -> parts.add(
                        new Part(StoredTensor.slotName(slot, ""), FloatType.FLOAT32, schema.parameters(), values))));
    }

    void write(OutputStream stream) throws IOException {
        Output out = new Output(stream);
        String sums = checksums(out);
        byte[] text = header(sums).getBytes(StandardCharsets.UTF_8);
        int digits = text.length - END.length() - Digest.DIGITS;
        int padded = Math.addExact(text.length, 7) / 8 * 8;
        out.bytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .array());
        out.bytes(Arrays.copyOf(text, digits));
        out.bytes((out.digest() + END + " ".repeat(padded - text.length)).getBytes(StandardCharsets.UTF_8));
        values(out, sums);
    }

    private String checksums(Output out) {
        StringBuilder sums = new StringBuilder();
        for (Part part : parts) {
            for (TensorSpec spec : part.specs()) {
                sums.append(out.checksum(part.type(), part.values(), spec.offset(), spec.size()));
            }
        }
        return sums.toString();
    }

    /** Writes the values whose checksums the header has; a model that is trained meanwhile would not be what they say. */
    private void values(Output out, String sums) throws IOException {
        int written = 0;
        for (Part part : parts) {
            for (TensorSpec spec : part.specs()) {
                String sum = out.floats(part.type(), part.values(), spec.offset(), spec.size());
                if (!sums.startsWith(sum, written)) {
                    throw new IOException("the values of " + spec.name() + " changed while they were saved");
                }
                written += Checksum.DIGITS;
            }
        }
    }

    private String header(String sums) {
        String beginning = training.isPresent()
                ? beginning()
                : schema.fragment("safetensors " + type + options.isBare(), this::beginning);
        String rest = JsonOut.text(json -> {
            json.writeStartObject();
            if (!options.isBare()) {
                json.writeStringProperty(
                        MARK + "metadata",
                        JsonOut.text(text -> MetadataJson.write(
                                text,
                                options.metadata().classes(schema.classes()).dated())));
            }
            training.ifPresent(state -> json.writeStringProperty(MARK + "training_state", StateJson.text(state)));
            // Checksums in the order of the tensors, then the place of the digest's digits.
            json.writeStringProperty(MARK + "digest", sums + " " + "0".repeat(Digest.DIGITS));
            json.writeEndObject();
        });
        return beginning + "," + rest.substring(1) + "}";
    }

    /** The header's beginning, which no value changes: all tensors, and those entries of {@code __metadata__} that every save has. */
    private String beginning() {
        return JsonOut.text(json -> {
            json.writeStartObject();
            tensors(json);
            json.writeObjectPropertyStart("__metadata__");
            json.writeStringProperty(
                    "format", "pt"); // what readers of this format look for; the values are plain arrays
            json.writeStringProperty(MARK + "format_version", Marks.FORMAT_VERSION);
            json.writeStringProperty(MARK + "schema_hash", schema.hash());
            if (!options.isBare()) {
                json.writeStringProperty(MARK + "network", schema.network());
                json.writeStringProperty(MARK + "schema_version", Integer.toString(schema.version()));
                json.writeStringProperty(MARK + "tensors", schema.table());
            }
        });
    }

    private void tensors(JsonGenerator json) {
        long offset = 0;
        for (Part part : parts) {
            for (TensorSpec spec : part.specs()) {
                json.writeObjectPropertyStart(part.prefix() + spec.name());
                json.writeStringProperty("dtype", part.type().code());
                json.writeArrayPropertyStart("shape");
                spec.shape().forEach(json::writeNumber);
                json.writeEndArray();
                json.writeArrayPropertyStart("data_offsets");
                json.writeNumber(offset);
                offset += (long) spec.size() * part.type().bytes();
                json.writeNumber(offset);
                json.writeEndArray();
                json.writeEndObject();
            }
        }
    }
}
