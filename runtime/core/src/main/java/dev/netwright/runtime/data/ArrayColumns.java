package dev.netwright.runtime.data;

import dev.netwright.runtime.array.NumberArray;

/** Columns of arrays: the first axis counts the samples, the others are the values of one. */
final class ArrayColumns {
    private ArrayColumns() {}

    static Column.Floats floats(String what, NumberArray array, int samples) {
        requireSamples(what, array, samples);
        return floats(what, array);
    }

    static Column.Floats floats(String what, NumberArray array) {
        int rows = rows(what, array);
        float[] values = array.floats();
        int width = rows == 0 ? 0 : values.length / rows;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(what + " of sample " + i / width + ", value " + i % width
                        + ": expected a finite float32, found " + array.doubles()[i]);
            }
        }
        return new Column.Floats(values, width, rows);
    }

    static int[] ids(NumberArray array, int samples) {
        requireSamples("class ids", array, samples);
        return array.ints();
    }

    private static void requireSamples(String what, NumberArray array, int samples) {
        if (rows(what, array) != samples) {
            throw new IllegalArgumentException(
                    what + " for " + samples + " samples: expected as many rows, found an array of " + array);
        }
    }

    private static int rows(String what, NumberArray array) {
        if (array.shape().isEmpty()) {
            throw new IllegalArgumentException(what + ": expected an axis of samples, found a single number");
        }
        return array.shape().get(0);
    }
}
