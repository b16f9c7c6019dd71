package dev.netwright.runtime.engine;

/** What a {@link Convolution} works on, each array from its offset on. Kept and set again, so that a call allocates nothing. */
final class ConvolutionOperands {
    private static final float[] EMPTY = {};

    /** Stands where no convolution is. */
    static final Convolution NONE = Convolution.of(
            1, 1, 1, new int[] {1}, new int[] {1}, new int[] {1}, new int[] {1}, new int[] {0}, new int[] {1});

    Convolution form = NONE;
    float[] x = EMPTY;
    float[] w = EMPTY;
    float[] y = EMPTY;
    int xAt;
    int wAt;
    int yAt;

    /** Whether the result is added to what is there. */
    boolean accumulate;

    void set(Convolution form, float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, boolean accumulate) {
        this.form = form;
        this.x = x;
        this.xAt = xAt;
        this.w = w;
        this.wAt = wAt;
        this.y = y;
        this.yAt = yAt;
        this.accumulate = accumulate;
    }

    /** Lets the arrays go. */
    void clear() {
        x = w = y = EMPTY;
    }

    /** Where a channel of a group of a sample starts in x. */
    int inX(int sample, int group, int channel) {
        return xAt + ((sample * form.groups + group) * form.channels + channel) * form.windows.plane;
    }

    /** Where the taps of a filter of a group start in w. */
    int inW(int group, int filter) {
        return wAt + (group * form.filters + filter) * form.taps;
    }

    /** Where a filter's results of a group of a sample start in y. */
    int inY(int sample, int group, int filter) {
        return yAt + ((sample * form.groups + group) * form.filters + filter) * form.windows.results;
    }
}
