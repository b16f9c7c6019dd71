package dev.netwright.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.Trainable;
import dev.netwright.runtime.engine.Workers;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plans against a network written out in double, its gradient against central differences. */
class HandWrittenModelTest {
    private static final int SAMPLES = 5;

    @AfterEach
    void defaultThreads() {
        Workers.threads(Runtime.getRuntime().availableProcessors());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void predictsWhatTheFormulaSays(boolean softmax) {
        HandWrittenModel model = HandWrittenModel.create(3, 30, 20, 7, softmax);
        float[] x = random(9, 30 * SAMPLES);
        double[] expected = naive(model.sizes(), toDouble(model.parameterStore().values()), x);
        assertClose(expected, model.predict(x), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientIsThatOfCentralDifferences(boolean softmax) {
        HandWrittenModel model = HandWrittenModel.create(4, 6, 8, 4, softmax);
        float[] x = random(1, 6 * SAMPLES);
        float[] direction = random(2, 4 * SAMPLES);
        Trainable plan = model.trainable();
        plan.forward(new float[][] {x}, SAMPLES, 0, 0);
        Head head = plan.heads().get(0);
        System.arraycopy(direction, 0, plan.workspace(), head.gradient().at(SAMPLES), direction.length);
        plan.backward(new boolean[] {false});

        double[] parameters = toDouble(plan.parameters());
        double[] expected = new double[parameters.length];
        double h = 1e-5;
        for (int i = 0; i < parameters.length; i++) {
            double old = parameters[i];
            parameters[i] = old + h;
            double above = dot(direction, naive(model.sizes(), parameters, x));
            parameters[i] = old - h;
            double below = dot(direction, naive(model.sizes(), parameters, x));
            parameters[i] = old;
            expected[i] = (above - below) / (2 * h);
        }
        assertClose(expected, plan.gradients(), 1e-5);
    }

    @Test
    void evaluatingAllocatesNoGradient() {
        HandWrittenModel model = HandWrittenModel.create(1, 500, 400, 3, true);
        Dataset data = Dataset.of(new float[2][500], new int[] {0, 2});
        model.evaluate(data);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        model.evaluate(data);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < 2 * model.sizes().parameters(), bytes + " bytes, the gradient is twice that");
    }

    @Test
    void gradientFromLogitsSkipsTheHead() {
        HandWrittenModel withSoftmax = HandWrittenModel.create(4, 6, 8, 4, true);
        HandWrittenModel without = HandWrittenModel.create(4, 6, 8, 4, false);
        float[] x = random(1, 6 * SAMPLES);
        float[] direction = random(2, 4 * SAMPLES);
        Trainable a = withSoftmax.trainable();
        Trainable b = without.trainable();
        for (Trainable plan : new Trainable[] {a, b}) {
            plan.forward(new float[][] {x}, SAMPLES, 0, 0);
            int at = plan.heads().get(0).logitsGradient().at(SAMPLES);
            System.arraycopy(direction, 0, plan.workspace(), at, direction.length);
            plan.backward(new boolean[] {true});
        }
        assertArrayEquals(b.gradients(), a.gradients());
    }

    @Test
    void trainingHasTheSameBitsForAnyNumberOfThreads() {
        int samples = 96;
        HandWrittenModel model = HandWrittenModel.create(4, 200, 150, 30, true);
        float[] x = random(1, 200 * samples);
        float[] direction = random(2, 30 * samples);
        float[] expected = new float[0];
        for (int threads : new int[] {1, 2, 3, 8}) {
            Workers.threads(threads);
            Trainable plan = model.trainable();
            for (int repeat = 0; repeat < 20; repeat++) {
                plan.forward(new float[][] {x}, samples, 0, 0);
                int at = plan.heads().get(0).gradient().at(samples);
                System.arraycopy(direction, 0, plan.workspace(), at, direction.length);
                plan.backward(new boolean[] {false});
                if (threads == 1) {
                    expected = plan.gradients().clone();
                }
                assertArrayEquals(expected, plan.gradients(), threads + " threads");
            }
        }
        assertEquals(model.sizes().parameters(), expected.length);
    }

    static float[] random(long seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }

    private static double[] toDouble(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    private static double dot(float[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The network in double, straight from its definition. */
    private static double[] naive(HandWrittenModel.Sizes s, double[] p, float[] x) {
        int samples = x.length / s.inputs();
        double[] result = new double[samples * s.outputs()];
        for (int i = 0; i < samples; i++) {
            double[] hidden = new double[s.hidden()];
            for (int j = 0; j < s.hidden(); j++) {
                double sum = p[s.hiddenBias() + j];
                for (int k = 0; k < s.inputs(); k++) {
                    sum += p[j * s.inputs() + k] * x[i * s.inputs() + k];
                }
                hidden[j] = Math.max(sum, 0);
            }
            double total = 0;
            for (int j = 0; j < s.outputs(); j++) {
                double sum = p[s.outputBias() + j];
                for (int k = 0; k < s.hidden(); k++) {
                    sum += p[s.outputWeight() + j * s.hidden() + k] * hidden[k];
                }
                result[i * s.outputs() + j] = s.softmax() ? Math.exp(sum) : sum;
                total += result[i * s.outputs() + j];
            }
            for (int j = 0; s.softmax() && j < s.outputs(); j++) {
                result[i * s.outputs() + j] /= total;
            }
        }
        return result;
    }

    private static void assertClose(double[] expected, float[] found, double tolerance) {
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            worst = Math.max(worst, Math.abs(expected[i] - found[i]));
        }
        assertEquals(expected.length, found.length);
        assertTrue(largest > 0 && worst <= tolerance * largest, worst + " of " + largest);
    }
}
