package dev.netwright.runtime.checkpoint;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.PrettyPrinter;

/** Indents by two blanks a level; what is written while {@link #inline} stands on one line. */
final class JsonLayout implements PrettyPrinter {
    private static final String BLANKS = "  ".repeat(64);

    private int depth;
    private boolean inline;

    /** Sets whether what follows stands on one line. */
    void inline(boolean value) {
        inline = value;
    }

    private void newLine(JsonGenerator json) {
        if (!inline) {
            json.writeRaw('\n');
            json.writeRaw(BLANKS, 0, Math.min(2 * depth, BLANKS.length()));
        }
    }

    @Override
    public void writeRootValueSeparator(JsonGenerator json) {}

    @Override
    public void writeStartObject(JsonGenerator json) {
        json.writeRaw('{');
        depth++;
    }

    @Override
    public void beforeObjectEntries(JsonGenerator json) {
        newLine(json);
    }

    @Override
    public void writeObjectNameValueSeparator(JsonGenerator json) {
        json.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) {
        json.writeRaw(inline ? ", " : ",");
        newLine(json);
    }

    @Override
    public void writeEndObject(JsonGenerator json, int entries) {
        depth--;
        if (entries > 0) {
            newLine(json);
        }
        json.writeRaw('}');
    }

    @Override
    public void writeStartArray(JsonGenerator json) {
        json.writeRaw('[');
        depth++;
    }

    @Override
    public void beforeArrayValues(JsonGenerator json) {
        newLine(json);
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) {
        json.writeRaw(',');
        newLine(json);
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) {
        depth--;
        if (values > 0) {
            newLine(json);
        }
        json.writeRaw(']');
    }
}
