package dev.netwright.runtime.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netwright.runtime.checkpoint.Role;
import dev.netwright.runtime.checkpoint.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightTensorTest {
    private static final int OFFSET = 3;
    private final FloatStore store = new FloatStore(200);

    private static TensorSpec spec(Integer... shape) {
        return new TensorSpec("layer.weight", "layer", List.of(shape), Role.WEIGHT, true, OFFSET);
    }

    private void number(WeightTensor tensor) {
        float[] values = new float[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        tensor.set(values);
        assertArrayEquals(values, tensor.toArray());
    }

    @Test
    void elementsAreInRowMajorOrder() {
        Vector vector = Vector.of(store, spec(5));
        number(vector);
        assertEquals(4f, vector.get(4));
        Matrix matrix = Matrix.of(store, spec(4, 5));
        number(matrix);
        assertEquals(2 * 5 + 3f, matrix.get(2, 3));
        Tensor3 three = Tensor3.of(store, spec(4, 5, 6));
        number(three);
        assertEquals((3 * 5 + 4) * 6 + 5f, three.get(3, 4, 5));
        Tensor4 four = Tensor4.of(store, spec(2, 3, 4, 5));
        number(four);
        assertEquals(((1 * 3 + 2) * 4 + 3) * 5 + 1f, four.get(1, 2, 3, 1));
        TensorN five = TensorN.of(store, spec(2, 3, 2, 2, 2));
        number(five);
        assertEquals((((1 * 3 + 2) * 2 + 1) * 2 + 0) * 2 + 1f, five.get(1, 2, 1, 0, 1));
    }

    @Test
    void writesReachTheStoreAndAreCounted() {
        Matrix matrix = Matrix.of(store, spec(4, 5));
        int revision = store.revision();
        matrix.set(1, 2, 7f);
        assertEquals(7f, store.values()[OFFSET + 1 * 5 + 2]);
        assertEquals(revision + 1, store.revision());
        matrix.fill(2f);
        assertEquals(revision + 2, store.revision());
        assertEquals(0f, store.values()[OFFSET - 1]);
        assertEquals(2f, store.values()[OFFSET]);
        assertEquals(2f, store.values()[OFFSET + 19]);
        assertEquals(0f, store.values()[OFFSET + 20]);
        Vector.of(store, spec(5)).set(4, 9f);
        assertEquals(9f, store.values()[OFFSET + 4]);
        Tensor3.of(store, spec(2, 2, 2)).set(1, 1, 1, 8f);
        assertEquals(8f, store.values()[OFFSET + 7]);
        Tensor4.of(store, spec(2, 2, 2, 2)).set(1, 1, 1, 1, 6f);
        assertEquals(6f, store.values()[OFFSET + 15]);
        TensorN.of(store, spec(1, 2, 2, 2, 2)).set(new int[] {0, 1, 1, 1, 0}, 5f);
        assertEquals(5f, store.values()[OFFSET + 14]);
    }

    @Test
    void anIndexOutsideIsRefusedOnEveryAxis() {
        Matrix matrix = Matrix.of(store, spec(4, 5));
        assertEquals(
                "layer.weight: index [1, 5] is outside of shape [4, 5]",
                assertThrows(IndexOutOfBoundsException.class, () -> matrix.get(1, 5))
                        .getMessage());
        int[][] wrong = {
            {-1, 0, 0, 0},
            {2, 0, 0, 0},
            {0, -1, 0, 0},
            {0, 3, 0, 0},
            {0, 0, -1, 0},
            {0, 0, 4, 0},
            {0, 0, 0, -1},
            {0, 0, 0, 5}
        };
        Tensor4 four = Tensor4.of(store, spec(2, 3, 4, 5));
        TensorN any = TensorN.of(store, spec(2, 3, 4, 5));
        Tensor3 three = Tensor3.of(store, spec(3, 4, 5));
        for (int[] i : wrong) {
            assertThrows(IndexOutOfBoundsException.class, () -> four.get(i[0], i[1], i[2], i[3]));
            assertThrows(IndexOutOfBoundsException.class, () -> four.set(i[0], i[1], i[2], i[3], 1f));
            assertThrows(IndexOutOfBoundsException.class, () -> any.get(i));
            assertThrows(IndexOutOfBoundsException.class, () -> any.set(i, 1f));
            if (i[0] == 0) {
                assertThrows(IndexOutOfBoundsException.class, () -> three.get(i[1], i[2], i[3]));
            }
        }
        assertThrows(IndexOutOfBoundsException.class, () -> any.get(1, 1, 1));
        assertThrows(
                IndexOutOfBoundsException.class, () -> Vector.of(store, spec(5)).get(5));
        assertThrows(
                IndexOutOfBoundsException.class, () -> Vector.of(store, spec(5)).set(-1, 0f));
    }

    @Test
    void aWindowFitsItsRankAndItsStore() {
        assertInstanceOf(Vector.class, WeightTensor.of(store, spec(5)));
        assertInstanceOf(Matrix.class, WeightTensor.of(store, spec(5, 1)));
        assertInstanceOf(Tensor3.class, WeightTensor.of(store, spec(5, 1, 1)));
        assertInstanceOf(Tensor4.class, WeightTensor.of(store, spec(5, 1, 1, 1)));
        assertInstanceOf(TensorN.class, WeightTensor.of(store, spec(5, 1, 1, 1, 1)));
        assertEquals(
                "layer.weight: a Matrix has rank 2, found shape [5]",
                assertThrows(IllegalArgumentException.class, () -> Matrix.of(store, spec(5)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Vector.of(store, spec(198)));
        assertEquals(
                "layer.weight [5]: expected 5 values, found 4",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Vector.of(store, spec(5)).set(new float[4]))
                        .getMessage());
    }
}
