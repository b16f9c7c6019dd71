package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Role;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.tensor.FloatStore;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializersTest {
    private static TensorSpec spec(String name, int offset, Integer... shape) {
        return new TensorSpec(name, "layer", List.of(shape), Role.WEIGHT, true, offset);
    }

    private static float[] filled(String law, double argument, long seed, TensorSpec spec) {
        FloatStore store = new FloatStore(spec.offset() + spec.size());
        Initializers.fill(store, spec, law, argument, seed);
        return Arrays.copyOfRange(store.values(), spec.offset(), spec.offset() + spec.size());
    }

    /** The bounds are five standard errors of a sample of 120,000: of the mean sd / sqrt(n), of the deviation below sd / sqrt(2 n). */
    @ParameterizedTest
    @CsvSource({
        "NORMAL, NaN, 0.05, false",
        "NORMAL, 2, 2, false",
        "UNIFORM, NaN, 0.0288675, true",
        "UNIFORM, 3, 1.7320508, true",
        "XAVIER_UNIFORM, NaN, 0.0534522, true",
        "XAVIER_NORMAL, NaN, 0.0534522, false",
        "HE_UNIFORM, NaN, 0.0707107, true",
        "HE_NORMAL, NaN, 0.0707107, false",
    })
    void hasMeanAndDeviation(String law, double argument, double deviation, boolean uniform) {
        float[] values = filled(law, argument, 42, spec("w", 3, 300, 400));
        double mean = 0;
        double square = 0;
        double highest = 0;
        for (float value : values) {
            mean += value / (double) values.length;
            square += (double) value * value / values.length;
            highest = Math.max(highest, Math.abs(value));
        }
        assertEquals(0, mean, 5 * deviation / Math.sqrt(values.length));
        assertEquals(deviation, Math.sqrt(square - mean * mean), 5 * deviation / Math.sqrt(2.0 * values.length));
        double bound = deviation * Math.sqrt(3);
        assertEquals(uniform, highest <= bound * (1 + 1e-6));
        assertTrue(uniform ? highest > 0.999 * bound : highest > 4 * deviation && highest < 6.5 * deviation);
    }

    @Test
    void constants() {
        TensorSpec spec = spec("w", 1, 2, 2);
        assertArrayEquals(new float[4], filled("ZEROS", Double.NaN, 1, spec));
        assertArrayEquals(new float[] {1, 1, 1, 1}, filled("ONES", Double.NaN, 1, spec));
        assertArrayEquals(new float[] {.3f, .3f, .3f, .3f}, filled("CONSTANT", 0.3, 1, spec));
        assertThrows(IllegalArgumentException.class, () -> filled("CONSTANT", Double.NaN, 1, spec));
        assertThrows(IllegalArgumentException.class, () -> filled("NONSENSE", Double.NaN, 1, spec));
    }

    @Test
    void fans() {
        assertEquals(3 * 25, Initializers.fanIn(List.of(8, 3, 5, 5)));
        assertEquals(8 * 25, Initializers.fanOut(List.of(8, 3, 5, 5)));
        assertEquals(784, Initializers.fanIn(List.of(128, 784)));
        assertEquals(128, Initializers.fanOut(List.of(128, 784)));
        assertEquals(7, Initializers.fanIn(List.of(7)));
    }

    @ParameterizedTest
    @CsvSource({"20, 50, 1", "50, 20, 1", "30, 30, 2.5"})
    void orthogonalRowsOrColumns(int rows, int columns, double gain) {
        float[] q = filled("ORTHOGONAL", gain, 9, spec("w", 2, rows, columns));
        int count = Math.min(rows, columns);
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                double dot = 0;
                for (int k = 0; k < Math.max(rows, columns); k++) {
                    dot += rows <= columns
                            ? (double) q[a * columns + k] * q[b * columns + k]
                            : (double) q[k * columns + a] * q[k * columns + b];
                }
                assertEquals(a == b ? gain * gain : 0, dot, 1e-6 * gain * gain);
            }
        }
    }

    @Test
    void orthogonalOfHigherRankAndOfAVector() {
        float[] q = filled("ORTHOGONAL", Double.NaN, 9, spec("w", 0, 4, 2, 3));
        double norm = 0;
        for (int k = 0; k < 6; k++) {
            norm += q[k] * q[k];
        }
        assertEquals(1, norm, 1e-6);
        assertThrows(IllegalArgumentException.class, () -> filled("ORTHOGONAL", 1, 9, spec("b", 0, 4)));
    }

    @Test
    void dependsOnSeedAndNameAlone() {
        float[] values = filled("HE_NORMAL", Double.NaN, 7, spec("a.weight", 0, 5, 6));
        assertArrayEquals(values, filled("HE_NORMAL", Double.NaN, 7, spec("a.weight", 11, 5, 6)));
        assertFalse(Arrays.equals(values, filled("HE_NORMAL", Double.NaN, 8, spec("a.weight", 0, 5, 6))));
        assertFalse(Arrays.equals(values, filled("HE_NORMAL", Double.NaN, 7, spec("b.weight", 0, 5, 6))));
    }

    @Test
    void aFunctionOfOnesOwn() {
        FloatStore store = new FloatStore(6);
        int revision = store.revision();
        Initializers.fill(store, spec("w", 2, 2, 2), (values, s, random) -> values[s.offset()] = 5, 1);
        assertArrayEquals(new float[] {0, 0, 5, 0, 0, 0}, store.values());
        assertTrue(store.revision() > revision);
    }
}
