package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTableTest {
    private static Schema schema(String table) {
        return Schema.of("com.example.Demo", 3, table, () -> "{}", () -> new byte[0]);
    }

    @Test
    void linesInOrder() {
        Schema schema = schema("""
                input image float32 [1, 8, 8]
                input age int64 []
                ids 120
                parameter stem stem.weight WEIGHT XAVIER_UNIFORM [4, 1, 3, 3]
                parameter stem stem.batchNorm.scale SCALE CONSTANT(0.25) [4]
                buffer stem stem.batchNorm.runningMean STATISTIC ZEROS [4]
                buffer stem stem.batchNorm.runningVar STATISTIC ONES [4]
                output digit float32 [2]
                class a zero
                class \\\\n\\n
                """.replace("STATISTIC", Role.values()[Role.values().length - 1].name()));
        assertEquals(3, schema.version());
        assertEquals(
                List.of(0, 36),
                schema.parameters().stream().map(TensorSpec::offset).toList());
        assertEquals(
                List.of(0, 4), schema.buffers().stream().map(TensorSpec::offset).toList());
        assertEquals(40, schema.parameterCount());
        assertEquals(8, schema.bufferCount());
        assertEquals("CONSTANT(0.25)", schema.parameters().get(1).initializer());
        assertEquals("stem", schema.buffers().get(0).layer());
        assertEquals(
                new Schema.Port("age", "int64", List.of(), 120), schema.inputs().get(1));
        assertEquals(List.of("a zero", "\\n\n"), schema.outputs().get(0).classes());
    }

    @Test
    void aDimensionThatVaries() {
        Schema schema = schema("""
                input word int64 [12]
                ids 1000
                lengths wordLengths
                input wordLengths int32 [1]
                output tag float32 [12, 3]
                lengths wordLengths
                output score float32 [12]
                lengths wordLengths
                output mean float32 [3]
                """);
        Schema.Port word = schema.inputs().get(0);
        assertEquals(1000, word.ids());
        assertEquals("wordLengths", word.lengths());
        assertEquals(12, word.most());
        assertEquals(1, word.width());
        assertEquals("[1..12]", word.shown());
        assertEquals("", schema.inputs().get(1).lengths());
        assertEquals(
                List.of(3, 1, 3),
                schema.outputs().stream().map(Schema.Port::columns).toList());
        assertEquals("[1..12, 3]", schema.outputs().get(0).shown());
        assertEquals(false, schema.outputs().get(2).varies());
    }

    @Test
    void unknownLine() {
        assertThrows(IllegalArgumentException.class, () -> schema("inputs image float32 [1]\n"));
    }
}
