package dev.netwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Role;
import dev.netwright.runtime.tensor.WeightTensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private final HandWrittenModel model = HandWrittenModel.create(1);

    @Test
    void inOrderWithShapeTypeAndRole() {
        List<String> found = new ArrayList<>();
        for (WeightTensor tensor : model.parameters()) {
            found.add(tensor.toString());
        }
        assertEquals(
                List.of(
                        "hidden.weight float32 [8, 6] (weight)",
                        "hidden.bias float32 [8] (bias)",
                        "output.weight float32 [4, 8] (weight)",
                        "output.bias float32 [4] (bias)"),
                found);
        assertEquals(4, model.parameters().size());
        assertEquals(8 * 6 + 8 + 4 * 8 + 4, model.parameters().elements());
    }

    @Test
    void windowsOnTheModelsOwnValues() {
        WeightTensor bias = model.parameters().get("output.bias");
        bias.set(new float[] {1, 2, 3, 4});
        assertEquals(3f, model.outputBias.get(2));
        assertEquals(Role.BIAS, bias.role());
        assertTrue(bias.learned());
        assertEquals("output", bias.layer());
    }

    @Test
    void anUnknownNameGetsTheNearest() {
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> model.parameters().get("hiden.weight"));
        assertEquals(
                "dev.netwright.runtime.HandWritten has no parameter or buffer 'hiden.weight'; nearest: 'hidden.weight',"
                        + " 'hidden.bias', 'output.weight', …and 1 more",
                thrown.getMessage());
        assertTrue(model.parameters().find("hiden.weight").isEmpty());
    }

    @Test
    void copyingNeedsTheSameSchema() {
        HandWrittenModel other = HandWrittenModel.create(1, 7, 8, 4, false);
        assertThrows(IllegalArgumentException.class, () -> other.copyFrom(model));
    }
}
