package dev.netwright.runtime.engine;

import java.util.Arrays;

/**
 * Convolutions of one channel a group, as depthwise ones are: too few products for a matrix. A plane is copied with its padding into
 * scratch memory, a strided one as a plane for each place between two windows, so that each tap meets the results of all windows at one
 * distance. The rows of results are as long there as those of the plane; what stands behind their ends is dropped, or is 0 where it is read.
 *
 * <p>Each tap's elements are copied once more, to an array of their own, shifted by that distance: then all arrays of a loop have one
 * index, and C2 (which asks whether two arrays could be one) turns it into vector instructions.
 *
 * <p>Results are summed in ascending order of the taps, three at a time. Gradients of filters are summed over samples at each place of the
 * plane, then over the places in double. A thread's own; grows to the largest plane met.
 */
final class Depthwise {
    /** Filters of a group from which a matrix product is as fast. */
    private static final int MOST_FILTERS = 4;

    /** Floats that the taps of a plane may take: 2 MiB. */
    private static final long MOST = 4L * Convolution.TILE;

    private float[][] planes = {};
    private float[][] shifted = {};
    private float[][] places = {};
    private float[] results = {};

    // Of the convolution in work.
    private Windows windows = ConvolutionOperands.NONE.windows;
    private int paddedHeight;
    private int paddedWidth;
    private int planeWidth;
    private int plane;
    private int length;
    private int parts;

    /** Whether a convolution is one for here: of few filters a channel, its plane of a size that a thread may keep for each tap. */
    static boolean fits(int channels, int filters, Windows windows) {
        long height = (windows.rows - 1L) * windows.strideDown + (windows.tapRows - 1L) * windows.dilationDown + 1;
        long width =
                (windows.columns - 1L) * windows.strideAcross + (windows.tapColumns - 1L) * windows.dilationAcross + 1;
        long down = height + windows.strideDown;
        long across = width + windows.strideAcross;
        return channels == 1
                && filters <= MOST_FILTERS
                && Math.max(down, across) <= Convolution.TILE
                && down * across <= Convolution.TILE
                && down * across * windows.taps * filters <= MOST;
    }

    private void take(Windows changed) {
        windows = changed;
        paddedHeight = (windows.rows - 1) * windows.strideDown + (windows.tapRows - 1) * windows.dilationDown + 1;
        paddedWidth =
                (windows.columns - 1) * windows.strideAcross + (windows.tapColumns - 1) * windows.dilationAcross + 1;
        planeWidth = (paddedWidth - 1) / windows.strideAcross + 1;
        plane = ((paddedHeight - 1) / windows.strideDown + 1) * planeWidth;
        length = (windows.rows - 1) * planeWidth + windows.columns;
        parts = windows.strideDown * windows.strideAcross;
        planes = ConvolutionScratch.room(planes, parts, plane);
        shifted = ConvolutionScratch.room(shifted, windows.taps, plane);
        if (results.length < plane) {
            results = new float[plane];
        }
    }

    /** Which plane a tap reads. */
    private int part(int tap) {
        int down = tap / windows.tapColumns * windows.dilationDown;
        int across = tap % windows.tapColumns * windows.dilationAcross;
        return down % windows.strideDown * windows.strideAcross + across % windows.strideAcross;
    }

    /** Where the element under a tap of the first window lies in it. */
    private int offset(int tap) {
        int down = tap / windows.tapColumns * windows.dilationDown;
        int across = tap % windows.tapColumns * windows.dilationAcross;
        return down / windows.strideDown * planeWidth + across / windows.strideAcross;
    }

    /** The elements under each tap, in the order of the results. */
    private void gather(float[] x, int at) {
        fill(x, at);
        for (int tap = 0; tap < windows.taps; tap++) {
            System.arraycopy(planes[part(tap)], offset(tap), shifted[tap], 0, length);
        }
    }

    /** y of a group of a sample. */
    void output(ConvolutionOperands on, int sample, int group) {
        Convolution form = on.form;
        float[] w = on.w;
        float[] y = on.y;
        int wAt = on.inW(group, 0);
        int yAt = on.inY(sample, group, 0);
        take(form.windows);
        gather(on.x, on.inX(sample, group, 0));
        for (int filter = 0; filter < form.filters; filter++) {
            Arrays.fill(results, 0, length, 0f);
            int at = wAt + filter * windows.taps;
            int tap = 0;
            for (; tap + 2 < windows.taps; tap += 3, at += 3) {
                three(results, shifted[tap], shifted[tap + 1], shifted[tap + 2], w[at], w[at + 1], w[at + 2], length);
            }
            for (; tap < windows.taps; tap++, at++) {
                one(results, shifted[tap], w[at], length);
            }
            int target = yAt + filter * windows.results;
            for (int row = 0; row < windows.rows; row++, target += windows.columns) {
                if (on.accumulate) {
                    add(results, row * planeWidth, y, target, windows.columns);
                } else {
                    System.arraycopy(results, row * planeWidth, y, target, windows.columns);
                }
            }
        }
    }

