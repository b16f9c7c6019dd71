package dev.netwright.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.netwright.runtime.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One generated model, 64 threads, batches of every size: the bits of one thread and one sample at a time. */
class ThreadsTest {
    private static final int THREADS = 64;
    private static final int SAMPLES = 300;
    private static final int INPUTS = 784;
    private static final int OUTPUTS = 10;

    @Test
    void manyThreadsGetTheBitsOfOne() throws Exception {
        int predictions = Integer.getInteger("netwright.predictions", 100_000);
        DemoModel model = DemoModel.create(42);
        float[] pixels = new float[SAMPLES * INPUTS];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        float[] expected = new float[SAMPLES * OUTPUTS];
        for (int i = 0; i < SAMPLES; i++) {
            float[] one = model.predict(Arrays.copyOfRange(pixels, i * INPUTS, (i + 1) * INPUTS));
            System.arraycopy(one, 0, expected, i * OUTPUTS, OUTPUTS);
        }
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int seed = thread;
            tasks.add(() -> wrong(model, pixels, expected, predictions / THREADS + 1, seed));
        }
        int wrong = 0;
        for (Future<Integer> result : executor.invokeAll(tasks)) {
            wrong += result.get();
        }
        executor.shutdown();
        assertEquals(0, wrong, "predictions that differ");
    }

    /** Predicts by turns through the model and a predictor of this thread's own; counts what differs in any bit. */
    private static int wrong(DemoModel model, float[] pixels, float[] expected, int calls, int seed) {
        Random random = new Random(seed);
        Predictor predictor = model.predictor(32);
        float[] out = new float[32 * OUTPUTS];
        int wrong = 0;
        for (int call = 0; call < calls; call++) {
            int n = call % 50 == 0 ? 1 + random.nextInt(SAMPLES) : 1 + random.nextInt(4);
            int from = random.nextInt(SAMPLES - n + 1);
            float[] right = Arrays.copyOfRange(expected, from * OUTPUTS, (from + n) * OUTPUTS);
            float[] found;
            if (call % 2 == 0 || n > 32) {
                found = model.predict(Arrays.copyOfRange(pixels, from * INPUTS, (from + n) * INPUTS));
            } else {
                predictor.predict(pixels, from * INPUTS, n, out, 0);
                found = Arrays.copyOf(out, n * OUTPUTS);
            }
            wrong += Arrays.equals(right, found) ? 0 : 1;
        }
        return wrong;
    }
}
