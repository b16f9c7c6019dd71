package dev.netwright.runtime.engine;

import java.util.Arrays;

/** A thread's memory for tiles of convolutions, and what is done in it. Grows to the largest tile met and is kept. */
final class ConvolutionScratch {
    static final float[] EMPTY = {};

    /** Stands where no convolution is. */
    static final Convolution NONE = Convolution.of(
            1, 1, 1, new int[] {1}, new int[] {1}, new int[] {1}, new int[] {1}, new int[] {0}, new int[] {1});

    /** Fewest columns of a tile: fewer would be packed another way. */
    private static final int NARROWEST = Panel.NARROW + 1;

    /** Filled row by row; never packed, which expects arrays of one length. */
    private final Panel panel = new Panel();

    private final Panel packed = new Panel();
    private float[] gathered = {};
    private float[] products = {};

    /** At least {@code count} arrays of {@code length}; what is long enough is kept. */
    static float[][] room(float[][] old, int count, int length) {
        float[][] rows = old;
        if (old.length < count) {
            rows = Arrays.copyOf(old, count);
            Arrays.fill(rows, old.length, count, EMPTY);
        }
        for (int k = 0; k < count; k++) {
            if (rows[k].length < length) {
                rows[k] = new float[length];
            }
        }
        return rows;
    }

    private static float[] room(float[] old, int length) {
        return old.length >= length ? old : new float[length];
    }

    /** y of results {@code first} to {@code end} of one sample: a tile of columns of a large plane. */
    void large(
            Convolution form,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt,
            boolean accumulate,
            int group,
            int sample,
            int first,
            int end) {
        int columns = Math.max(end - first, NARROWEST);
        boolean padded = columns > end - first;
        float[][] rows = panel.rows(form.taps, columns);
        gather(form, x, xAt + form.inX(sample, group), first, end, rows, 0);
        int at = yAt + form.inY(sample, group) + first;
        int filtersAt = wAt + group * form.filters * form.taps;
        if (padded) {
            clear(rows, form.taps, end - first, columns);
            spread(form, w, filtersAt, y, at, form.filters, end - first, columns, accumulate);
        } else {
            int results = form.windows.results;
            MatMul.rows(w, filtersAt, form.taps, 1, panel, y, at, results, 1, accumulate, 0, form.filters);
        }
    }

    /** y of some filters of samples {@code first} to {@code end}, whose planes are small. */
    void small(
            Convolution form,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt,
            boolean accumulate,
            int group,
            int firstFilter,
            int filters,
            int first,
            int end) {
        int results = form.windows.results;
        int filled = (end - first) * results;
        int columns = Math.max(filled, NARROWEST);
        float[][] rows = panel.rows(form.taps, columns);
        for (int sample = first; sample < end; sample++) {
            gather(form, x, xAt + form.inX(sample, group), 0, results, rows, (sample - first) * results);
        }
        clear(rows, form.taps, filled, columns);
        products = room(products, filters * columns);
        if (accumulate) {
            for (int sample = first; sample < end; sample++) {
                int at = yAt + form.inY(sample, group) + firstFilter * results;
                copy(y, at, results, products, (sample - first) * results, columns, filters, results);
            }
            clear(products, filters, filled, columns);
        }
        int filtersAt = wAt + (group * form.filters + firstFilter) * form.taps;
        MatMul.rows(w, filtersAt, form.taps, 1, panel, products, 0, columns, 1, accumulate, 0, filters);
        for (int sample = first; sample < end; sample++) {
            int at = yAt + form.inY(sample, group) + firstFilter * results;
            copy(products, (sample - first) * results, columns, y, at, results, filters, results);
        }
    }

    /** A tile too narrow for its panel, by way of a wider one. */
    private void spread(
            Convolution form,
            float[] w,
            int wAt,
            float[] y,
            int at,
            int filters,
            int filled,
            int columns,
            boolean accumulate) {
        int results = form.windows.results;
        products = room(products, filters * columns);
        if (accumulate) {
            copy(y, at, results, products, 0, columns, filters, filled);
            clear(products, filters, filled, columns);
        }
        MatMul.rows(w, wAt, form.taps, 1, panel, products, 0, columns, 1, accumulate, 0, filters);
        copy(products, 0, columns, y, at, results, filters, filled);
    }

    private static void gather(Convolution form, float[] x, int at, int first, int end, float[][] rows, int column) {
        Windows windows = form.windows;
        for (int channel = 0; channel < form.channels; channel++) {
            for (int tap = 0; tap < windows.taps; tap++) {
                float[] row = rows[channel * windows.taps + tap];
                windows.gather(x, at + channel * windows.plane, tap, first, end, row, column);
            }
        }
    }

    private static void clear(float[][] rows, int count, int from, int to) {
        if (from < to) {
            for (int k = 0; k < count; k++) {
                Arrays.fill(rows[k], from, to, 0f);
            }
        }
    }

    private static void clear(float[] flat, int count, int from, int to) {
        if (from < to) {
            for (int k = 0; k < count; k++) {
                Arrays.fill(flat, k * to + from, k * to + to, 0f);
            }
        }
    }

