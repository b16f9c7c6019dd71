package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** M6: what JSON of the format is not, beyond what {@link JsonTest} has. The files are foreign ones, so that no digest comes first. */
class MalformedJsonTest {
    private static final Schema ONE = one();
    private static final String FILE = """
            {"tensors": [{"name": "a.weight", "role": "weight", "type": "float32", "shape": [2, 2]}],
             "parameters": {"a.weight": [[1, 2], [3, 4]]}}""";

    private static Schema one() {
        List<TensorSpec> specs = new ArrayList<>();
        Samples.parameter(specs, "a.weight", Role.WEIGHT, 2, 2);
        return new Schema("com.example.One", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
    }

    private record Kind(String name, String from, String to, Class<? extends CheckpointException> type) {}

    private static Kind corrupt(String name, String from, String to) {
        return new Kind(name, from, to, CheckpointException.Corrupt.class);
    }

    private static Kind limit(String name, String from, String to) {
        return new Kind(name, from, to, CheckpointException.LimitExceeded.class);
    }

    @TestFactory
    List<DynamicTest> everyKindIsRefused() {
        String rows = "[[1, 2], [3, 4]]";
        String shape = "[2, 2]";
        List<Kind> kinds = List.of(
                corrupt("a comma too many in an array", "3, 4]", "3, 4,]"),
                corrupt("a comma too many in an object", rows + "}", rows + ",}"),
                corrupt("no comma", "1, 2", "1 2"),
                corrupt("a comment", "1, 2", "1, /* two */ 2"),
                corrupt("a comment to the line's end", "1, 2", "1, // two\n2"),
                corrupt("a comment of a script", "1, 2", "1, # two\n2"),
                corrupt("single quotes", "\"role\"", "'role'"),
                corrupt("a name without quotes", "\"role\"", "role"),
                corrupt("a tab in a name", "\"role\"", "\"ro\tle\""),
                corrupt("NUL", "1, 2", "1,\0 2"),
                corrupt("an escape that is none", "\"role\"", "\"ro\\le\""),
                corrupt("half a surrogate pair in a name", "\"a.weight\": [", "\"\\ud800\": ["),
                corrupt("the other half in a name", "\"a.weight\": [", "\"\\udc00\": ["),
                corrupt("half a surrogate pair in a text", "\"weight\"", "\"\\udc00\""),
                corrupt("two documents", rows + "}}", rows + "}}" + FILE),
                corrupt("a letter after the end", rows + "}}", rows + "}}x"),
                corrupt("an array", FILE, "[" + FILE + "]"),
                corrupt("a text", FILE, "\"a\""),
                corrupt("null", FILE, "null"),
                corrupt("an empty object", FILE, "{}"),
                corrupt("hexadecimal", "3, 4", "3, 0x4"),
                corrupt("octal", "3, 4", "3, 04"),
                corrupt("a plus sign", "3, 4", "3, +4"),
                corrupt("a naked point", "3, 4", "3, .4"),
                corrupt("a naked NaN", "3, 4", "3, NaN"),
                corrupt("a naked -Infinity", "3, 4", "3, -Infinity"),
                corrupt("\"nan\" in small letters", "3, 4", "3, \"nan\""),
                corrupt("beyond float32", "3, 4", "3, 1e39"),
                corrupt("beyond float64", "3, 4", "3, 1e999"),
                corrupt("an exponent beyond int", "3, 4", "3, 1e2147483648"),
                corrupt("an exponent of a hundred digits", "3, 4", "3, 1e" + "9".repeat(100)),
                corrupt("null for a number", "3, 4", "3, null"),
                corrupt("true for a number", "3, 4", "3, true"),
                corrupt("a text for a number", "3, 4", "3, \"4\""),
                corrupt("an object for a number", "3, 4", "3, {}"),
                corrupt("a number too few", "[3, 4]", "[3]"),
                corrupt("a number too many", "[3, 4]", "[3, 4, 5]"),
                corrupt("a row too few", rows, "[[1, 2]]"),
                corrupt("a row too many", rows, "[[1, 2], [3, 4], [5, 6]]"),
                corrupt("one level less", rows, "[1, 2, 3, 4]"),
                corrupt("one level more", rows, "[[[1, 2], [3, 4]]]"),
                corrupt("a number for the array", rows, "1"),
                corrupt("no values", "{\"a.weight\": " + rows + "}", "{}"),
                corrupt(
                        "values twice",
                        "{\"a.weight\": " + rows,
                        "{\"a.weight\": " + rows + ", \"a\\u002eweight\": " + rows),
                corrupt("values of an unknown tensor", "{\"a.weight\": [", "{\"b.weight\": ["),
                corrupt("the table after the values", "\"tensors\"", "\"metadata\""),
                corrupt(
                        "a tensor twice in the table",
                        "\"tensors\": [",
                        "\"tensors\": [{\"name\": \"a.weight\", \"role\": \"weight\", \"type\": \"float32\", \"shape\": [2, 2]}, "),
                corrupt("a type that is none", "\"float32\"", "\"float33\""),
                corrupt("a dimension that is negative", shape, "[-2, -2]"),
                corrupt("a dimension that is a fraction", shape, "[2.0, 2]"),
                corrupt("a dimension beyond long", shape, "[92233720368547758070, 2]"),
                corrupt("a shape that is a number", shape, "4"),
                corrupt("no shape", ", \"shape\": " + shape, ""),
                corrupt("a key that the format has not", "\"tensors\"", "\"more\": [1, {}], \"tensors\""),
                corrupt(
                        "an optimizer without a state",
                        "{\"tensors\"",
                        "{\"optimizer_state\": {\"name\": \"x\"}, \"tensors\""),
                limit("a number of 2,001 digits", "3, 4", "3, 0." + "1".repeat(2_001)),
                corrupt("arrays of 500 levels", rows, "[".repeat(500) + "]".repeat(500)),
                limit(
                        "arrays of 100,000 levels",
                        "{\"tensors\"",
                        "{\"x\": " + "[".repeat(100_000) + "]".repeat(100_000) + ", \"tensors\""),
                limit("a key of 10 MB", "\"role\"", "\"" + "r".repeat(10_000_000) + "\""),
                new Kind("another shape", shape, "[2, 3]", CheckpointException.SchemaMismatch.class),
                new Kind("a huge shape", shape, "[2147483647, 2147483647]", CheckpointException.SchemaMismatch.class),
                new Kind("another name", "a.weight", "a.wait", CheckpointException.SchemaMismatch.class));
        return kinds.stream()
                .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> {
                    assertTrue(FILE.contains(kind.from()), kind.from());
                    Contents target = Samples.target(ONE);
                    byte[] file = FILE.replace(kind.from(), kind.to()).getBytes(StandardCharsets.UTF_8);
                    long before = Samples.allocated();
                    CheckpointException e =
                            assertThrows(CheckpointException.class, () -> Samples.restore(file, Format.JSON, target));
                    assertEquals(kind.type(), e.getClass(), e.getMessage());
                    assertTrue(Samples.allocated() - before < (1 << 20) + 32L * file.length);
                    assertTrue(Samples.untouched(target));
                }))
                .collect(Collectors.toList());
    }

    @Test
    void aMillionKeysThatTheFormatHasNot() {
        String keys =
                IntStream.range(0, 1_000_000).mapToObj(k -> "\"k" + k + "\": 0").collect(Collectors.joining(","));
        byte[] file = FILE.replace("{\"tensors\"", "{" + keys + ", \"tensors\"").getBytes(StandardCharsets.UTF_8);
        assertThrows(CheckpointException.Corrupt.class, () -> Samples.restore(file, Format.JSON, Samples.target(ONE)));
    }

    @Test
    void zerosAndSubnormalsAreReadToTheBit() throws Exception {
        Contents target = Samples.target(ONE);
        String file = FILE.replace("[[1, 2], [3, 4]]", "[[-0, 1.4e-45], [-0.0, 1e-999]]");
        Samples.restore(file.getBytes(StandardCharsets.UTF_8), Format.JSON, target);
        assertArrayEquals(Samples.bits(new float[] {-0f, Float.MIN_VALUE, -0f, 0f}), Samples.bits(target.parameters()));
    }
}
