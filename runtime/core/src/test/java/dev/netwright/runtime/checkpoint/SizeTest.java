package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import org.junit.jupiter.api.Test;

/** The demo has 109,386 parameters, 437,544 bytes of floats. */
class SizeTest {
    private static final Contents DEMO = Samples.random(Samples.demo(), 42);

    private static void atMost(int budget, Format format, SaveOptions options) throws CheckpointException {
        int size = Samples.bytes(DEMO, format, options).length;
        assertTrue(size <= budget, format + ": " + size + " bytes, budget " + budget);
    }

    @Test
    void filesStayWithinTheirBudgets() throws Exception {
        assertEquals(437_544, 4 * DEMO.parameters().length);
        atMost(440_000, Format.ONNX, Samples.DATED);
        atMost(440_000, Format.SAFETENSORS, Samples.DATED);
        atMost(438_300, Format.ONNX, SaveOptions.DEFAULT.bare());
        atMost(438_300, Format.SAFETENSORS, SaveOptions.DEFAULT.bare());
        atMost(1_450_000, Format.JSON, Samples.DATED);
        atMost(221_000, Format.ONNX, Samples.DATED.precision(Precision.HALF));
        atMost(221_000, Format.SAFETENSORS, Samples.DATED.precision(Precision.HALF));
    }
}
