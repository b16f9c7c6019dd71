package dev.netwright.runtime.engine;

import java.util.Arrays;

/** A thread's memory for tiles of convolutions, and what is done in it. Grows to the largest tile met and is kept. */
final class ConvolutionScratch {
    private static final float[] EMPTY = {};

    /** Columns to multiply, filled row by row or packed. */
    private final Panel panel = new Panel();

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

    static float[] room(float[] old, int length) {
        return old.length >= length ? old : new float[length];
    }

    /** y of some filters and of results {@code first} to {@code end} of one sample: a tile of columns of a large plane. */
    void large(ConvolutionOperands on, int group, int firstFilter, int filters, int sample, int first, int end) {
        Convolution form = on.form;
        int filled = end - first;
        int columns = Math.max(filled, Convolution.NARROWEST);
        gather(on, group, sample, sample + 1, first, end, columns);
        int at = on.inY(sample, group, firstFilter) + first;
        int results = form.windows.results;
        if (columns == filled) {
            multiply(on, group, firstFilter, filters, on.y, at, results);
            return;
        }
        products = room(products, filters * columns);
        if (on.accumulate) {
            copy(on.y, at, results, products, 0, columns, filters, filled);
            clear(products, filters, filled, columns);
        }
        multiply(on, group, firstFilter, filters, products, 0, columns);
        copy(products, 0, columns, on.y, at, results, filters, filled);
    }

    /** y of some filters of samples {@code first} to {@code end}, whose planes are small. */
    void small(ConvolutionOperands on, int group, int firstFilter, int filters, int first, int end) {
        Convolution form = on.form;
        int results = form.windows.results;
        int filled = (end - first) * results;
        int columns = Math.max(filled, Convolution.NARROWEST);
        gather(on, group, first, end, 0, results, columns);
        products = room(products, filters * columns);
        if (on.accumulate) {
            for (int sample = first; sample < end; sample++) {
                int at = on.inY(sample, group, firstFilter);
                copy(on.y, at, results, products, (sample - first) * results, columns, filters, results);
            }
            clear(products, filters, filled, columns);
        }
        multiply(on, group, firstFilter, filters, products, 0, columns);
        for (int sample = first; sample < end; sample++) {
            int at = on.inY(sample, group, firstFilter);
            copy(products, (sample - first) * results, columns, on.y, at, results, filters, results);
        }
    }

    /** Some filters times the gathered columns. */
    private void multiply(
            ConvolutionOperands on, int group, int firstFilter, int filters, float[] to, int at, int row) {
        int taps = on.form.taps;
        MatMul.rows(on.w, on.inW(group, firstFilter), taps, 1, panel, to, at, row, 1, on.accumulate, 0, filters);
    }

