package dev.netwright.runtime.engine;

import java.util.Arrays;

/**
 * Maxima and means over windows on contiguous planes, and their adjoints: x is {@code [N, channels, height, width]}, y {@code [N,
 * channels, results]}. Every window has a tap on its plane; padding takes no part in a maximum. The first element of a window, in
 * row-major order, that attains the maximum takes its gradient; the first NaN counts as one. Sums run in row-major order of the taps.
 * Immutable and thread-safe where callers write to different samples; allocates nothing.
 */
public final class Pooling {
    private final int channels;
    private final Windows windows;
    private final boolean countPadding;

    /** Whether every window of two by two taps lies on its plane. */
    private final boolean inside;

    /** Distance of the taps of the second row from those of the first. */
    private final int secondRow;

    private Pooling(int channels, Windows windows, boolean countPadding) {
        this.channels = channels;
        this.windows = windows;
        this.countPadding = countPadding;
        int bottom = (windows.rows - 1) * windows.strideDown + (windows.tapRows - 1) * windows.dilationDown;
        int right = (windows.columns - 1) * windows.strideAcross + (windows.tapColumns - 1) * windows.dilationAcross;
        this.inside = windows.top == 0
                && windows.left == 0
                && bottom < windows.height
                && right < windows.width
                && windows.tapRows == 2
                && windows.tapColumns == 2;
        this.secondRow = windows.dilationDown * windows.width;
    }

    /**
     * Pooling of these sizes, each array with a length for each spatial axis, one or two.
     *
     * @param channels planes of a sample
     * @param input lengths of the input
     * @param kernel lengths of a window
     * @param output lengths of the results
     * @param stride distance of neighbouring windows
     * @param padding padding before the first element
     * @param dilation distance of neighbouring taps
     * @param countPadding whether a mean divides by all taps, those on padding included
     */
    public static Pooling of(
            int channels,
            int[] input,
            int[] kernel,
            int[] output,
            int[] stride,
            int[] padding,
            int[] dilation,
            boolean countPadding) {
        return new Pooling(channels, new Windows(input, kernel, output, stride, padding, dilation), countPadding);
    }

    /** y, or its addition, of samples {@code from} to {@code to}, excluded: maxima. */
    public void max(float[] x, int xAt, float[] y, int yAt, boolean accumulate, int from, int to) {
        for (int plane = from * channels; plane < to * channels; plane++) {
            int target = yAt + plane * windows.results;
            for (int row = 0; row < windows.rows; row++) {
                if (inside && !accumulate) {
                    int first = xAt + plane * windows.plane + row * windows.strideDown * windows.width;
                    int step = windows.strideAcross;
                    ofFour(x, first, secondRow, windows.dilationAcross, step, y, target, windows.columns);
                    target += windows.columns;
                    continue;
                }
                for (int column = 0; column < windows.columns; column++) {
                    float value = x[largest(x, xAt + plane * windows.plane, row, column)];
                    y[target] = accumulate ? y[target] + value : value;
                    target++;
                }
            }
        }
    }

    /** The gradient of x, or its addition, of samples {@code from} to {@code to}, excluded, from x and the gradient of its maxima. */
    public void maxAdjoint(
            float[] x,
            int xAt,
            float[] gradient,
            int gradientAt,
            float[] result,
            int resultAt,
            boolean accumulate,
            int from,
            int to) {
        clear(result, resultAt, accumulate, from, to);
        for (int plane = from * channels; plane < to * channels; plane++) {
            int source = gradientAt + plane * windows.results;
            int at = xAt + plane * windows.plane;
            int shift = resultAt - xAt;
            for (int row = 0; row < windows.rows; row++) {
                for (int column = 0; column < windows.columns; column++) {
                    result[largest(x, at, row, column) + shift] += gradient[source++];
                }
            }
        }
    }

    /** y, or its addition, of samples {@code from} to {@code to}, excluded: means. */
    public void mean(float[] x, int xAt, float[] y, int yAt, boolean accumulate, int from, int to) {
        for (int plane = from * channels; plane < to * channels; plane++) {
            int at = xAt + plane * windows.plane;
            int target = yAt + plane * windows.results;
            for (int row = 0; row < windows.rows; row++) {
                int down = row * windows.strideDown - windows.top;
                int low = firstTap(down, windows.dilationDown);
                int high = endTap(down, windows.dilationDown, windows.tapRows, windows.height);
                for (int column = 0; column < windows.columns; column++) {
                    int across = column * windows.strideAcross - windows.left;
                    int left = firstTap(across, windows.dilationAcross);
                    int right = endTap(across, windows.dilationAcross, windows.tapColumns, windows.width);
                    float sum = 0;
                    for (int i = low; i < high; i++) {
                        int line = at + (down + i * windows.dilationDown) * windows.width + across;
                        for (int j = left; j < right; j++) {
                            sum += x[line + j * windows.dilationAcross];
                        }
                    }
                    float value = sum / (countPadding ? windows.taps : (high - low) * (right - left));
                    y[target] = accumulate ? y[target] + value : value;
                    target++;
                }
            }
        }
    }

