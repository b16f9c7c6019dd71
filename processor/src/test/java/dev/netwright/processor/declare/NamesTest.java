package dev.netwright.processor.declare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "hidden1, HIDDEN1",
        "hiddenLayer, HIDDEN_LAYER",
        "conv2D, CONV2D",
        "toRGBImage, TO_RGB_IMAGE",
        "already_so, ALREADY_SO",
        "X, X",
        "aB, A_B",
    })
    void constants(String node, String constant) {
        assertEquals(constant, Names.constant(node));
    }

    @Test
    void generatedClasses() {
        assertEquals("Outer_Demo_Declaration", Names.companion("com.example.Outer$Demo"));
        assertEquals("Outer_DemoModel", Names.model("com.example.Outer$Demo"));
        assertEquals("DemoModel", Names.model("Demo"));
        assertEquals(
                List.of(
                        "M",
                        "MInference",
                        "MTraining",
                        "MInspection",
                        "MStandardization",
                        "MKernels",
                        "MSchema",
                        "Demo_Declaration"),
                Names.generated("a.Demo", "M"));
    }
}