    /** Fills the panel with the elements under the taps of results {@code first} to {@code end} of some samples, and with zeros. */
    private void gather(
            ConvolutionOperands on, int group, int fromSample, int toSample, int first, int end, int columns) {
        Windows windows = on.form.windows;
        int length = end - first;
        panel.begin(on.form.taps, columns);
        for (int k = 0; k < on.form.taps; k++) {
            float[] row = panel.row(k);
            int channel = k / windows.taps;
            int at = 0;
            for (int sample = fromSample; sample < toSample; sample++) {
                windows.gather(on.x, on.inX(sample, group, channel), k % windows.taps, first, end, row, at);
                at += length;
            }
            Arrays.fill(row, at, columns, 0f);
            panel.put(k);
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
    void input(ConvolutionOperands on, int group, int first, int end) {
        Convolution form = on.form;
        int results = form.windows.results;
        if (!on.accumulate) {
            for (int sample = first; sample < end; sample++) {
                int at = on.inX(sample, group, 0);
                Arrays.fill(on.x, at, at + form.channels * form.windows.plane, 0f);
            }
        }
        int tile = results > Convolution.SMALL ? form.tileOf(form.filters) : results;
        int span = form.channelsOf(form.columnsOf(form.filters));
        int taps = form.windows.taps;
        for (int from = 0; from < results; from += tile) {
            int length = Math.min(tile, results - from);
            int filled = (end - first) * length;
            int columns = Math.max(filled, Convolution.NARROWEST);
            panel.begin(form.filters, columns);
            for (int filter = 0; filter < form.filters; filter++) {
                float[] row = panel.row(filter);
                for (int sample = first; sample < end; sample++) {
                    int at = on.inY(sample, group, filter) + from;
                    System.arraycopy(on.y, at, row, (sample - first) * length, length);
                }
                Arrays.fill(row, filled, columns, 0f);
                panel.put(filter);
            }
            products = room(products, span * taps * columns);
            for (int channel = 0; channel < form.channels; channel += span) {
                int channels = Math.min(span, form.channels - channel);
                int at = on.inW(group, 0) + channel * taps;
                MatMul.rows(on.w, at, 1, form.taps, panel, products, 0, columns, 1, false, 0, channels * taps);
                for (int sample = first; sample < end; sample++) {
                    int planes = on.inX(sample, group, channel);
                    scatter(form, channels, (sample - first) * length, columns, from, from + length, on.x, planes);
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
    void weight(ConvolutionOperands on, int group, int firstFilter, int filters, int first, int end) {
        Convolution form = on.form;
        int results = form.windows.results;
        int samples = form.samplesOfTile();
        int tile = results > Convolution.SMALL ? form.tileOf(1) : results;
        boolean add = on.accumulate;
        for (int sample = first; sample < end; sample += samples) {
            int last = Math.min(end, sample + samples);
            for (int from = 0; from < results; from += tile) {
                int to = Math.min(results, from + tile);
                if (last - sample > 1) {
                    int depth = copied(on, group, firstFilter, filters, sample, last);
                    tile(on, products, 0, depth, add, group, firstFilter, filters, sample, last, from, to);
                } else {
                    int at = on.inY(sample, group, firstFilter) + from;
                    tile(on, on.y, at, results, add, group, firstFilter, filters, sample, last, from, to);
                }
                add = true;
            }
        }
    }

    /** Puts the results of some filters of small planes side by side, sample after sample; how many a filter has there. */
    private int copied(ConvolutionOperands on, int group, int firstFilter, int filters, int first, int end) {
        int results = on.form.windows.results;
        int depth = (end - first) * results;
        products = room(products, filters * depth);
        for (int sample = first; sample < end; sample++) {
            int at = on.inY(sample, group, firstFilter);
            copy(on.y, at, results, products, (sample - first) * results, depth, filters, results);
        }
        return depth;
    }

    /** The part of w that results {@code from} to {@code to} of some samples make; of a filter they stand in a row of {@code y}. */
    private void tile(
            ConvolutionOperands on,
            float[] y,
            int yAt,
            int yRow,
            boolean add,
            int group,
            int firstFilter,
            int filters,
            int first,
            int end,
            int from,
            int to) {
        Convolution form = on.form;
        Windows windows = form.windows;
        int length = to - from;
        int depth = (end - first) * length;
        int span = form.channelsOf(form.columnsOf(1));
        gathered = room(gathered, span * windows.taps * depth);
        for (int channel = 0; channel < form.channels; channel += span) {
            int channels = Math.min(span, form.channels - channel);
            for (int sample = first; sample < end; sample++) {
                for (int row = 0; row < channels * windows.taps; row++) {
                    int plane = on.inX(sample, group, channel + row / windows.taps);
                    int target = row * depth + (sample - first) * length;
                    windows.gather(on.x, plane, row % windows.taps, from, to, gathered, target);
                }
            }
            panel.pack(gathered, 0, 1, depth, depth, channels * windows.taps);
            int at = on.inW(group, firstFilter) + channel * windows.taps;
            MatMul.rows(y, yAt, yRow, 1, panel, on.w, at, form.taps, 1, add, 0, filters);
        }
    }
}
