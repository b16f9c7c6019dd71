package dev.netwright.processor.write;

import dev.netwright.processor.operator.TensorType.Element;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.step.Buffer;

/**
 * How generated code holds and reads values of an element type.
 *
 * @param field the plan's field with the callers' arrays
 * @param type the array's type
 * @param read an element as a float; {@code $} stands for the element
 */
record Elements(String field, String type, String read) {
    static final Elements FLOATS = new Elements("in", "float[]", "$");

    private static final Elements INTS = new Elements("ints", "int[]", "(float) $");
    private static final Elements LONGS = new Elements("longs", "long[]", "(float) $");
    private static final Elements BOOLEANS = new Elements("booleans", "boolean[]", "($ ? 1f : 0f)");

    /** Those of an element type. */
    static Elements of(Element element) {
        return switch (element) {
            case FLOAT32 -> FLOATS;
            case INT32 -> INTS;
            case INT64 -> LONGS;
            case BOOL -> BOOLEANS;
        };
    }

    /** Those of a buffer: floats but for inputs of other types. */
    static Elements of(Plan plan, Buffer buffer) {
        return buffer.space() == Buffer.Space.INPUT
                ? of(plan.graph().inputs().get(buffer.index()).type().element())
                : FLOATS;
    }

    boolean floats() {
        return equals(FLOATS);
    }

    /** An element as a float. */
    String asFloat(String element) {
        return read.replace("$", element);
    }
}
