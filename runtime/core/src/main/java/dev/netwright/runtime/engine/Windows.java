package dev.netwright.runtime.engine;

import java.util.Arrays;

/**
 * How windows lie on a plane of {@code height} by {@code width}: tap (i, j) of the window of result (r, s) is the element
 * {@code (r · strideDown + i · dilationDown - top, s · strideAcross + j · dilationAcross - left)}; what lies outside of the plane is
 * padding. Results and taps are numbered in row-major order. A sequence is a plane of height 1. Immutable.
 */
final class Windows {
    final int height;
    final int width;
    final int tapRows;
    final int tapColumns;
    final int rows;
    final int columns;
    final int strideDown;
    final int strideAcross;
    final int top;
    final int left;
    final int dilationDown;
    final int dilationAcross;

    /** Number of taps of a window. */
    final int taps;

    /** Number of results. */
    final int results;

    /** Elements of a plane. */
    final int plane;

    /** Whether every result stands at the same place in its row as the element at its first tap, but for a shift. */
    private final boolean shifted;

    /** Each array has one length a spatial axis, one axis or two. */
    Windows(int[] input, int[] kernel, int[] output, int[] stride, int[] padding, int[] dilation) {
        int across = input.length - 1;
        height = across == 0 ? 1 : input[0];
        width = input[across];
        tapRows = across == 0 ? 1 : kernel[0];
        tapColumns = kernel[across];
        rows = across == 0 ? 1 : output[0];
        columns = output[across];
        strideDown = across == 0 ? 1 : stride[0];
        strideAcross = stride[across];
        top = across == 0 ? 0 : padding[0];
        left = padding[across];
        dilationDown = across == 0 ? 1 : dilation[0];
        dilationAcross = dilation[across];
        taps = tapRows * tapColumns;
        results = rows * columns;
        plane = height * width;
        shifted = strideDown == 1 && strideAcross == 1 && columns == width;
    }

    /** Whether the gradient of the plane is a convolution of the results' gradient: windows side by side, no more padding than taps. */
    boolean turns() {
        return strideDown == 1
                && strideAcross == 1
                && top <= (tapRows - 1) * dilationDown
                && left <= (tapColumns - 1) * dilationAcross;
    }

    /** The windows of that convolution. */
    Windows turned() {
        int[] one = {1, 1};
        int[] kernel = {tapRows, tapColumns};
        int[] padding = {(tapRows - 1) * dilationDown - top, (tapColumns - 1) * dilationAcross - left};
        int[] dilation = {dilationDown, dilationAcross};
        return new Windows(new int[] {rows, columns}, kernel, new int[] {height, width}, one, padding, dilation);
    }

    /** First column of results whose tap of a column of taps lies on the plane. */
    int firstColumn(int tapColumn) {
        int across = tapColumn * dilationAcross - left;
        return across >= 0 ? 0 : Math.min(columns, (strideAcross - 1 - across) / strideAcross);
    }

    /** Column after the last of such results. */
    int endColumn(int tapColumn) {
        int across = tapColumn * dilationAcross - left;
        return across >= width ? 0 : Math.min(columns, (width - 1 - across) / strideAcross + 1);
    }

    /** Copies, for results {@code first} to {@code end}, excluded, the element at one tap, or 0 on padding. */
    void gather(float[] x, int at, int tap, int first, int end, float[] to, int toAt) {
        int tapColumn = tap % tapColumns;
        int down = tap / tapColumns * dilationDown - top;
        int across = tapColumn * dilationAcross - left;
        int low = firstColumn(tapColumn);
        int high = Math.max(low, endColumn(tapColumn));
        if (shifted) {
            shift(x, at, down, across, low, high, first, end, to, toAt - first);
            return;
        }
        int result = first;
        while (result < end) {
            int row = result / columns;
            int from = result - row * columns;
            int until = Math.min(columns, from + end - result);
            int target = toAt + result - first - from;
            int line = row * strideDown + down;
            int a = line < 0 || line >= height ? until : Math.min(Math.max(low, from), until);
            int b = Math.max(a, Math.min(high, until));
            Arrays.fill(to, target + from, target + a, 0f);
            int source = at + line * width + across;
            if (strideAcross == 1) {
                if (a < b) {
                    System.arraycopy(x, source + a, to, target + a, b - a);
                }
            } else {
                for (int k = a; k < b; k++) {
                    to[target + k] = x[source + k * strideAcross];
                }
            }
            Arrays.fill(to, target + b, target + until, 0f);
            result += until - from;
        }
    }

    /** The whole run at once: what a shift brings in from the neighbouring row is then set to 0. */
    private void shift(
            float[] x, int at, int down, int across, int low, int high, int first, int end, float[] to, int base) {
        int begin = Math.min(end, Math.max(first, Math.max(0, -down) * width));
        int finish = Math.max(begin, Math.min(end, Math.min(rows, height - down) * width));
        Arrays.fill(to, base + first, base + begin, 0f);
        Arrays.fill(to, base + finish, base + end, 0f);
        int shift = down * width + across;
        int a = Math.max(begin, -shift);
        int b = Math.min(finish, plane - shift);
        if (a < b) {
            System.arraycopy(x, at + a + shift, to, base + a, b - a);
        }
        if (begin < finish && (low > 0 || high < width)) {
            for (int line = begin / width * width; line < finish; line += width) {
                fill(to, base, Math.max(line, begin), Math.min(line + low, finish));
                fill(to, base, Math.max(line + high, begin), Math.min(line + width, finish));
            }
        }
    }

    private static void fill(float[] to, int base, int from, int until) {
        for (int k = from; k < until; k++) {
            to[base + k] = 0f;
        }
    }

    /** Adds, for results {@code first} to {@code end}, excluded, a value to the element at one tap; padding takes none. */
    void scatter(float[] from, int fromAt, int tap, int first, int end, float[] x, int at) {
        int tapColumn = tap % tapColumns;
        int down = tap / tapColumns * dilationDown - top;
        int across = tapColumn * dilationAcross - left;
        int low = firstColumn(tapColumn);
        int high = endColumn(tapColumn);
        int result = first;
        while (result < end) {
            int row = result / columns;
            int begin = result - row * columns;
            int until = Math.min(columns, begin + end - result);
            int line = row * strideDown + down;
            if (line >= 0 && line < height) {
                int source = fromAt + result - first - begin;
                int target = at + line * width + across;
                add(from, source, x, target, strideAcross, Math.max(low, begin), Math.min(high, until));
            }
            result += until - begin;
        }
    }

    private static void add(float[] from, int source, float[] x, int target, int stride, int a, int b) {
        if (stride == 1) {
            for (int k = a; k < b; k++) {
                x[target + k] += from[source + k];
            }
        } else {
            for (int k = a; k < b; k++) {
                x[target + k * stride] += from[source + k];
            }
        }
    }
}
