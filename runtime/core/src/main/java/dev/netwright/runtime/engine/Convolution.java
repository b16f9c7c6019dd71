package dev.netwright.runtime.engine;

import org.jspecify.annotations.Nullable;

/**
 * Convolution, transposed convolution and the gradient of filters, over samples of contiguous planes: x is
 * {@code [N, groups · channels, height, width]}, w {@code [groups · filters, channels, kernel]}, y {@code [N, groups · filters, results]};
 * channels and filters are those of one group.
 *
 * <p>Algorithm: the elements under each tap of all windows are gathered, a row for each channel and tap (the columns of a matrix that
 * Chellapilla et al. 2006 call the unfolded input), in tiles of columns that fit the second-level cache; then {@link MatMul} does the
 * work. Where planes are small, neighbouring samples share a tile. Transposed: the convolution of y with turned filters, or, where windows
 * stand apart, the products of w and y are scattered. Convolutions of one channel and few filters a group go another way, {@link Depthwise}.
 *
 * <p>Every result is summed in ascending order of channel and tap (a transposed one in ascending order of filter, then of tiles of
 * literal size), so its bits depend on its sample alone. Gradients of filters are summed over samples in ascending order within parts
 * of a literal number of samples, then over the parts. Work is shared by {@link Workers} where the caller's is not yet. Nothing is
 * allocated after a thread's first calls. Immutable and thread-safe where callers write to different samples.
 */
public final class Convolution {
    /** Most results of a tile. */
    static final int WIDEST = 512;

    /** Results of a plane up to which neighbouring samples share a tile. */
    static final int SMALL = 128;

    /** Fewest columns of a tile: fewer would be packed another way. */
    static final int NARROWEST = Panel.NARROW + 1;

    /** Floats of a tile of gathered elements: 512 KiB. */
    static final int TILE = 128 * 1024;

    final int groups;
    final int channels;
    final int filters;
    final Windows windows;

    /** Rows of gathered elements of a group. */
    final int taps;

    /** Where the planes of a sample lie for {@link DirectConvolution}; there, where each tap of a channel starts, and each result. */
    final Planes layout;

    final int[] offsets;
    final int[] places;

    /**
     * The convolution of y with turned filters that is the gradient of x: where windows stand side by side and planes are large enough
     * that turning the filters costs little. Elsewhere products are scattered.
     */
    final @Nullable Convolution turned;

    /** Whether {@link Depthwise} does the work. */
    final boolean depthwise;

    private Convolution(int groups, int channels, int filters, Windows windows, boolean forward) {
        this.groups = groups;
        this.channels = channels;
        this.filters = filters;
        this.windows = windows;
        this.taps = channels * windows.taps;
        this.depthwise = Depthwise.fits(channels, filters, windows);
        this.turned = forward && !depthwise && windows.turns() && windows.plane > SMALL
                ? new Convolution(groups, filters, channels, windows.turned(), false)
                : null;
        this.layout = new Planes(windows);
        boolean direct = DirectConvolution.fits(this, 1);
        this.offsets = new int[direct ? taps : 0];
        this.places = new int[direct ? windows.results : 0];
        for (int k = 0; k < offsets.length; k++) {
            offsets[k] = k / windows.taps * layout.channel + layout.offset(k % windows.taps);
        }
        for (int k = 0; k < places.length; k++) {
            places[k] = k / windows.columns * layout.width + k % windows.columns;
        }
    }

    /**
     * A convolution of these sizes, each array with a length for each spatial axis, one or two.
     *
     * @param groups groups of channels and filters that have nothing to do with each other
     * @param channels channels of a group
     * @param filters filters of a group
     * @param input lengths of the input
     * @param kernel lengths of the kernel
     * @param output lengths of the results
     * @param stride distance of neighbouring windows
     * @param padding padding before the first element
     * @param dilation distance of neighbouring taps
     */
    public static Convolution of(
            int groups,
            int channels,
            int filters,
            int[] input,
            int[] kernel,
            int[] output,
            int[] stride,
            int[] padding,
            int[] dilation) {
        return new Convolution(
                groups, channels, filters, new Windows(input, kernel, output, stride, padding, dilation), true);
    }

    /** y, or its addition, of samples {@code from} to {@code to}, excluded, from x and w. */
    public void output(
            float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, boolean accumulate, int from, int to) {
        ConvolutionCall.on(this, x, xAt, w, wAt, y, yAt, accumulate).output(from, to);
    }

    /** x, or its addition, of samples {@code from} to {@code to}, excluded, from w and y. */
    public void input(
            float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, boolean accumulate, int from, int to) {
        ConvolutionCall.on(this, x, xAt, w, wAt, y, yAt, accumulate).input(from, to);
    }

    /** w, or its addition, from x and y of samples {@code 0} to {@code n}, excluded. */
    public void weight(float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, boolean accumulate, int n) {
        ConvolutionCall.on(this, x, xAt, w, wAt, y, yAt, accumulate).weight(n);
    }

    /** Samples that share a tile. */
    int samplesOfTile() {
        return windows.results > SMALL ? 1 : Math.max(1, WIDEST / windows.results);
    }

    /** Results of a tile of a large plane, of {@code rows} rows. */
    int tileOf(int rows) {
        int most = Math.max(64, Math.min(WIDEST, TILE / Math.max(1, rows) & -16));
        int tiles = (windows.results + most - 1) / most;
        return ((windows.results + tiles - 1) / tiles + 15) & -16;
    }

    /** Most columns of a tile of {@code rows} rows. */
    int columnsOf(int rows) {
        int results =
                windows.results > SMALL ? Math.min(windows.results, tileOf(rows)) : samplesOfTile() * windows.results;
        return Math.max(results, NARROWEST);
    }

    /** Channels whose taps share a tile of at most {@code columns} columns. */
    int channelsOf(int columns) {
        return Math.max(1, Math.min(channels, TILE / (windows.taps * columns)));
    }

    /** Operations of a sample. */
    long work() {
        return 2L * groups * filters * taps * windows.results;
    }
}