    /** The gradient of x, or its addition, of samples {@code from} to {@code to}, excluded, from the gradient of its means. */
    public void meanAdjoint(
            float[] gradient, int gradientAt, float[] result, int resultAt, boolean accumulate, int from, int to) {
        clear(result, resultAt, accumulate, from, to);
        for (int plane = from * channels; plane < to * channels; plane++) {
            int at = resultAt + plane * windows.plane;
            int source = gradientAt + plane * windows.results;
            for (int row = 0; row < windows.rows; row++) {
                int down = row * windows.strideDown - windows.top;
                int low = firstTap(down, windows.dilationDown);
                int high = endTap(down, windows.dilationDown, windows.tapRows, windows.height);
                for (int column = 0; column < windows.columns; column++) {
                    int across = column * windows.strideAcross - windows.left;
                    int left = firstTap(across, windows.dilationAcross);
                    int right = endTap(across, windows.dilationAcross, windows.tapColumns, windows.width);
                    float share = gradient[source++] / (countPadding ? windows.taps : (high - low) * (right - left));
                    for (int i = low; i < high; i++) {
                        int line = at + (down + i * windows.dilationDown) * windows.width + across;
                        for (int j = left; j < right; j++) {
                            result[line + j * windows.dilationAcross] += share;
                        }
                    }
                }
            }
        }
    }

    /** Index of the first largest element of a window, or of its first NaN. */
    private int largest(float[] x, int at, int row, int column) {
        int down = row * windows.strideDown - windows.top;
        int across = column * windows.strideAcross - windows.left;
        if (inside) {
            int best = largestOfFour(x, at + down * windows.width + across);
            if (best >= 0) {
                return best;
            }
        }
        int high = endTap(down, windows.dilationDown, windows.tapRows, windows.height);
        int left = firstTap(across, windows.dilationAcross);
        int right = endTap(across, windows.dilationAcross, windows.tapColumns, windows.width);
        int best = -1;
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = firstTap(down, windows.dilationDown); i < high; i++) {
            int line = at + (down + i * windows.dilationDown) * windows.width + across;
            for (int j = left; j < right; j++) {
                int place = line + j * windows.dilationAcross;
                float value = x[place];
                if (value > largest || best < 0 || Float.isNaN(value)) {
                    if (Float.isNaN(value)) {
                        return place;
                    }
                    largest = value;
                    best = place;
                }
            }
        }
        return best;
    }

    /** A row of maxima of two by two elements each: without branches, which data would mispredict. */
    private static void ofFour(float[] x, int at, int down, int across, int stride, float[] y, int yAt, int count) {
        for (int k = 0; k < count; k++) {
            int a = at + k * stride;
            float upper = Math.max(x[a], x[a + across]);
            float lower = Math.max(x[a + down], x[a + down + across]);
            y[yAt + k] = Math.max(upper, lower);
        }
    }

    /** {@link #largest} of two by two elements by selections, which no data mispredicts; below 0 where one is NaN. */
    @SuppressWarnings("ShortCircuitBoolean") // without branches
    private int largestOfFour(float[] x, int a) {
        int b = a + windows.dilationAcross;
        int c = a + secondRow;
        int d = b + secondRow;
        float va = x[a];
        float vb = x[b];
        float vc = x[c];
        float vd = x[d];
        int top = vb > va ? b : a;
        float vt = vb > va ? vb : va;
        int bottom = vd > vc ? d : c;
        float vm = vd > vc ? vd : vc;
        int best = vm > vt ? bottom : top;
        boolean number = !(Float.isNaN(va) | Float.isNaN(vb) | Float.isNaN(vc) | Float.isNaN(vd));
        return number ? best : -1;
    }

    /** First tap at or after the edge of the plane. */
    private static int firstTap(int start, int dilation) {
        return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
    }

    /** Tap after the last before the other edge. */
    private static int endTap(int start, int dilation, int taps, int length) {
        return Math.min(taps, (length - 1 - start) / dilation + 1);
    }

    private void clear(float[] result, int at, boolean accumulate, int from, int to) {
        if (!accumulate) {
            int size = channels * windows.plane;
            Arrays.fill(result, at + from * size, at + to * size, 0f);
        }
    }
}
