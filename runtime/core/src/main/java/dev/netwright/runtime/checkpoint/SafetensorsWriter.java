package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    private final Checkpoints.Contents contents;
    private final Schema schema;
    private final SaveOptions options;
    private final FloatType type;
    private final StringBuilder sums = new StringBuilder();
    private long offset;
    private int written;

    SafetensorsWriter(Checkpoints.Contents contents, SaveOptions options) {
        this.contents = contents;
        this.schema = contents.schema();
        this.options = options;
        this.type = options.precision() == Precision.HALF ? FloatType.FLOAT16 : FloatType.FLOAT32;
    }

    void write(OutputStream stream) throws IOException {
        Output out = new Output(stream);
        byte[] text = JsonOut.text(this::header).getBytes(StandardCharsets.UTF_8);
        int digits = text.length - END.length() - Digest.DIGITS;
        int padded = Math.addExact(text.length, 7) / 8 * 8;
        out.bytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .array());
        out.bytes(Arrays.copyOf(text, digits));
        out.bytes((out.digest() + END + " ".repeat(padded - text.length)).getBytes(StandardCharsets.UTF_8));
        values(out, type, schema.parameters(), contents.parameters());
        values(out, type, schema.buffers(), contents.buffers());
        if (contents.training().isPresent()) {
            for (float[] slot : contents.training().get().optimizer().slots().values()) {
                values(out, FloatType.FLOAT32, schema.parameters(), slot);
            }
        }
    }

    /** Writes the values whose checksums the header has; a model that is trained meanwhile would not be what they say. */
    private void values(Output out, FloatType stored, List<TensorSpec> specs, float[] values) throws IOException {
        for (TensorSpec spec : specs) {
            String sum = out.floats(stored, values, spec.offset(), spec.size());
            if (!sums.substring(written, written + Checksum.DIGITS).equals(sum)) {
                throw new IOException("the values of " + spec.name() + " changed while they were saved");
            }
            written += Checksum.DIGITS;
        }
    }

    private void header(JsonGenerator json) {
        json.writeStartObject();
        tensors(json);
        json.writeObjectPropertyStart("__metadata__");
        json.writeStringProperty("format", "pt"); // what readers of this format look for; the values are plain arrays
        json.writeStringProperty(MARK + "format_version", Marks.FORMAT_VERSION);
        json.writeStringProperty(MARK + "schema_hash", schema.hash());
        if (!options.isBare()) {
            json.writeStringProperty(MARK + "network", schema.network());
            json.writeStringProperty(MARK + "schema_version", Integer.toString(schema.version()));
            json.writeStringProperty(MARK + "tensors", schema.table());
            json.writeStringProperty(
                    MARK + "metadata",
                    JsonOut.text(text -> MetadataJson.write(
                            text, options.metadata().classes(schema.classes()).dated())));
        }
        contents.training()
                .ifPresent(state -> json.writeStringProperty(MARK + "training_state", StateJson.text(state)));
        // Checksums in the order of the tensors above, then the place of the digest's digits.
        json.writeStringProperty(MARK + "digest", sums + " " + "0".repeat(Digest.DIGITS));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void tensors(JsonGenerator json) {
        for (TensorSpec spec : schema.parameters()) {
            tensor(json, spec.name(), type, spec, contents.parameters());
        }
        for (TensorSpec spec : schema.buffers()) {
            tensor(json, spec.name(), type, spec, contents.buffers());
        }
        if (contents.training().isPresent()) {
            Map<String, float[]> slots = contents.training().get().optimizer().slots();
            slots.forEach((slot, values) -> {
                for (TensorSpec spec : schema.parameters()) {
                    tensor(json, StoredTensor.slotName(slot, spec.name()), FloatType.FLOAT32, spec, values);
                }
            });
        }
    }

    private void tensor(JsonGenerator json, String name, FloatType stored, TensorSpec spec, float[] values) {
        sums.append(Checksum.of(stored, values, spec.offset(), spec.size()));
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("dtype", stored.code());
        json.writeArrayPropertyStart("shape");
        spec.shape().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeArrayPropertyStart("data_offsets");
        json.writeNumber(offset);
        offset += (long) spec.size() * stored.bytes();
        json.writeNumber(offset);
        json.writeEndArray();
        json.writeEndObject();
    }
}
