package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.array.Half;
import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final Schema PAIR = pair();
    private static final Pattern ENTRY = Pattern.compile(
            "\"([^\"]+)\":\\{\"dtype\":\"([A-Z0-9]+)\",\"shape\":\\[([0-9,]*)],\"data_offsets\":\\[([0-9]+),([0-9]+)]}");

    private static Schema pair() {
        List<TensorSpec> specs = new ArrayList<>();
        Samples.parameter(specs, "a.weight", Role.WEIGHT, 2, 2);
        Samples.parameter(specs, "b.bias", Role.BIAS, 3);
        return new Schema("com.example.Pair", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
    }

    /** The format by its README, with nothing of the reader under test. */
    private static Map<String, float[]> parse(byte[] file) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(buffer.getLong());
        assertEquals(0, length % 8);
        String header = new String(file, 8, length, StandardCharsets.UTF_8);
        assertEquals('{', header.charAt(0));
        Map<String, float[]> tensors = new LinkedHashMap<>();
        Matcher matcher = ENTRY.matcher(header);
        int end = 0;
        while (matcher.find()) {
            assertEquals("F32", matcher.group(2));
            int count = 1;
            for (String dimension : matcher.group(3).split(",", -1)) {
                count *= Integer.parseInt(dimension);
            }
            assertEquals(end, Integer.parseInt(matcher.group(4)));
            end += 4 * count;
            assertEquals(end, Integer.parseInt(matcher.group(5)));
            float[] values = new float[count];
            buffer.position(8 + length + end - 4 * count);
            buffer.asFloatBuffer().get(values);
            tensors.put(matcher.group(1), values);
        }
        assertEquals(file.length, 8 + length + end);
        return tensors;
    }

    @Test
    void anIndependentReaderFindsEveryTensor() throws Exception {
        Contents contents = Samples.training(8);
        Map<String, float[]> tensors = parse(Samples.bytes(contents, Format.SAFETENSORS, Samples.DATED));
        List<String> names = new ArrayList<>();
        contents.schema().parameters().forEach(spec -> names.add(spec.name()));
        contents.schema().buffers().forEach(spec -> names.add(spec.name()));
        for (String slot : List.of("m", "v")) {
            contents.schema().parameters().forEach(spec -> names.add("optimizer/" + slot + "/" + spec.name()));
        }
        assertEquals(names, List.copyOf(tensors.keySet()));
        for (TensorSpec spec : contents.schema().parameters()) {
            float[] values = Objects.requireNonNull(tensors.get(spec.name()));
            for (int i = 0; i < spec.size(); i++) {
                assertEquals(contents.parameters()[spec.offset() + i], values[i]);
            }
        }
        assertArrayEquals(
                Arrays.copyOfRange(contents.buffers(), 3, 6), Objects.requireNonNull(tensors.get("norm.deviation")));
    }

    private static byte[] file(String header, byte[] values) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(values)
                .array();
    }

    private static String header(String type, int width) {
        return "{\"a.weight\":{\"dtype\":\"%s\",\"shape\":[2,2],\"data_offsets\":[%d,%d]},\"b.bias\":{\"dtype\":\"%s\",\"shape\":[3],\"data_offsets\":[0,%d]}}"
                .formatted(type, 3 * width, 7 * width, type, 3 * width);
    }

    /** b.bias first in the file; seven values that every type holds exactly. */
    private static byte[] values(String type) {
        ByteBuffer values = ByteBuffer.allocate(56).order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = {1f, -0f, 0.5f, -2f, Float.NEGATIVE_INFINITY, 0.015625f, 3.25f};
        for (float number : numbers) {
            switch (type) {
                case "F32" -> values.putFloat(number);
                case "F64" -> values.putDouble(number);
                case "F16" -> values.putShort(Half.toHalf(number));
                default -> values.putShort((short) (Float.floatToRawIntBits(number) >>> 16));
            }
        }
        byte[] bytes = new byte[values.position()];
        values.flip().get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"F32,4", "F64,8", "F16,2", "BF16,2"})
    void foreignFilesLoadByNameInEveryFloatType(String type, int width) throws Exception {
        Contents target = Samples.target(PAIR);
        Samples.restore(file(header(type, width), values(type)), Format.SAFETENSORS, target);
        assertArrayEquals(
                Samples.bits(new float[] {-2f, Float.NEGATIVE_INFINITY, 0.015625f, 3.25f, 1f, -0f, 0.5f}),
                Samples.bits(target.parameters()));
    }

    @Test
    void doublesThatWouldBeRoundedAreRefused() {
        byte[] values = values("F64");
        ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN).putDouble(8, 0.1);
        Contents target = Samples.target(PAIR);
        CheckpointException e = assertThrows(
                CheckpointException.SchemaMismatch.class,
                () -> Samples.restore(file(header("F64", 8), values), Format.SAFETENSORS, target));
        assertEquals("b.bias", e.tensor().orElseThrow());
        assertTrue(Samples.untouched(target));
    }

    @Test
    void integersAreADifference() {
        CheckpointException e = assertThrows(
                CheckpointException.SchemaMismatch.class,
                () -> Samples.restore(file(header("I32", 4), values("F32")), Format.SAFETENSORS, Samples.target(PAIR)));
        assertTrue(e.getMessage().contains("I32 [2, 2]"), e.getMessage());
    }

    /** Replacements in the foreign file's header, each of which makes it none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[12,28]|[12,24]",
                "[12,28]|[13,29]",
                "[12,28]|[8,24]",
                "[12,28]|[28,12]",
                "[12,28]|[12]",
                "[12,28]|[12,28,40]",
                "[12,28]|[-4,12]",
                "[12,28]|[12,9223372036854775807]",
                "[12,28]|[12,28.0]",
                "[2,2]|[2,3]",
                "[2,2]|[4294967296,4294967296]",
                "[2,2]|[-2,-2]",
                "[2,2]|[9223372036854775807,2]",
                "\"shape\":[2,2],|",
                "\"dtype\":\"F32\",\"shape\":[2|\"shape\":[2",
                "\"b.bias\"|\"a.weight\"",
                "\"dtype\":\"F32\",\"shape\":[3|\"dtype\":1,\"shape\":[3",
                "]}}|],\"more\":1}}",
                "{\"a|[\"a",
                "}}|}",
                "}}|}}}",
                "}}|}},{}",
                "{\"a|{\"__metadata__\":1,\"a",
                "{\"a|{\"__metadata__\":{\"x\":1},\"a",
                "{\"a|{\"__metadata__\":{\"netwright.network\":\"x\"},\"a"
            })
    void contradictionsAreRefused(String change) {
        String[] parts = change.split("\\|", -1);
        String header = header("F32", 4);
        assertTrue(header.contains(parts[0]));
        Contents target = Samples.target(PAIR);
        CheckpointException e = assertThrows(
                CheckpointException.class,
                () -> Samples.restore(
                        file(header.replace(parts[0], parts[1]), values("F32")), Format.SAFETENSORS, target));
        assertTrue(
                e instanceof CheckpointException.Corrupt || e instanceof CheckpointException.Truncated, e.getMessage());
        assertTrue(Samples.untouched(target));
    }

    @Test
    void manyNamesOfOneHashAreReadWithoutDelay() {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < 1 << 14; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // equal hash codes
            }
            header.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(name)
                    .append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        byte[] file = file(header.append('}').toString(), new byte[0]);
        long start = Cpu.nanos();
        CheckpointException.SchemaMismatch e = assertInstanceOf(
                CheckpointException.SchemaMismatch.class,
                assertThrows(
                        CheckpointException.class,
                        () -> Samples.restore(file, Format.SAFETENSORS, Samples.target(PAIR))));
        assertEquals((1 << 14) + 2, e.differences().size());
        assertTrue(Cpu.nanos() - start < 10_000_000_000L);
    }

    @Test
    void anUnmarkedFileSaysThatItIsForeign() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file(header("F32", 4), values("F32")));
        Header header = Checkpoints.read(
                Input.of(out.toByteArray()), Format.SAFETENSORS, new Staging("x", PAIR, java.util.Set.of()));
        assertTrue(header.marks().isEmpty());
    }
}
