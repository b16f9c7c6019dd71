package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import dev.netwright.runtime.onnx.OnnxFields;
import dev.netwright.runtime.onnx.ProtoWriter;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxTest {
    private static final Schema SMALL = Samples.small();
    private static final Schema ONE = one();

    private static Schema one() {
        List<TensorSpec> specs = new ArrayList<>();
        Samples.parameter(specs, "a.weight", Role.WEIGHT, 2, 2);
        return new Schema("com.example.One", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
    }

    /** The small network in double. */
    private static double[] small(Contents c, float[] x) {
        double[] hidden = new double[4];
        double[] out = new double[2];
        for (int j = 0; j < 4; j++) {
            double sum = c.parameters()[12 + j];
            for (int i = 0; i < 3; i++) {
                sum += ((double) x[i] - c.buffers()[i]) / c.buffers()[3 + i] * c.parameters()[4 * i + j];
            }
            hidden[j] = Math.max(sum, 0);
        }
        for (int j = 0; j < 2; j++) {
            out[j] = c.parameters()[24 + j];
            for (int i = 0; i < 4; i++) {
                out[j] += hidden[i] * c.parameters()[16 + 2 * i + j];
            }
        }
        return out;
    }

    @ParameterizedTest
    @EnumSource
    void onnxRuntimeComputesTheSameWithAnyBatch(Precision precision) throws Exception {
        Contents contents = Samples.random(SMALL, 31);
        byte[] model = Samples.bytes(contents, Format.ONNX, Samples.DATED.precision(precision));
        Contents stored = Samples.target(SMALL); // what half precision made of the weights
        Samples.restore(model, Format.ONNX, stored);
        Random random = new Random(2);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model)) {
            String metadata = session.getMetadata().getCustomMetadata().get("netwright.metadata");
            assertTrue(metadata != null && metadata.contains("\"data\":\"8×8\""), metadata);
            for (int batch : new int[] {1, 2, 7}) {
                float[] x = new float[3 * batch];
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) random.nextGaussian();
                }
                try (OnnxTensor input =
                                OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), new long[] {batch, 3});
                        OrtSession.Result result = session.run(Map.of("x", input))) {
                    float[][] y = (float[][]) result.get(0).getValue();
                    assertEquals(batch, y.length);
                    for (int n = 0; n < batch; n++) {
                        double[] expected = small(stored, new float[] {x[3 * n], x[3 * n + 1], x[3 * n + 2]});
                        for (int j = 0; j < 2; j++) {
                            assertEquals(expected[j], y[n][j], 1e-5 * Math.max(1, Math.abs(expected[j])));
                        }
                    }
                }
            }
        }
    }

    /** The official checker, where Python has it. */
    @Test
    void theOfficialCheckerAcceptsIt(@TempDir Path dir) throws Exception {
        String python = List.of("/usr/bin/python3", "python3").stream()
                .filter(each -> run(each, "-c", "import onnx") == 0)
                .findFirst()
                .orElse("");
        if ("1".equals(System.getenv("NETWRIGHT_REQUIRE_ONNX_CHECKER"))) {
            assertFalse(python.isEmpty(), "no python3 with the module onnx, and NETWRIGHT_REQUIRE_ONNX_CHECKER is set");
        }
        assumeTrue(!python.isEmpty(), "python3 with the module onnx");
        for (Precision precision : Precision.values()) {
            for (SaveOptions options : List.of(Samples.DATED, SaveOptions.DEFAULT.bare())) {
                for (Schema schema : List.of(SMALL, Samples.demo())) {
                    Path path = dir.resolve("model.onnx");
                    Checkpoints.save(path, Samples.random(schema, 1), options.precision(precision));
                    String script = "import onnx; m = onnx.load('" + path + "'); onnx.checker.check_model(m, True); "
                            + "assert m.ir_version == 8 and m.opset_import[0].version == 17; "
                            + "assert m.graph.input[0].type.tensor_type.shape.dim[0].dim_param == 'N'";
                    assertEquals(0, run(python, "-c", script));
                }
            }
        }
    }

    private static int run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (java.io.IOException | InterruptedException e) {
            return -1;
        }
    }

    private static ProtoWriter tensor(UnaryOperator<ProtoWriter> values) {
        return values.apply(new ProtoWriter().integers(1, List.of(2, 2)));
    }

    private static byte[] model(ProtoWriter... initializers) {
        ProtoWriter graph = new ProtoWriter().string(2, "g");
        for (ProtoWriter initializer : initializers) {
            graph.message(OnnxFields.GRAPH_INITIALIZER, initializer);
        }
        return new ProtoWriter()
                .integer(1, 8)
                .string(2, "someone")
                .message(7, graph)
                .toBytes();
    }

    private static CheckpointException refused(byte[] bytes) {
        Contents target = Samples.target(ONE);
        CheckpointException e =
                assertThrows(CheckpointException.class, () -> Samples.restore(bytes, Format.ONNX, target));
        assertTrue(Samples.untouched(target));
        return e;
    }

    @Test
    void foreignFilesLoadHoweverTheyHoldTheirValues() throws Exception {
        byte[] raw = new byte[16];
        byte[] doubles = new byte[32];
        byte[] halves = new byte[8];
        FloatType.FLOAT32.encode(new float[] {1, -2, 0.5f, -0f}, 0, 4, raw);
        FloatType.FLOAT16.encode(new float[] {1, -2, 0.5f, -0f}, 0, 4, halves);
        var buffer = java.nio.ByteBuffer.wrap(doubles).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        List.of(1.0, -2.0, 0.5, -0.0).forEach(buffer::putDouble);
        List<Float> floats = List.of(1f, -2f, 0.5f, -0f);
        List<Integer> bits = List.of(0x3C00, 0xC000, 0x3800, 0x8000);
        ProtoWriter constant =
                new ProtoWriter().integer(2, 1).string(8, "scalar").floats(4, List.of(3f));
        ProtoWriter shape = new ProtoWriter()
                .integers(1, List.of(1))
                .integer(2, 7)
                .integers(7, List.of(5))
                .string(8, "shape");
        for (ProtoWriter weight : List.of(
                tensor(w -> w.integer(2, 1).string(8, "a.weight").bytes(9, raw)),
                tensor(w -> w.integer(2, 1).floats(4, floats).string(8, "a.weight")),
                tensor(w -> w.integer(2, 1).string(8, "a.weight").floats(4, floats)),
                tensor(w -> {
                    floats.forEach(value -> w.float32(4, value)); // not packed
                    return w.integer(2, 1).string(8, "a.weight");
                }),
                new ProtoWriter()
                        .integer(1, 2)
                        .integer(1, 2)
                        .integer(2, 1)
                        .string(8, "a.weight")
                        .bytes(9, raw),
                tensor(w -> w.integer(2, 11).string(8, "a.weight").bytes(10, doubles)),
                tensor(w -> w.integer(2, 11).string(8, "a.weight").bytes(9, doubles)),
                tensor(w -> w.integer(2, 10).integers(5, bits).string(8, "a.weight")),
                tensor(w -> w.integer(2, 10).string(8, "a.weight").bytes(9, halves)),
                tensor(w -> w.bytes(9, raw).integer(2, 1).string(8, "a.weight")))) {
            Contents target = Samples.target(ONE);
            Samples.restore(model(constant, weight, shape), Format.ONNX, target);
            assertArrayEquals(Samples.bits(new float[] {1, -2, 0.5f, -0f}), Samples.bits(target.parameters()));
        }
    }

    @Test
    void whatProtobufWouldLetPassIsRefused() {
        byte[] raw = new byte[16];
        ProtoWriter good = tensor(w -> w.integer(2, 1).string(8, "a.weight").bytes(9, raw));
        Map<String, byte[]> files = Map.ofEntries(
                Map.entry("empty", new byte[0]),
                Map.entry("no graph", new ProtoWriter().integer(1, 8).toBytes()),
                Map.entry(
                        "two graphs",
                        new ProtoWriter().raw(model(good)).raw(model()).toBytes()),
                Map.entry("twice", model(good, good)),
                Map.entry(
                        "short",
                        model(tensor(w -> w.integer(2, 1).string(8, "a.weight").bytes(9, new byte[12])))),
                Map.entry(
                        "long",
                        model(tensor(w -> w.integer(2, 1).string(8, "a.weight").bytes(9, new byte[20])))),
                Map.entry("both", model(good.floats(4, List.of(1f)))),
                Map.entry(
                        "negative",
                        model(new ProtoWriter()
                                .integer(1, -2)
                                .integer(2, 1)
                                .string(8, "a.weight")
                                .bytes(9, raw))),
                Map.entry(
                        "huge",
                        model(new ProtoWriter()
                                .integers(1, List.of(Long.MAX_VALUE, Long.MAX_VALUE, 4L))
                                .integer(2, 1)
                                .string(8, "a.weight")
                                .bytes(9, raw))),
                Map.entry(
                        "type twice",
                        model(tensor(w -> w.integer(2, 1)
                                .integer(2, 1)
                                .string(8, "a.weight")
                                .bytes(9, raw)))),
                Map.entry(
                        "segment",
                        model(tensor(w -> w.bytes(3, new byte[0]).integer(2, 1).bytes(9, raw)))),
                Map.entry(
                        "group", new ProtoWriter().raw(new byte[] {0x3B, 0x3C}).toBytes()),
                Map.entry("tag 0", new ProtoWriter().raw(new byte[] {0, 0}).toBytes()),
                Map.entry("varint", new ProtoWriter().integer(7, 3).toBytes()),
                Map.entry(
                        "no utf-8",
                        model(tensor(
                                w -> w.integer(2, 1).bytes(8, new byte[] {-1}).bytes(9, raw)))),
                Map.entry("deep", groups(100_000)));
        files.forEach((name, file) -> {
            CheckpointException e = refused(file);
            assertTrue(
                    e instanceof CheckpointException.Corrupt || e instanceof CheckpointException.Truncated,
                    name + ": " + e.getMessage());
        });
        ProtoWriter sparse = new ProtoWriter().string(2, "g").bytes(15, new byte[0]);
        refused(new ProtoWriter().integer(1, 8).message(7, sparse).toBytes());
    }

    private static byte[] groups(int depth) {
        byte[] bytes = new byte[2 * depth];
        java.util.Arrays.fill(bytes, 0, depth, (byte) 0x0B);
        java.util.Arrays.fill(bytes, depth, 2 * depth, (byte) 0x0C);
        return bytes;
    }

    @Test
    void otherFilesAreNeverOpened() {
        ProtoWriter entry = new ProtoWriter().string(1, "location").string(2, "../../etc/passwd");
        for (ProtoWriter external : List.of(
                tensor(w ->
                        w.integer(2, 1).string(8, "a.weight").message(13, entry).integer(14, 1)),
                tensor(w -> w.integer(2, 1).string(8, "a.weight").integer(14, 1)))) {
            assertInstanceOf(CheckpointException.UnsafePath.class, refused(model(external)));
        }
    }

    @Test
    void aMarkedFileMustKeepAllItsMarks(@TempDir Path dir) throws Exception {
        Contents contents = Samples.random(SMALL, 1);
        String text = new String(Samples.bytes(contents, Format.ONNX, Samples.DATED), StandardCharsets.ISO_8859_1);
        for (String mark : List.of("netwright.network", "netwright.tensors", "netwright.metadata")) {
            Path path = dir.resolve("m.onnx");
            Files.write(path, text.replace(mark, mark.replace('w', 'v')).getBytes(StandardCharsets.ISO_8859_1));
            assertThrows(
                    CheckpointException.Corrupt.class,
                    () -> Checkpoints.restore(path, Samples.target(SMALL), java.util.Set.of()));
        }
        byte[] newer =
                text.replace("1.0 " + SMALL.hash(), "2.0 " + SMALL.hash()).getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(
                CheckpointException.UnsupportedVersion.class,
                () -> Samples.restore(newer, Format.ONNX, Samples.target(SMALL)));
        String closing = text.substring(text.lastIndexOf("1.0 " + SMALL.hash()));
        for (String change : List.of(
                closing.replaceFirst(" [0-9a-f]{8}", " "), // a checksum less
                closing.replaceFirst("1.0", "1.9 "),
                closing.replace(SMALL.hash(), "0".repeat(64)))) {
            ProtoWriter property = new ProtoWriter().string(1, "netwright").string(2, change);
            int start = text.length() - closing.length() - "netwright".length() - 7;
            byte[] changed = new ProtoWriter()
                    .raw(text.substring(0, start).getBytes(StandardCharsets.ISO_8859_1))
                    .message(OnnxFields.MODEL_METADATA_PROPS, property)
                    .toBytes();
            byte[] repaired = Repair.of(changed, Format.ONNX, SMALL);
            assertThrows(
                    CheckpointException.Corrupt.class,
                    () -> Samples.restore(repaired, Format.ONNX, Samples.target(SMALL)));
        }
    }

    @Test
    void aClaimOfMuchAllocatesLittle() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        ProtoWriter start = new ProtoWriter().integer(1, 8).start(7, Integer.MAX_VALUE - 100);
        ProtoWriter name = new ProtoWriter().integer(1, 8).start(2, Integer.MAX_VALUE - 100);
        ProtoWriter raw = new ProtoWriter()
                .integer(1, 8)
                .start(7, 2_000_000_100)
                .start(5, 2_000_000_050)
                .integers(1, List.of(500_000_000))
                .integer(2, 1)
                .string(8, "a.weight")
                .start(9, 2_000_000_000);
        for (ProtoWriter file : List.of(start, name, raw)) {
            long before = threads.getCurrentThreadAllocatedBytes();
            refused(file.toBytes());
            assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 1 << 20);
        }
    }
}