    private static void copy(
            float[] from, int fromAt, int fromRow, float[] to, int toAt, int toRow, int rows, int length) {
        for (int k = 0; k < rows; k++) {
            System.arraycopy(from, fromAt + k * fromRow, to, toAt + k * toRow, length);
        }
    }

    /** x of a group of samples {@code first} to {@code end}, which share a tile where there are several. */
    void input(
            Convolution form,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt,
            boolean accumulate,
            int group,
            int first,
            int end) {
        int results = form.windows.results;
        if (!accumulate) {
            for (int sample = first; sample < end; sample++) {
                int at = xAt + form.inX(sample, group);
                Arrays.fill(x, at, at + form.channels * form.windows.plane, 0f);
            }
        }
        int tile = results > Convolution.SMALL ? form.tileOf(form.filters) : results;
        for (int from = 0; from < results; from += tile) {
            int length = Math.min(tile, results - from);
            int filled = (end - first) * length;
            int columns = Math.max(filled, NARROWEST);
            float[][] rows = panel.rows(form.filters, columns);
            for (int sample = first; sample < end; sample++) {
                int at = yAt + form.inY(sample, group) + from;
                for (int filter = 0; filter < form.filters; filter++) {
                    System.arraycopy(y, at + filter * results, rows[filter], (sample - first) * length, length);
                }
            }
            clear(rows, form.filters, filled, columns);
            int taps = form.windows.taps;
            int span = Math.max(1, Math.min(form.channels, Convolution.TILE / (taps * columns)));
            products = room(products, span * taps * columns);
            for (int channel = 0; channel < form.channels; channel += span) {
                int channels = Math.min(span, form.channels - channel);
                int at = wAt + group * form.filters * form.taps + channel * taps;
                MatMul.rows(w, at, 1, form.taps, panel, products, 0, columns, 1, false, 0, channels * taps);
                for (int sample = first; sample < end; sample++) {
                    int planes = xAt + form.inX(sample, group) + channel * form.windows.plane;
                    scatter(form, channels, (sample - first) * length, columns, from, from + length, x, planes);
                }
            }
        }
    }

    private void scatter(
            Convolution form, int channels, int column, int columns, int from, int to, float[] x, int planes) {
        int taps = form.windows.taps;
        for (int channel = 0; channel < channels; channel++) {
            for (int tap = 0; tap < taps; tap++) {
                int at = (channel * taps + tap) * columns + column;
                form.windows.scatter(products, at, tap, from, to, x, planes + channel * form.windows.plane);
            }
        }
    }

    /** w of some filters of a group, summed over samples {@code first} to {@code end}. */
    void weight(
            Convolution form,
            float[] x,
            int xAt,
            float[] y,
            int yAt,
            float[] w,
            int wAt,
            boolean accumulate,
            int group,
            int firstFilter,
            int filters,
            int first,
            int end) {
        int results = form.windows.results;
        int samples = form.samplesOfTile();
        int tile = results > Convolution.SMALL ? form.tileOf(1) : results;
        boolean add = accumulate;
        for (int sample = first; sample < end; sample += samples) {
            int last = Math.min(end, sample + samples);
            for (int from = 0; from < results; from += tile) {
                int to = Math.min(results, from + tile);
                tile(form, x, xAt, y, yAt, w, wAt, add, group, firstFilter, filters, sample, last, from, to);
                add = true;
            }
        }
    }

    private void tile(
            Convolution form,
            float[] x,
            int xAt,
            float[] y,
            int yAt,
            float[] w,
            int wAt,
            boolean add,
            int group,
            int firstFilter,
            int filters,
            int first,
            int end,
            int from,
            int to) {
        Windows windows = form.windows;
        int length = to - from;
        int depth = (end - first) * length;
        float[] left = y;
        int leftAt = yAt + form.inY(first, group) + firstFilter * windows.results + from;
        int leftRow = windows.results;
        if (end - first > 1) {
            products = room(products, filters * depth);
            for (int sample = first; sample < end; sample++) {
                int at = yAt + form.inY(sample, group) + firstFilter * windows.results;
                copy(y, at, windows.results, products, (sample - first) * length, depth, filters, length);
            }
            left = products;
            leftAt = 0;
            leftRow = depth;
        }
        int span = Math.max(1, Math.min(form.channels, Convolution.TILE / (windows.taps * depth)));
        gathered = room(gathered, span * windows.taps * depth);
        for (int channel = 0; channel < form.channels; channel += span) {
            int channels = Math.min(span, form.channels - channel);
            for (int sample = first; sample < end; sample++) {
                int at = xAt + form.inX(sample, group) + channel * windows.plane;
                for (int row = 0; row < channels * windows.taps; row++) {
                    int plane = at + row / windows.taps * windows.plane;
                    int target = row * depth + (sample - first) * length;
                    windows.gather(x, plane, row % windows.taps, from, to, gathered, target);
                }
            }
            packed.pack(gathered, 0, 1, depth, depth, channels * windows.taps);
            int at = wAt + (group * form.filters + firstFilter) * form.taps + channel * windows.taps;
            MatMul.rows(left, leftAt, leftRow, 1, packed, w, at, form.taps, 1, add, 0, filters);
        }
    }
}
