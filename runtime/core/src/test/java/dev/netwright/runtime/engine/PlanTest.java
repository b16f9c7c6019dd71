package dev.netwright.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.HandWrittenModel;
import dev.netwright.runtime.tensor.FloatStore;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    /** A plan of one stage that notes its tiles; panels 0 and 1 hold the same weights. */
    private static final class Noting extends InferencePlan {
        private final int rows;
        private final int tile;
        final StringBuilder tiles = new StringBuilder();

        Noting(FloatStore store, PanelCache weights, int rows, int tile) {
            super(store, new FloatStore(0), weights, 1, 1, 5, 3, 3);
            this.rows = rows;
            this.tile = tile;
        }

        @Override
        protected void forwardPass() {
            packWeights(0, 0, 2, 1, 3, 2);
            packWeights(1, 0, 2, 1, 3, 2);
            pack(2, p, 0, 1, 2, 2, 3);
            run(0, rows, tile, 1);
        }

        @Override
        protected void tile(int stage, int from, int to) {
            if (stage != 0) {
                throw noStage(stage);
            }
            tiles.append(from).append('-').append(to).append(' ');
        }

        Panel[] predictOnce() {
            predict(new float[1][1], new int[1], 1, new float[1][1], new int[1]);
            return panels.clone();
        }

        int workspace() {
            return w.length;
        }
    }

    @Test
    void rowsAreCutIntoTiles() {
        Noting plan = new Noting(new FloatStore(6), new PanelCache(), 37, 16);
        plan.predictOnce();
        assertEquals("0-16 16-32 32-37 ", plan.tiles.toString());
        assertEquals(
                "no stage 4",
                assertThrows(IllegalStateException.class, () -> plan.tile(4, 0, 1))
                        .getMessage());
    }

    @Test
    void weightsArePackedOnceAChangeAndShared() {
        FloatStore store = new FloatStore(6);
        PanelCache cache = new PanelCache();
        Noting first = new Noting(store, cache, 1, 1);
        Noting second = new Noting(store, cache, 1, 1);
        Panel[] panels = first.predictOnce();
        assertSame(panels[0], panels[1]);
        assertSame(panels[0], second.predictOnce()[0]);
        assertNotSame(panels[2], second.predictOnce()[2]);

        Arrays.fill(store.values(), 4f);
        first.predictOnce();
        assertEquals(0f, panels[0].get(0, 0), "not packed again before the store says so");
        store.changed();
        panels = first.predictOnce();
        assertEquals(4f, panels[0].get(0, 0));
        assertSame(panels[0], second.predictOnce()[0]);
    }

    @Test
    void theWorkspaceGrowsWithTheBatchAndHasALimit() {
        Noting plan = new Noting(new FloatStore(6), new PanelCache(), 1, 1);
        plan.reserve(4);
        assertEquals(5 + 3 * 4, plan.workspace());
        plan.reserve(2);
        assertEquals(5 + 3 * 4, plan.workspace());
        assertEquals(
                "a batch of 715827880 samples needs a workspace of 5 + 3 * 715827880 = 2147483645 floats;"
                        + " an array holds 2147483639: use batches of at most 715827878",
                assertThrows(IllegalArgumentException.class, () -> plan.reserve(715_827_880))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> plan.reserve(0));
    }

    @Test
    void trainingChecksItsInputs() {
        Trainable plan = HandWrittenModel.create(1).trainable();
        assertThrows(IllegalStateException.class, () -> plan.backward(new boolean[1]));
        assertMessage("expected 1 inputs, found 2", () -> plan.forward(new float[2][6], 1, 0, 0));
        assertMessage(
                "input 'pixels': expected 3 samples of [6] = 18 values, found 17",
                () -> plan.forward(new float[1][17], 3, 0, 0));
        assertMessage("input 'pixels': expected an array, found null", () -> plan.forward(new float[1][], 3, 0, 0));
        assertMessage("number of samples: expected 1 or more, found 0", () -> plan.forward(new float[1][18], 0, 0, 0));
        plan.forward(new float[1][18], 3, 0, 0);
        assertMessage("expected 1 heads, found 2", () -> plan.backward(new boolean[2]));
    }

    @Test
    void inferenceChecksItsArrays() {
        Noting plan = new Noting(new FloatStore(6), new PanelCache(), 1, 1);
        assertMessage(
                "expected 1 inputs and 1 outputs, found 1 and 2",
                () -> plan.predict(new float[1][1], new int[1], 1, new float[2][1], new int[2]));
    }

    @Test
    void headsAreThoseOfTheGraph() {
        Trainable plan = HandWrittenModel.create(1, 6, 8, 4, true).trainable();
        List<Head> heads = plan.heads();
        assertEquals(Head.Activation.SOFTMAX, heads.get(0).activation());
        plan.forward(new float[][] {new float[12]}, 2, 0, 0);
        int at = heads.get(0).value().at(2);
        float[] first = Arrays.copyOfRange(plan.workspace(), at, at + 4);
        float[] second = Arrays.copyOfRange(plan.workspace(), at + 4, at + 8);
        assertArrayEquals(first, second);
        assertTrue(Math.abs(first[0] + first[1] + first[2] + first[3] - 1) < 1e-6);
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
