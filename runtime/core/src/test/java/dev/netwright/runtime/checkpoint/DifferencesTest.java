package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file of another network: every difference in one message. */
class DifferencesTest {
    private static Schema schema(List<TensorSpec> specs) {
        return new Schema("com.example.New", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
    }

    @ParameterizedTest
    @EnumSource
    void allAreListedAtOnceWithTheNearestNames(Format format) throws Exception {
        List<TensorSpec> old = new ArrayList<>();
        Samples.parameter(old, "hiden1.weight", Role.WEIGHT, 4, 3);
        Samples.parameter(old, "hidden2.weight", Role.WEIGHT, 3, 2);
        Samples.parameter(old, "same.bias", Role.BIAS, 2);
        Samples.parameter(old, "gone.bias", Role.BIAS, 9);
        List<TensorSpec> now = new ArrayList<>();
        Samples.parameter(now, "hidden1.weight", Role.WEIGHT, 4, 3);
        Samples.parameter(now, "hidden2.weight", Role.WEIGHT, 2, 3);
        Samples.parameter(now, "same.bias", Role.BIAS, 2);
        byte[] bytes = Samples.bytes(Samples.random(schema(old), 1), format, Samples.DATED);
        Contents target = Samples.target(schema(now));
        CheckpointException.SchemaMismatch e =
                assertThrows(CheckpointException.SchemaMismatch.class, () -> Samples.restore(bytes, format, target));
        assertTrue(Samples.untouched(target));
        assertEquals("""
                bytes: does not fit com.example.New: 4 differences
                    tensor          expected        found
                    hidden2.weight  float32 [2, 3]  float32 [3, 2]
                    hidden1.weight  float32 [4, 3]  missing; nearest: 'hiden1.weight' float32 [4, 3]
                    hiden1.weight   no such tensor  float32 [4, 3]
                    gone.bias       no such tensor  float32 [9]
                    help:     load it with the model that saved it, or restore the layers that fit by name""", e.getMessage());
        assertEquals(4, e.differences().size());
    }

    @Test
    void manyDifferencesAreCutInTheMessageAndNotInTheList() throws Exception {
        List<TensorSpec> old = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Samples.parameter(old, "layer" + i + ".weight", Role.WEIGHT, 1);
        }
        List<TensorSpec> now = new ArrayList<>();
        Samples.parameter(now, "other.weight", Role.WEIGHT, 1);
        byte[] bytes = Samples.bytes(Samples.random(schema(old), 1), Format.SAFETENSORS, Samples.DATED);
        CheckpointException.SchemaMismatch e = assertThrows(
                CheckpointException.SchemaMismatch.class,
                () -> Samples.restore(bytes, Format.SAFETENSORS, Samples.target(schema(now))));
        assertEquals(501, e.differences().size());
        assertTrue(e.getMessage().contains("…and 301 more"), e.getMessage());
    }

    @Test
    void namesFromFilesCannotForgeMessages() {
        assertEquals("a\\u000ab\\u001b[31m\\u202e", Names.escape("a\nb\u001b[31m\u202e"));
        assertEquals("x".repeat(120) + "…(5000 characters)", Names.escape("x".repeat(5000)));
        assertEquals("数字 é", Names.escape("数字 é"));
    }

    @Test
    void nearestNamesAreFewAndNear() {
        assertEquals(
                List.of("hidden1.weight", "hidden2.weight", "hidden3.weight"),
                Names.nearest(
                        "hidden1.weight",
                        List.of("hidden2.weight", "hiden1.weight", "zzz", "hidden3.weight", "hidden1.weight")));
        assertEquals(3, Names.distance("kitten", "sitting"));
        assertEquals(4, Names.distance("", "four"));
    }
}
