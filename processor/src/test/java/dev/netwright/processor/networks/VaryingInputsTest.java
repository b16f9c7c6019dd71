package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.data.Sequences;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Trainer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Samples that differ in length: what generated signatures give and refuse, and files. */
class VaryingInputsTest {
    private static VaryingNetworks varying;

    @BeforeAll
    static void compile() {
        varying = new VaryingNetworks();
    }

    @AfterAll
    static void close() {
        varying.close();
    }

    @Test
    void aSampleHasTheSameBitsAloneInABatchAndPadded() throws Exception {
        Model model = varying.network("Tags").create(3);
        VaryingNetworks.Drawn drawn = varying.new Drawn(300, 1);
        int[] lengths = drawn.x().lengths();
        float[] packed = varying.tags("tags", model, VaryingNetworks.joined(drawn.samples), lengths);
        float[] values = drawn.x().floats();
        for (int i = 0; i < lengths.length; i++) {
            Arrays.fill(
                    values,
                    i * 2 * VaryingNetworks.MOST + 2 * lengths[i],
                    (i + 1) * 2 * VaryingNetworks.MOST,
                    Float.NaN);
        }
        float[] padded = varying.tags("padded", model, values, lengths);
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            float[] alone = varying.tags(model, drawn.samples[i]);
            assertEquals(3 * lengths[i], alone.length);
            assertArrayEquals(alone, Arrays.copyOfRange(packed, at, at + alone.length));
            int from = i * 3 * VaryingNetworks.MOST;
            assertArrayEquals(alone, Arrays.copyOfRange(padded, from, from + alone.length));
            assertArrayEquals(
                    new float[3 * (VaryingNetworks.MOST - lengths[i])],
                    Arrays.copyOfRange(padded, from + alone.length, from + 3 * VaryingNetworks.MOST));
            at += alone.length;
        }
        float[] out = new float[padded.length];
        Runnable steady = (Runnable) varying.call(
                "steady",
                new Class<?>[] {model.getClass(), float[].class, int[].class, float[].class},
                model,
                values,
                lengths,
                out);
        steady.run();
        assertArrayEquals(padded, out);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            steady.run();
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(bytes < 4096, bytes + " bytes");
    }

    @Test
    void severalInputsHaveLengthsOfTheirOwn() throws Exception {
        Model model = varying.network("Two").create(3);
        float[] left = new float[2 * 14];
        float[] right = {1, 2, 3, Float.NaN, 99, 5, Float.NaN, Float.NaN, 0, 0};
        Class<?>[] types = {model.getClass(), float[].class, int[].class, float[].class, int[].class};
        float[][] y = (float[][]) varying.call("two", types, model, left, new int[] {7, 2}, right, new int[] {3, 1});
        // zeros give sigmoid(0) = 1/2 at each position
        assertArrayEquals(new float[] {1, 2.5f}, y[0], 1e-6f);
        float[] sums = new float[14];
        Arrays.fill(sums, 0, 9, 1.5f);
        assertArrayEquals(sums, y[1], 1e-6f);
        assertEquals(
                List.of("left", "leftLengths", "right", "rightLengths"),
                model.schema().inputs().stream().map(Schema.Port::name).toList());
    }

    @Test
    void wrongLengthsAreRefusedBeforeAnythingIsComputed() throws Exception {
        Model model = varying.network("Tags").create(3);
        assertMessage(
                "input 'x' [1..7, 2]: expected 1 to 7 positions of 2 values, found 3 values",
                () -> varying.tags(model, new float[3]));
        assertMessage(
                "input 'x' [1..7, 2]: expected 1 to 7 positions of 2 values, found 0 values",
                () -> varying.tags(model, new float[0]));
        assertMessage(
                "input 'x' [1..7, 2]: expected 1 to 7 positions of 2 values, found 16 values",
                () -> varying.tags(model, new float[16]));
        assertMessage(
                "input 'x' [1..7, 2]: expected 5 positions of 2 values = 10, found 8 values",
                () -> varying.tags("tags", model, new float[8], new int[] {2, 3}));
        for (int wrong : new int[] {0, -1, 8, Integer.MAX_VALUE}) {
            assertMessage(
                    "input 'x' [1..7, 2] of sample 1: expected a length of 1 to 7, found " + wrong,
                    () -> varying.tags("tags", model, new float[8], new int[] {2, wrong}));
            assertMessage(
                    "input 'x' [1..7, 2] of sample 1: expected a length of 1 to 7 in 'xLengths', found " + wrong,
                    () -> varying.tags("padded", model, new float[28], new int[] {2, wrong}));
        }
        assertMessage(
                "input 'x' [1..7, 2]: expected at least one sample, found no length",
                () -> varying.tags("tags", model, new float[0], new int[0]));
        assertMessage(
                "sample 1: expected 1 to 7 positions of 2 values, found 3 values",
                () -> Sequences.of(new float[][] {{1, 2}, {1, 2, 3}}, 7, 2));
        Model text = varying.network("Text").create(3);
        Class<?>[] types = {text.getClass(), long[].class};
        assertMessage(
                "input 'words' [1..7] of sample 0, position 2: expected an id of 0 to 5, found 6",
                () -> varying.call("text", types, text, new long[] {0, 5, 6}));
        Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy());
        float[] before = model.parameterStore().values().clone();
        Batch batch = Batch.of(new Object[] {new float[28], new int[] {2, 9}}, new int[14], 2);
        assertMessage(
                "input 'x' [1..7, 2] of sample 1 of the batch: expected a length of 1 to 7 in 'xLengths', found 9",
                () -> trainer.step(batch));
        assertArrayEquals(before, model.parameterStore().values());
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void filesCarryThatItVaries() throws Exception {
        Model model = varying.network("Tags").create(5);
        float[] x = {1, 2, 3, 4};
        float[] expected = varying.tags(model, x);
        for (Format format : Format.values()) {
            Model again = varying.network("Tags").load(model.toBytes(format), format);
            assertArrayEquals(expected, varying.tags(again, x));
        }
        String json = new String(model.toBytes(Format.JSON), StandardCharsets.UTF_8);
        assertTrue(
                json.contains("\"name\": \"x\", \"type\": \"float32\", \"shape\": [7, 2], \"lengths\": \"xLengths\""),
                json);
        Schema.Port input = model.schema().inputs().get(0);
        assertEquals("[1..7, 2]", input.shown());
        assertEquals("xLengths", model.schema().outputs().get(0).lengths());
        CompiledNetworks other =
                CompiledNetworks.compile(Map.of("Tags", VaryingNetworks.TAGS.replace(", varying = true", "")));
        try {
            Model fixed = other.network("Tags").create(5);
            assertNotEquals(fixed.schema().hash(), model.schema().hash());
            assertFalse(fixed.schema().inputs().get(0).varies());
        } finally {
            other.close();
        }
    }
}
