package dev.netwright.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.engine.Workers;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredictTest {
    private static final int INPUTS = 50;
    private static final int OUTPUTS = 7;
    private final HandWrittenModel model = HandWrittenModel.create(1, INPUTS, 130, OUTPUTS, true);

    @AfterEach
    void defaultThreads() {
        Workers.threads(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void aSampleHasTheSameBitsAloneAndInAnyBatch() {
        float[] x = HandWrittenModelTest.random(1, INPUTS * 700);
        float[] expected = oneByOne(x);
        for (int n : new int[] {1, 2, 3, 5, 17, 255, 256, 257, 700}) {
            float[] part = Arrays.copyOf(x, n * INPUTS);
            assertArrayEquals(Arrays.copyOf(expected, n * OUTPUTS), model.predict(part), "batch " + n);
        }
    }

    @Test
    void sixtyFourThreadsGetTheBitsOfOne() throws InterruptedException, ExecutionException {
        Workers.threads(4);
        float[] x = HandWrittenModelTest.random(1, INPUTS * 300);
        float[] expected = oneByOne(x);
        ExecutorService executor = Executors.newFixedThreadPool(64);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> results = new ArrayList<>();
        int calls = Integer.getInteger("netwright.predictions", 100_000) / 64 + 1;
        for (int thread = 0; thread < 64; thread++) {
            int seed = thread;
            results.add(executor.submit(() -> {
                start.await();
                boolean same = true;
                for (int call = 0; call < calls; call++) {
                    int n = 1 + (seed * 31 + call * 17) % (call % 40 == 0 ? 300 : 9);
                    float[] found = model.predict(Arrays.copyOf(x, n * INPUTS));
                    same &= Arrays.equals(found, Arrays.copyOf(expected, n * OUTPUTS));
                }
                return same;
            }));
        }
        start.countDown();
        for (Future<Boolean> result : results) {
            assertTrue(result.get());
        }
        executor.shutdown();
    }

    /** A sample of NaN gives NaN, and the others of its batch the bits that they have alone. */
    @Test
    void nanStaysInItsSample() {
        float[] x = HandWrittenModelTest.random(1, INPUTS * 9);
        float[] expected = model.predict(x);
        x[4 * INPUTS + 7] = Float.NaN;
        Arrays.fill(expected, 4 * OUTPUTS, 5 * OUTPUTS, Float.NaN);
        assertArrayEquals(expected, model.predict(x));
    }

    @Test
    void nullIsRefusedByName() {
        String name = model.schema().inputs().get(0).name();
        String message = "input '" + name + "' [" + INPUTS + "] is null";
        assertEquals(
                message,
                assertThrows(NullPointerException.class, () -> model.predict(null))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(NullPointerException.class, () -> model.infer(new Object[] {null}, 1))
                        .getMessage());
        assertEquals(
                "inputs",
                assertThrows(NullPointerException.class, () -> model.infer(null, 1))
                        .getMessage());
    }

    @Test
    void memoryIsOfNoFewerThanNoSamples() {
        assertEquals(4 * 100, Model.floatBytes(0, 100, 3));
        assertEquals(4 * (100 + 3L * Integer.MAX_VALUE), Model.floatBytes(Integer.MAX_VALUE, 100, 3));
        assertEquals(
                "number of samples: expected 0 or more, found -1",
                assertThrows(IllegalArgumentException.class, () -> Model.floatBytes(-1, 100, 3))
                        .getMessage());
    }

    @Test
    void weightsThatChangeArePackedAgain() {
        float[] x = HandWrittenModelTest.random(1, INPUTS);
        float[] before = model.predict(x);
        HandWrittenModel copy = model.copy();
        model.hiddenWeight.fill(0.25f);
        float[] after = model.predict(x);
        assertFalse(Arrays.equals(before, after));
        assertArrayEquals(before, copy.predict(x));
        assertArrayEquals(after, model.copy().predict(x));
    }

    @Test
    void wrongLengthsAreNamed() {
        assertMessage(
                "input 'pixels' [50]: expected a positive multiple of 50 floats, found 51",
                assertThrows(IllegalArgumentException.class, () -> model.predict(new float[51])));
        assertThrows(IllegalArgumentException.class, () -> model.predict(new float[0]));
        assertMessage(
                "input 'pixels' [50]: expected 3 samples = 150 values, found 149",
                assertThrows(IllegalArgumentException.class, () -> model.infer(new float[][] {new float[149]}, 3)));
        assertMessage(
                "expected 1 inputs [pixels], found 2",
                assertThrows(IllegalArgumentException.class, () -> model.infer(new float[2][150], 3)));
        assertThrows(IllegalArgumentException.class, () -> model.infer(new float[1][50], 0));
    }

    @Test
    void predictorGivesTheSameBits() {
        float[] x = HandWrittenModelTest.random(1, INPUTS * 40);
        float[] expected = model.predict(x);
        Predictor predictor = model.predictor(40);
        float[] in = new float[x.length + 3];
        System.arraycopy(x, 0, in, 3, x.length);
        float[] out = new float[expected.length + 5];
        predictor.predict(in, 3, 40, out, 5);
        assertArrayEquals(expected, Arrays.copyOfRange(out, 5, out.length));
        assertArrayEquals(new float[5], Arrays.copyOf(out, 5));
    }

    @Test
    void predictorTakesBuffersOfAllKinds() {
        float[] x = HandWrittenModelTest.random(1, INPUTS * 4);
        float[] expected = model.predict(x);
        Predictor predictor = model.predictor(4);
        List<FloatBuffer> inputs = List.of(
                FloatBuffer.wrap(x),
                direct(x, ByteOrder.BIG_ENDIAN),
                FloatBuffer.wrap(x).asReadOnlyBuffer());
        for (FloatBuffer in : inputs) {
            for (FloatBuffer out : List.of(FloatBuffer.allocate(30), direct(new float[30], ByteOrder.nativeOrder()))) {
                in.rewind();
                out.position(1);
                predictor.predict(in, 4, out);
                assertEquals(0, in.remaining());
                assertEquals(1 + 4 * OUTPUTS, out.position());
                float[] found = new float[4 * OUTPUTS];
                out.position(1).get(found);
                assertArrayEquals(expected, found);
            }
        }
    }

    private static FloatBuffer direct(float[] values, ByteOrder order) {
        FloatBuffer buffer =
                ByteBuffer.allocateDirect(values.length * 4).order(order).asFloatBuffer();
        return buffer.put(values).rewind();
    }

    @Test
    void predictorRefusesWhatDoesNotFit() {
        Predictor predictor = model.predictor(4);
        float[] in = new float[INPUTS * 4];
        float[] out = new float[OUTPUTS * 4];
        assertMessage(
                "number of samples: expected 1 to 4, found 5",
                assertThrows(IllegalArgumentException.class, () -> predictor.predict(in, 0, 5, out, 0)));
        assertMessage(
                "input 'pixels': 4 samples of 50 values from 1 end at 201, found 200 values",
                assertThrows(IndexOutOfBoundsException.class, () -> predictor.predict(in, 1, 4, out, 0)));
        assertMessage(
                "output 'output': 4 samples of 7 values from 1 end at 29, found 28 values",
                assertThrows(IndexOutOfBoundsException.class, () -> predictor.predict(in, 0, 4, out, 1)));
        assertThrows(IndexOutOfBoundsException.class, () -> predictor.predict(in, -1, 1, out, 0));
        assertThrows(IllegalArgumentException.class, () -> predictor.predict(in, 0, 2, in, 99));
        assertThrows(
                IllegalArgumentException.class,
                () -> predictor.predict(
                        FloatBuffer.wrap(in), 1, FloatBuffer.wrap(out).asReadOnlyBuffer()));
        assertThrows(IllegalArgumentException.class, () -> model.predictor(0));
        assertMessage(
                "a batch of 2000000000 samples needs a workspace of 0 + 130 * 2000000000 = 260000000000 floats;"
                        + " an array holds 2147483639: use batches of at most 16519104",
                assertThrows(IllegalArgumentException.class, () -> model.predictor(2_000_000_000)));
    }

    @Test
    void predictorAllocatesNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Predictor predictor = model.predictor(64);
        float[] in = HandWrittenModelTest.random(1, INPUTS * 64);
        float[] out = new float[OUTPUTS * 64];
        FloatBuffer directIn = direct(in, ByteOrder.nativeOrder());
        FloatBuffer directOut = direct(out, ByteOrder.nativeOrder());
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < 1_000; call++) {
                predictor.predict(in, 0, 1 + call % 64, out, 0);
                directIn.rewind();
                directOut.rewind();
                predictor.predict(directIn, 64, directOut);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    private float[] oneByOne(float[] x) {
        float[] all = new float[x.length / INPUTS * OUTPUTS];
        for (int i = 0; i < x.length / INPUTS; i++) {
            float[] y = model.predict(Arrays.copyOfRange(x, i * INPUTS, (i + 1) * INPUTS));
            System.arraycopy(y, 0, all, i * OUTPUTS, OUTPUTS);
        }
        return all;
    }

    private static void assertMessage(String expected, Throwable found) {
        assertEquals(expected, found.getMessage());
    }
}
