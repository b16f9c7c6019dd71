package dev.netwright.processor.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    @Test
    void distanceCountsEditsAndSwaps() {
        assertEquals(0, Suggestions.distance("conv", "conv"));
        assertEquals(1, Suggestions.distance("conv", "cnv"));
        assertEquals(1, Suggestions.distance("conv", "cnov"));
        assertEquals(3, Suggestions.distance("kitten", "sitting"));
        assertEquals(4, Suggestions.distance("", "conv"));
    }

    @Test
    void nearestAreFewAndNear() {
        List<String> names = List.of("hidden1", "hidden2", "hiden", "hidden", "image", "h");
        assertEquals(List.of("hidden", "hidden1", "hidden2"), Suggestions.nearest("hidden", names));
        assertEquals(List.of("image"), Suggestions.nearest("IMAGE", names));
        assertEquals(List.of(), Suggestions.nearest("logits", names));
    }

    @Test
    void fewAreCapped() {
        assertEquals("a, b, c", Suggestions.few(List.of("a", "b", "c")));
        assertEquals("a, b, c …and 2 more", Suggestions.few(List.of("a", "b", "c", "d", "e")));
    }
}
