package dev.netwright.runtime.data;

import dev.netwright.runtime.engine.InputArrays;
import java.util.List;

/** One input or target of all samples, sample after sample. Never written after construction. */
sealed interface Column {
    /** Values of a sample. */
    int width();

    /** Samples. */
    int rows();

    /** The array. */
    Object values();

    /** The rows of two columns, one after the other. */
    Column concat(Column other);

    /** Some rows in the order given. */
    Column pick(int[] rows);

    /** A column of an input, over an array of its element type. */
    static Column ofInput(Object values, int width, int rows) {
        return values instanceof float[] floats ? new Floats(floats, width, rows) : new Typed(values, width, rows);
    }

    /** Values of an input of another type than float32: an {@code int[]}, {@code long[]} or {@code boolean[]}. */
    record Typed(Object values, int width, int rows) implements Column {
        @Override
        public Typed concat(Column other) {
            if (!other.toString().equals(toString())) {
                throw new IllegalArgumentException("one data set has " + this + ", the other " + other);
            }
            int length = InputArrays.length(values);
            int more = InputArrays.length(other.values());
            Object joined = InputArrays.like(values, Math.addExact(length, more));
            System.arraycopy(values, 0, joined, 0, length);
            System.arraycopy(other.values(), 0, joined, length, more);
            return new Typed(joined, width, rows + other.rows());
        }

        @Override
        public Typed pick(int[] picked) {
            Object copy = InputArrays.like(values, Math.multiplyExact(picked.length, width));
            for (int i = 0; i < picked.length; i++) {
                System.arraycopy(values, picked[i] * width, copy, i * width, width);
            }
            return new Typed(copy, width, picked.length);
        }

        @Override
        public String toString() {
            return width + " " + InputArrays.type(values) + " values a sample";
        }
    }

    /** Float values. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    record Floats(float[] values, int width, int rows) implements Column {
        @Override
        public Floats concat(Column other) {
            if (!(other instanceof Floats floats) || floats.width != width) {
                throw new IllegalArgumentException("one data set has " + this + ", the other " + other);
            }
            float[] joined = new float[Math.addExact(values.length, floats.values.length)];
            System.arraycopy(values, 0, joined, 0, values.length);
            System.arraycopy(floats.values, 0, joined, values.length, floats.values.length);
            return new Floats(joined, width, rows + floats.rows);
        }

        @Override
        public Floats pick(int[] picked) {
            float[] copy = new float[Math.multiplyExact(picked.length, width)];
            for (int i = 0; i < picked.length; i++) {
                System.arraycopy(values, picked[i] * width, copy, i * width, width);
            }
            return new Floats(copy, width, picked.length);
        }

        @Override
        public String toString() {
            return width + " float values a sample";
        }
    }

    /** Class ids, each 0 to classes - 1; {@code names} is empty or names every class. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    record Ids(int[] values, int width, int rows, int classes, List<String> names) implements Column {
        @Override
        public Ids concat(Column other) {
            if (!(other instanceof Ids ids) || ids.width != width) {
                throw new IllegalArgumentException("one data set has " + this + ", the other " + other);
            }
            if (!names.equals(ids.names)) {
                throw new IllegalArgumentException("the classes of one data set are " + names + ", of the other "
                        + ids.names + "; give both the same class names");
            }
            int[] joined = new int[Math.addExact(values.length, ids.values.length)];
            System.arraycopy(values, 0, joined, 0, values.length);
            System.arraycopy(ids.values, 0, joined, values.length, ids.values.length);
            return new Ids(joined, width, rows + ids.rows, Math.max(classes, ids.classes), names);
        }

        @Override
        public Ids pick(int[] picked) {
            int[] copy = new int[Math.multiplyExact(picked.length, width)];
            for (int i = 0; i < picked.length; i++) {
                System.arraycopy(values, picked[i] * width, copy, i * width, width);
            }
            return new Ids(copy, width, picked.length, classes, names);
        }

        @Override
        public String toString() {
            return width == 1 ? "a class id a sample" : width + " class ids a sample";
        }
    }
}
