package dev.netwright.runtime.engine;

import java.util.Arrays;

/**
 * Convolutions by the vector kernels: the planes of a sample are laid out once ({@link Planes}); the elements under the taps of two vectors of
 * results are gathered into the first-level cache, where tiles of six filters read them. Gradients of filters take six taps, read where they
 * lie, by two vectors of filters. Sums run as those of {@link ConvolutionScratch}, to the same bits. A thread's own; grows to the largest planes met.
 */
final class DirectConvolution {
    /** Floats of planes that a thread may keep: 4 MiB. */
    private static final long MOST = 1 << 20;

    /** Most results computed, those in the gaps between rows included, for eight that are wanted. */
    private static final int OF_EIGHT = 11;

    private static final int ROWS = 6;

    /** Taps of a tile at a time: the elements under them stay in the first-level cache. */
    private static final int MOST_DEPTH = 320;

    private float[] planes = {};
    private float[] gathered = {};
    private float[] tile = {};
    private final int[] rows = new int[ROWS];

    /** Laid out as the planes were filled last: their padding holds zeros. */
    private int padded;

    private Planes layout = new Planes(ConvolutionOperands.NONE.windows);

    /** Results of some filters, of a sample at a time, for gradients of filters. */
    private final Strips strips;

    DirectConvolution(VectorKernels kernels) {
        this.strips = new Strips(kernels);
    }

    VectorKernels kernels() {
        return strips.kernels();
    }

    /** Whether a convolution is one for here: its planes of a size that a thread may keep, its results not mostly gaps. */
    static boolean fits(Convolution form, int width) {
        Planes layout = form.layout;
        long computed = (layout.length + width - 1L) / width * width;
        return (long) form.channels * layout.channel <= MOST && computed * 8 <= (long) form.windows.results * OF_EIGHT;
    }

    private void fill(ConvolutionOperands on, int sample, int group) {
        Convolution form = on.form;
        int size = form.channels * form.layout.channel;
        int room = size + strips.kernels().width();
        if (layout != form.layout || padded < size || planes.length < room) {
            if (planes.length < room) {
                planes = new float[room];
            } else {
                Arrays.fill(planes, 0f);
            }
            layout = form.layout;
            padded = size;
        }
        for (int channel = 0; channel < form.channels; channel++) {
            layout.fill(on.x, on.inX(sample, group, channel), planes, channel * layout.channel);
        }
    }

    /** y of some filters of samples {@code first} to {@code end}. */
    void output(ConvolutionOperands on, int group, int firstFilter, int filters, int first, int end) {
        int width = strips.kernels().width();
        gathered = ConvolutionScratch.room(gathered, MOST_DEPTH * width);
        tile = ConvolutionScratch.room(tile, Math.max(filters, ROWS) * width);
        for (int sample = first; sample < end; sample++) {
            fill(on, sample, group);
            for (int at = 0; at < layout.length; at += width) {
                strip(on, on.inW(group, firstFilter), on.inY(sample, group, firstFilter), filters, at, width);
            }
        }
    }

    /** The results of some filters from place {@code at} of the planes on. */
    private void strip(ConvolutionOperands on, int w, int y, int filters, int at, int width) {
        int taps = on.form.taps;
        int results = on.form.windows.results;
        int columns = on.form.windows.columns;
        int row = at / layout.width;
        int column = at - row * layout.width;
        boolean whole = column + width <= columns || (layout.width == columns && at + width <= results);
        float[] c = whole ? on.y : tile;
        int target = whole ? y + row * columns + column : 0;
        int step = whole ? results : width;
        for (int filter = 0; !whole && on.accumulate && filter < filters; filter++) {
            rowsOf(on.y, y + filter * results, columns, row, column, filter * width, width, true);
        }
        int blocks = (taps - 1) / MOST_DEPTH + 1;
        int depth = (taps - 1) / blocks + 1;
        for (int k = 0; k < taps; k += depth) {
            int end = Math.min(k + depth, taps);
            strips.kernels().gather(planes, at, on.form.offsets, k, end, gathered);
            boolean load = on.accumulate || k > 0;
            for (int filter = 0; filter < filters; ) {
                int count = StripProducts.tileRows(filters - filter);
                int left = w + filter * taps + k;
                strips.kernels()
                        .tile(count, on.w, left, taps, 1, gathered, 0, c, target + filter * step, step, load, end - k);
                filter += count;
            }
        }
        for (int filter = 0; !whole && filter < filters; filter++) {
            rowsOf(on.y, y + filter * results, columns, row, column, filter * width, width, false);
        }
    }

    /** Copies what of a row of the tile is no gap to a filter's results, or back. */
    private void rowsOf(float[] y, int plane, int columns, int row, int column, int at, int count, boolean back) {
        int line = row;
        int from = column;
        int lines = (layout.length - columns) / layout.width + 1;
        for (int done = 0; done < count && line < lines; line++) {
            int length = Math.min(count - done, layout.width - from);
            int kept = Math.min(length, columns - from);
            int place = plane + line * columns + from;
            if (back) {
                copy(y, place, tile, at + done, kept);
            } else {
                copy(tile, at + done, y, place, kept);
            }
            done += length;
            from = 0;
        }
    }

    private static void copy(float[] from, int fromAt, float[] to, int toAt, int count) {
        for (int k = 0; k < count; k++) {
            to[toAt + k] = from[fromAt + k];
        }
    }

    /** w of some filters of a group, summed over samples {@code first} to {@code end}. */
    void weight(ConvolutionOperands on, int group, int firstFilter, int filters, int first, int end) {
        Convolution form = on.form;
        VectorKernels kernels = strips.kernels();
        int width = kernels.width();
        int results = form.windows.results;
        tile = ConvolutionScratch.room(tile, ROWS * width);
        for (int sample = first; sample < end; sample++) {
            fill(on, sample, group);
            strips.pack(on.y, on.inY(sample, group, firstFilter), 1, results, results, filters);
            boolean load = on.accumulate || sample > first;
            for (int strip = 0; strip < strips.count(); strip++) {
                int filter = strip * width;
                int filled = Math.min(width, filters - filter);
                int target = on.inW(group, firstFilter + filter);
                for (int tap = 0; tap < form.taps; tap += ROWS) {
                    int count = Math.min(ROWS, form.taps - tap);
                    for (int r = 0; r < ROWS; r++) {
                        rows[r] = form.offsets[tap + Math.min(r, count - 1)];
                    }
                    for (int r = 0; load && r < count; r++) {
                        for (int j = 0; j < filled; j++) {
                            tile[r * width + j] = on.w[target + j * form.taps + tap + r];
                        }
                    }
                    kernels.windows(
                            planes, rows, form.places, strips.values(), strip * strips.strip(), tile, load, results);
                    for (int r = 0; r < count; r++) {
                        for (int j = 0; j < filled; j++) {
                            on.w[target + j * form.taps + tap + r] = tile[r * width + j];
                        }
                    }
                }
            }
        }
    }
}
