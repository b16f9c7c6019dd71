package dev.netwright.runtime.data;

import dev.netwright.runtime.array.NumberArray;
import java.util.List;

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

    /** Rows of floats, one a sample. */
    static Column.Floats floats(String what, float[][] rows, int samples) {
        if (rows.length != samples) {
            throw new IllegalArgumentException(
                    what + ": expected " + samples + " rows, one a sample, found " + rows.length);
        }
        int width = rows.length == 0 ? 0 : rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new IllegalArgumentException(what + " of sample " + i + ": expected " + width
                        + " values as in sample 0, found " + rows[i].length);
            }
            System.arraycopy(rows[i], 0, values, i * width, width);
        }
        return new Column.Floats(values, width, rows.length);
    }

    /** Class ids, as many for each sample; {@code names} is empty or names every class. */
    static Column.Ids ids(int[] ids, List<String> names, int samples) {
        int width = samples == 0 ? 1 : ids.length / samples;
        if (width * samples != ids.length || (width == 0 && samples > 0)) {
            throw new IllegalArgumentException(
                    "labels for " + samples + " samples: expected " + samples + " or a multiple, found " + ids.length);
        }
        int classes = names.size();
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || (!names.isEmpty() && ids[i] >= names.size())) {
                throw new IllegalArgumentException("label of sample " + i / width + ": expected "
                        + (names.isEmpty() ? "0 or more" : "0 to " + (names.size() - 1)) + ", found " + ids[i]);
            }
            classes = Math.max(classes, ids[i] + 1);
        }
        return new Column.Ids(ids.clone(), width, samples, classes, List.copyOf(names));
    }
}
