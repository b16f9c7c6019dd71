package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that say much: memory is in proportion to the file and to the model, whatever a file claims. */
class AmplificationTest {
    private static final Schema SMALL = Samples.small();
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path dir;

    private Path file(String name, byte[] bytes) throws Exception {
        Path path = dir.resolve(name);
        try (OutputStream out = Compression.of(path) == Compression.NONE
                ? Files.newOutputStream(path)
                : new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(bytes);
        }
        return path;
    }

    private static byte[] safetensors(String header) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    private static void refused(Class<? extends CheckpointException> type, long most, Executable reading) {
        Fault.in("warm").corrupt("up");
        long before = Samples.allocated();
        CheckpointException e = assertThrows(CheckpointException.class, reading);
        long allocated = Samples.allocated() - before;
        assertEquals(type, e.getClass(), e.getMessage());
        assertTrue(allocated < most, allocated + " bytes allocated");
    }

    private static Stream<String> states() {
        int half = 1 << 19;
        return Stream.of(
                "\"history\":[" + String.join(",", Collections.nCopies(5_000_000, "{}")) + "]",
                "\"position\":{\"tallies\":{\"auc\":[" + String.join(",", Collections.nCopies(5_000_000, "0")) + "]}}",
                "\"steps\":{" + keys(half) + "}");
    }

    private static String keys(int count) {
        return IntStream.range(0, count).mapToObj(k -> "\"k" + k + "\":\"\"").collect(Collectors.joining(","));
    }

    @Test
    void listsAndNamesOfATrainingState() throws Exception {
        for (String member : states().toList()) {
            String text = "{\"tensors\":[],\"training_state\":{" + member + "}}";
            Path path = file("state.json.gz", text.getBytes(StandardCharsets.UTF_8));
            Contents target = Samples.target(SMALL);
            // An empty table is not the model's, so the state stands before it for a strict reader.
            Path first =
                    file("first.json.gz", ("{\"training_state\":{" + member + "}}").getBytes(StandardCharsets.UTF_8));
            refused(
                    CheckpointException.LimitExceeded.class,
                    320 * MEBIBYTE,
                    () -> Checkpoints.restore(first, target, Set.of()));
            refused(CheckpointException.LimitExceeded.class, 320 * MEBIBYTE, () -> Checkpoint.read(path));
            assertTrue(Samples.untouched(target));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys.safetensors", "keys.safetensors.gz"})
    void namesOfMetadata(String name) throws Exception {
        Path path = file(name, safetensors("{\"__metadata__\":{" + keys(400_000) + "}}"));
        refused(CheckpointException.LimitExceeded.class, 128 * MEBIBYTE, () -> Checkpoint.read(path));
    }

    @Test
    void propertiesOfAnOnnxFile() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int k = 0; k < 150_000; k++) {
            byte[] key = Integer.toString(k, 36).getBytes(StandardCharsets.US_ASCII);
            bytes.write(new byte[] {(14 << 3) | 2, (byte) (key.length + 2), (1 << 3) | 2, (byte) key.length});
            bytes.write(key);
        }
        Path path = file("properties.onnx.gz", bytes.toByteArray());
        refused(CheckpointException.LimitExceeded.class, 64 * MEBIBYTE, () -> Checkpoint.read(path));
    }

    private static byte[] claim(long elements) {
        return safetensors(
                "{\"a\":{\"dtype\":\"F16\",\"shape\":[" + elements + "],\"data_offsets\":[0," + 2 * elements + "]}}");
    }

    @Test
    void elementsThatAreNotThere() throws Exception {
        int elements = 33_554_422;
        Path path = file("claim.safetensors.gz", claim(elements));
        assertTrue(Files.size(path) < 120);
        refused(CheckpointException.Truncated.class, 8 * MEBIBYTE, () -> Verification.verify(path));
        StoredTensor wanted = new StoredTensor("a", "float16", List.of((long) elements));
        refused(CheckpointException.Truncated.class, 8 * MEBIBYTE, () -> {
            try (Input input = Input.of(path)) {
                Checkpoints.read(input, path, new Checkpoint.Only(wanted, elements, "claim"));
            }
        });
    }

    @Test
    void moreElementsThanAnArrayHas() {
        byte[] file = claim((1L << 31) + 16);
        refused(
                CheckpointException.Truncated.class,
                MEBIBYTE,
                () -> Checkpoints.read(
                        Input.of(new java.io.ByteArrayInputStream(file)),
                        Format.SAFETENSORS,
                        new Verification(Long.MAX_VALUE, "claim")));
    }

    @Test
    void slotsOfWhichOneNumberIsThere() {
        List<TensorSpec> specs = new ArrayList<>();
        Samples.parameter(specs, "a.weight", Role.WEIGHT, 2_000, 1_000);
        Samples.parameter(specs, "a.bias", Role.BIAS, 1);
        Schema schema = new Schema("Wide", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
        String slots = IntStream.range(0, 40)
                .mapToObj(k -> "\"m" + k + "\":{\"a.bias\":[1]}")
                .collect(Collectors.joining(","));
        String text = "{\"tensors\":["
                + "{\"name\":\"a.weight\",\"role\":\"weight\",\"type\":\"float32\",\"shape\":[2000,1000]},"
                + "{\"name\":\"a.bias\",\"role\":\"bias\",\"type\":\"float32\",\"shape\":[1]}],"
                + "\"optimizer_state\":{\"name\":\"Adam\",\"slots\":{" + slots + "}}}";
        Contents target = Samples.target(schema);
        refused(
                CheckpointException.Corrupt.class,
                MEBIBYTE,
                () -> Samples.restore(text.getBytes(StandardCharsets.UTF_8), Format.JSON, target));
    }

    /** What a long training says loads, the same figures in every epoch though they compress to nothing, and a quarter of a million scores. */
    @ParameterizedTest
    @ValueSource(strings = {"long.json.gz", "long.safetensors.gz", "long.safetensors"})
    void aLongTrainingLoads(String name) throws Exception {
        Contents contents = Samples.training(3);
        TrainingState state = contents.training().orElseThrow();
        List<Double> scores = new Random(5).doubles(1 << 18).boxed().collect(Collectors.toList());
        TrainingState longer = new TrainingState(
                50_000,
                state.step(),
                state.learningRate(),
                state.bestLoss(),
                state.bestAccuracy(),
                state.seed(),
                Collections.nCopies(50_000, java.util.Map.of("loss", 0.0, "accuracy", 1.0)),
                state.batchSize(),
                state.shuffle(),
                new TrainingState.Position(7, 7, 0.5, java.util.Map.of("auc", scores)),
                state.steps(),
                state.optimizer());
        Path path = dir.resolve(name);
        Checkpoints.save(
                path,
                new Contents(contents.schema(), contents.parameters(), contents.buffers(), Optional.of(longer)),
                Samples.DATED);
        TrainingState read =
                Checkpoints.restore(path, Samples.target(SMALL), Set.of()).orElseThrow();
        assertEquals(longer.history(), read.history());
        assertEquals(longer.position(), read.position());
        assertArrayEquals(
                Samples.bits(state.optimizer().slots().get("v")),
                Samples.bits(read.optimizer().slots().get("v")));
    }
}
