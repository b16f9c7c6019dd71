package dev.netwright.examples;

import dev.netwright.runtime.data.Csv;
import dev.netwright.runtime.data.Dataset;
import java.io.IOException;

/** The 1,797 handwritten digits of 8×8 pixels that come with the examples. */
final class DigitsData {
    private static final int SMALL = 8;
    private static final int LARGE = 28;

    private DigitsData() {}

    /** Samples of 64 pixels with values of 0 to 16, and ten classes. */
    static Dataset read() throws IOException {
        return Csv.resource(DigitsData.class, "digits.csv.gz")
                .noHeader()
                .label(64)
                .read();
    }

    /** The same digits enlarged to 28×28 pixels with values of 0 to 1. */
    static Dataset enlarged() throws IOException {
        return read().mapInputs(DigitsData::enlarge);
    }

    /** Bilinear interpolation between pixel centres, as image libraries do it. */
    private static float[] enlarge(float[] small) {
        float[] large = new float[LARGE * LARGE];
        for (int y = 0; y < LARGE; y++) {
            for (int x = 0; x < LARGE; x++) {
                large[y * LARGE + x] = at(small, source(y), source(x)) / 16;
            }
        }
        return large;
    }

    private static float source(int pixel) {
        float at = (pixel + 0.5f) * SMALL / LARGE - 0.5f;
        return Math.max(0, Math.min(SMALL - 1, at));
    }

    private static float at(float[] small, float y, float x) {
        int top = Math.min((int) y, SMALL - 2);
        int left = Math.min((int) x, SMALL - 2);
        float down = y - top;
        float right = x - left;
        int corner = top * SMALL + left;
        float upper = small[corner] * (1 - right) + small[corner + 1] * right;
        float lower = small[corner + SMALL] * (1 - right) + small[corner + SMALL + 1] * right;
        return upper * (1 - down) + lower * down;
    }
}
