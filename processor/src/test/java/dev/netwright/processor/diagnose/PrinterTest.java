package dev.netwright.processor.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrinterTest {
    @Test
    void linesAreLabelledAndAligned() {
        Problem problem = Problems.shapeMismatch(
                Place.NOWHERE,
                "logits",
                "@Dense(10)",
                "conv1",
                "rank 1, [features]",
                "[32, 26, 26]",
                "image [1, 28, 28] → conv1 @Conv2D(32, kernel = 3) [32, 26, 26] → logits @Dense(10)",
                "put  @Flatten Tensor flat();  between conv1 and logits (gives [21632])",
                "or take another node");
        assertEquals("""
                [Netwright/ShapeMismatch] 'logits' (@Dense) cannot take the output of 'conv1'
                  expected: rank 1, [features]
                  found:    [32, 26, 26] from conv1
                  trace:    image [1, 28, 28] → conv1 @Conv2D(32, kernel = 3) [32, 26, 26] → logits @Dense(10)
                  help:     put  @Flatten Tensor flat();  between conv1 and logits (gives [21632])
                            or take another node""", Printer.text(problem));
    }

    @Test
    void emptyLinesAreLeftOut() {
        Problem problem = new Problem(ProblemId.TooLarge, Place.NOWHERE, "what", "", "", "", List.of());
        assertEquals("[Netwright/TooLarge] what", Printer.text(problem));
    }

    @Test
    void countsAreSaidInWords() {
        Problem few = Problems.wrongInputCount(Place.NOWHERE, "a", "@Add", 2, Integer.MAX_VALUE, 1, List.of("b", "c"));
        assertEquals("2 or more nodes", few.expected());
        assertEquals("1 node", few.found());
        assertEquals(
                "at most 2,147,483,647 elements",
                Problems.tooLarge(Place.NOWHERE, "x", "1", Integer.MAX_VALUE, "elements", "")
                        .expected());
    }
}