    /** x of a group of a sample. */
    void input(ConvolutionOperands on, int sample, int group) {
        Convolution form = on.form;
        float[] w = on.w;
        int wAt = on.inW(group, 0);
        int yAt = on.inY(sample, group, 0);
        take(form.windows);
        for (int part = 0; part < parts; part++) {
            Arrays.fill(planes[part], 0, plane, 0f);
        }
        for (int filter = 0; filter < form.filters; filter++) {
            spread(on.y, yAt + filter * windows.results);
            for (int tap = 0; tap < windows.taps; tap++) {
                int offset = offset(tap);
                Arrays.fill(shifted[tap], 0, offset, 0f);
                System.arraycopy(results, 0, shifted[tap], offset, length);
                Arrays.fill(shifted[tap], offset + length, plane, 0f);
            }
            int at = wAt + filter * windows.taps;
            int tap = 0;
            for (; parts == 1 && tap + 2 < windows.taps; tap += 3, at += 3) {
                three(planes[0], shifted[tap], shifted[tap + 1], shifted[tap + 2], w[at], w[at + 1], w[at + 2], plane);
            }
            for (; tap < windows.taps; tap++, at++) {
                one(planes[part(tap)], shifted[tap], w[at], plane);
            }
        }
        drain(on.x, on.inX(sample, group, 0), on.accumulate);
    }

    /** w of a group, summed over samples {@code from} to {@code to}. */
    void weight(ConvolutionOperands on, int group, int from, int to) {
        Convolution form = on.form;
        float[] w = on.w;
        int wAt = on.inW(group, 0);
        take(form.windows);
        int taps = windows.taps;
        int weights = form.filters * taps;
        places = ConvolutionScratch.room(places, weights, plane);
        for (int k = 0; k < weights; k++) {
            Arrays.fill(places[k], 0, length, 0f);
        }
        for (int sample = from; sample < to; sample++) {
            gather(on.x, on.inX(sample, group, 0));
            for (int filter = 0; filter < form.filters; filter++) {
                spread(on.y, on.inY(sample, group, filter));
                for (int tap = 0; tap < taps; tap++) {
                    product(places[filter * taps + tap], results, shifted[tap], length);
                }
            }
        }
        for (int k = 0; k < weights; k++) {
            double sum = 0;
            for (int place = 0; place < length; place++) {
                sum += places[k][place];
            }
            w[wAt + k] = (float) (on.accumulate ? w[wAt + k] + sum : sum);
        }
    }

    private static void one(float[] to, float[] from, float factor, int count) {
        for (int k = 0; k < count; k++) {
            to[k] += factor * from[k];
        }
    }

    private static void three(float[] to, float[] x, float[] y, float[] z, float a, float b, float c, int count) {
        for (int k = 0; k < count; k++) {
            to[k] = to[k] + a * x[k] + b * y[k] + c * z[k];
        }
    }

    private static void product(float[] to, float[] a, float[] b, int count) {
        for (int k = 0; k < count; k++) {
            to[k] += a[k] * b[k];
        }
    }

    private static void add(float[] from, int fromAt, float[] to, int toAt, int count) {
        for (int k = 0; k < count; k++) {
            to[toAt + k] += from[fromAt + k];
        }
    }

    /** The results' gradient, its rows as long as those of the planes, zeros between. */
    private void spread(float[] y, int at) {
        Arrays.fill(results, 0, length, 0f);
        for (int row = 0; row < windows.rows; row++) {
            System.arraycopy(y, at + row * windows.columns, results, row * planeWidth, windows.columns);
        }
    }

    /** Lines of the plane that some window reaches. */
    private int lines() {
        return Math.min(windows.height, paddedHeight - windows.top);
    }

    /** Elements of a line that some window reaches. */
    private int elements() {
        return Math.min(windows.width, paddedWidth - windows.left);
    }

    /** Where an element's row starts in its plane. */
    private int row(int line) {
        return (line + windows.top) / windows.strideDown * planeWidth;
    }

    /** The plane of the elements of a line that stand {@code across} from a window. */
    private float[] plane(int line, int across) {
        int down = (line + windows.top) % windows.strideDown;
        return planes[down * windows.strideAcross + across % windows.strideAcross];
    }

    private void fill(float[] x, int at) {
        for (int part = 0; part < parts; part++) {
            Arrays.fill(planes[part], 0, plane, 0f);
        }
        int stride = windows.strideAcross;
        int count = elements();
        for (int line = 0; line < lines(); line++) {
            int source = at + line * windows.width;
            for (int first = 0; first < Math.min(stride, count); first++) {
                int across = first + windows.left;
                float[] to = plane(line, across);
                int target = row(line) + across / stride;
                if (stride == 1) {
                    System.arraycopy(x, source, to, target, count);
                } else {
                    for (int k = first; k < count; k += stride) {
                        to[target++] = x[source + k];
                    }
                }
            }
        }
    }

    private void drain(float[] x, int at, boolean accumulate) {
        if (!accumulate) {
            Arrays.fill(x, at, at + windows.plane, 0f);
        }
        int stride = windows.strideAcross;
        int count = elements();
        for (int line = 0; line < lines(); line++) {
            int target = at + line * windows.width;
            for (int first = 0; first < Math.min(stride, count); first++) {
                int across = first + windows.left;
                float[] from = plane(line, across);
                int source = row(line) + across / stride;
                if (stride == 1 && !accumulate) {
                    System.arraycopy(from, source, x, target, count);
                } else {
                    for (int k = first; k < count; k += stride) {
                        x[target + k] += from[source++];
                    }
                }
            }
        }
    }
}
