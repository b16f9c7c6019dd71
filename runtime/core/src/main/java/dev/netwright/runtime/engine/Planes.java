package dev.netwright.runtime.engine;

/**
 * How the planes of a sample are laid out so that every tap meets the results of all windows at one distance: with their padding, and a
 * strided one as a plane for each place between two windows (a phase). Rows of results are as long as those of such a plane, so result
 * (r, s) of a tap is the element {@code offset(tap) + r * width + s}. A convolution of these planes needs no copy of its input for each tap.
 * Immutable.
 */
final class Planes {
    /** Elements of a row of a phase. */
    final int width;

    /** Elements of a phase. */
    final int phase;

    /** Elements of all phases of a channel. */
    final int channel;

    /** Results with the gaps between their rows. */
    final int length;

    private final Windows windows;
    private final int height;
    private final int paddedWidth;

    Planes(Windows windows) {
        this.windows = windows;
        height = (windows.rows - 1) * windows.strideDown + (windows.tapRows - 1) * windows.dilationDown + 1;
        paddedWidth =
                (windows.columns - 1) * windows.strideAcross + (windows.tapColumns - 1) * windows.dilationAcross + 1;
        width = (paddedWidth - 1) / windows.strideAcross + 1;
        phase = ((height - 1) / windows.strideDown + 1) * width;
        channel = phase * windows.strideDown * windows.strideAcross;
        length = (windows.rows - 1) * width + windows.columns;
    }

    /** Where a tap's element of the first window is. */
    int offset(int tap) {
        int down = tap / windows.tapColumns * windows.dilationDown;
        int across = tap % windows.tapColumns * windows.dilationAcross;
        int part = down % windows.strideDown * windows.strideAcross + across % windows.strideAcross;
        return part * phase + down / windows.strideDown * width + across / windows.strideAcross;
    }

    /** Copies a channel's plane; what is padding holds zeros, and is not written to. */
    void fill(float[] x, int at, float[] to, int toAt) {
        int stride = windows.strideAcross;
        int lines = Math.min(windows.height, height - windows.top);
        int count = Math.min(windows.width, paddedWidth - windows.left);
        for (int line = 0; line < lines; line++) {
            int down = line + windows.top;
            int source = at + line * windows.width;
            int row = toAt + down % windows.strideDown * stride * phase + down / windows.strideDown * width;
            for (int first = 0; first < Math.min(stride, count); first++) {
                int across = first + windows.left;
                int target = row + across % stride * phase + across / stride;
                if (stride == 1) {
                    System.arraycopy(x, source, to, target, count);
                } else {
                    spread(x, source + first, stride, to, target, (count - first - 1) / stride + 1);
                }
            }
        }
    }

    private static void spread(float[] x, int at, int stride, float[] to, int toAt, int count) {
        for (int k = 0; k < count; k++) {
            to[toAt + k] = x[at + k * stride];
        }
    }
}
