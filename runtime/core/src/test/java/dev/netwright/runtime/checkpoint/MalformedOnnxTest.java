package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import dev.netwright.runtime.onnx.OnnxFields;
import dev.netwright.runtime.onnx.ProtoWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** M3, M8 and M9 for ONNX: what protobuf lets pass, references to other files, graphs of any kind. Nodes are passed over, never run. */
class MalformedOnnxTest {
    private static final Schema ONE = one();
    private static final byte[] RAW = new byte[16];

    private static Schema one() {
        List<TensorSpec> specs = new ArrayList<>();
        Samples.parameter(specs, "a.weight", Role.WEIGHT, 2, 2);
        return new Schema("com.example.One", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
    }

    private static ProtoWriter weight() {
        return new ProtoWriter()
                .integers(1, List.of(2, 2))
                .integer(2, 1)
                .string(8, "a.weight")
                .bytes(9, RAW);
    }

    private static byte[] model(UnaryOperator<ProtoWriter> graph) {
        return new ProtoWriter()
                .integer(1, 8)
                .string(2, "someone")
                .message(7, graph.apply(new ProtoWriter().string(2, "g")))
                .toBytes();
    }

    private static byte[] initializer(ProtoWriter tensor) {
        return model(graph -> graph.message(5, tensor));
    }

    private static byte[] typed(int type, int bytes) {
        return initializer(new ProtoWriter()
                .integers(1, List.of(2, 2))
                .integer(2, type)
                .string(8, "a.weight")
                .bytes(9, new byte[bytes]));
    }

    private static byte[] then(byte[] file, int... more) {
        byte[] longer = Arrays.copyOf(file, file.length + more.length);
        for (int k = 0; k < more.length; k++) {
            longer[file.length + k] = (byte) more[k];
        }
        return longer;
    }

    @TestFactory
    List<DynamicTest> everyKindIsRefused() {
        byte[] good = initializer(weight());
        Map<String, byte[]> corrupt = new TreeMap<>();
        corrupt.put("no graph", new ProtoWriter().integer(1, 8).toBytes());
        corrupt.put("two graphs", new ProtoWriter().raw(good).raw(good).toBytes());
        corrupt.put("field number 0", then(good, 0, 0));
        corrupt.put("field number beyond 29 bits", then(good, 0x82, 0x80, 0x80, 0x80, 0x80, 0x01, 0));
        corrupt.put("a group", then(good, 0x1B, 0x1C));
        corrupt.put("the end of a group", then(good, 0x1C));
        corrupt.put("wire type 6", then(good, 0x1E));
        corrupt.put("wire type 7", then(good, 0x1F));
        corrupt.put("a number of eleven bytes", then(good, 0x48, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1));
        corrupt.put("a length beyond int", then(good, 0x4A, 255, 255, 255, 255, 15));
        corrupt.put("a length that is negative", then(good, 0x4A, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1));
        corrupt.put("a graph that is a number", then(new byte[0], 0x38, 1));
        corrupt.put(
                "a producer twice", new ProtoWriter().string(2, "x").raw(good).toBytes());
        corrupt.put("a version twice", new ProtoWriter().integer(1, 8).raw(good).toBytes());
        corrupt.put("a property twice", property(property(good, "k", "v"), "k", "v"));
        corrupt.put(
                "a property with two keys",
                new ProtoWriter()
                        .raw(good)
                        .message(14, new ProtoWriter().string(1, "a").string(1, "b"))
                        .toBytes());
        corrupt.put(
                "a property that is not UTF-8",
                new ProtoWriter()
                        .raw(good)
                        .message(14, new ProtoWriter().bytes(1, new byte[] {(byte) 0xC0, (byte) 0x80}))
                        .toBytes());
        corrupt.put(
                "an initializer twice",
                model(graph -> graph.message(5, weight()).message(5, weight())));
        corrupt.put(
                "a name twice",
                initializer(new ProtoWriter().string(8, "a.weight").raw(weight().toBytes())));
        corrupt.put("a type twice", initializer(new ProtoWriter().integer(2, 1).raw(weight().toBytes())));
        corrupt.put("values twice", initializer(weight().bytes(9, RAW)));
        corrupt.put(
                "values in two fields",
                initializer(new ProtoWriter().floats(4, List.of(1f, 2f, 3f, 4f)).raw(weight().toBytes())));
        corrupt.put(
                "values too few",
                initializer(new ProtoWriter()
                        .integers(1, List.of(2, 2))
                        .integer(2, 1)
                        .string(8, "a.weight")
                        .bytes(9, new byte[12])));
        corrupt.put(
                "values too many",
                initializer(new ProtoWriter()
                        .integers(1, List.of(2, 2))
                        .integer(2, 1)
                        .string(8, "a.weight")
                        .bytes(9, new byte[20])));
        corrupt.put(
                "no values",
                initializer(new ProtoWriter()
                        .integers(1, List.of(2, 2))
                        .integer(2, 1)
                        .string(8, "a.weight")));
        corrupt.put("float16 of the size of float32", typed(10, 16));
        corrupt.put("float64 of the size of float32", typed(11, 16));
        corrupt.put(
                "a dimension that is negative",
                initializer(new ProtoWriter()
                        .integers(1, List.of(-2, -2))
                        .integer(2, 1)
                        .string(8, "a.weight")
                        .bytes(9, RAW)));
        corrupt.put(
                "a product beyond long",
                initializer(new ProtoWriter()
                        .integers(1, List.of(1L << 62, 8L))
                        .integer(2, 1)
                        .string(8, "a.weight")
                        .bytes(9, RAW)));
        corrupt.put(
                "a product to 0 beyond long",
                initializer(new ProtoWriter()
                        .integers(1, List.of(1L << 32, 1L << 32))
                        .integer(2, 1)
                        .string(8, "a.weight")
                        .bytes(9, new byte[0])));
        corrupt.put(
                "rank 33",
                initializer(new ProtoWriter()
                        .integers(1, java.util.Collections.nCopies(33, 1))
                        .integer(2, 1)
                        .string(8, "a.weight")
                        .bytes(9, new byte[4])));
        corrupt.put(
                "the shape after the values",
                initializer(new ProtoWriter()
                        .integer(2, 1)
                        .string(8, "a.weight")
                        .bytes(9, new byte[4])
                        .integers(1, List.of(2, 2))));
        corrupt.put(
                "a 16-bit value of 17 bits",
                initializer(new ProtoWriter()
                        .integers(1, List.of(2, 2))
                        .integer(2, 10)
                        .integers(5, List.of(1, 2, 3, 65536))
                        .string(8, "a.weight")));
        corrupt.put("a segment", initializer(weight().bytes(3, new byte[0])));
        corrupt.put("a sparse initializer", model(graph -> graph.bytes(15, new byte[0])));
        Map<String, byte[]> mismatch = new TreeMap<>();
        mismatch.put("an empty graph", model(graph -> graph));
        mismatch.put("int8", typed(3, 4));
        mismatch.put("int64", typed(7, 32));
        mismatch.put("a type that is none", typed(99, 16));
        mismatch.put(
                "strings",
                initializer(new ProtoWriter()
                        .integers(1, List.of(2, 2))
                        .integer(2, 8)
                        .bytes(6, RAW)
                        .string(8, "a.weight")));
        mismatch.put(
                "rank 0",
                initializer(
                        new ProtoWriter().integer(2, 1).string(8, "a.weight").bytes(9, new byte[4])));
        mismatch.put(
                "no name",
                initializer(new ProtoWriter()
                        .integers(1, List.of(2, 2))
                        .integer(2, 1)
                        .bytes(9, RAW)));
        mismatch.put(
                "another name",
                initializer(new ProtoWriter()
                        .integers(1, List.of(2, 2))
                        .integer(2, 1)
                        .string(8, "a.wait")
                        .bytes(9, RAW)));
        mismatch.put(
                "the transposed shape",
                initializer(new ProtoWriter()
                        .integers(1, List.of(4, 1))
                        .integer(2, 1)
                        .string(8, "a.weight")
                        .bytes(9, RAW)));
        Map<String, byte[]> truncated = new TreeMap<>();
        truncated.put("an empty file", new byte[0]);
        truncated.put(
                "a producer netwright, without the rest",
                new ProtoWriter()
                        .string(2, "netwright")
                        .message(7, new ProtoWriter())
                        .toBytes());
        truncated.put("cut in a tag", then(good, 0x82));
        truncated.put("cut in a number", then(good, 0x48, 0x80));
        truncated.put("cut in a text", then(good, 0x12 + 0x38, 5, 'x'));
        truncated.put("cut in the values", Arrays.copyOf(good, good.length - 1));
        truncated.put("a mark, without the one that closes", property(good, "netwright.network", "x"));
        List<DynamicTest> tests = new ArrayList<>();
        corrupt.forEach((name, file) -> tests.add(test(name, file, CheckpointException.Corrupt.class)));
        mismatch.forEach((name, file) -> tests.add(test(name, file, CheckpointException.SchemaMismatch.class)));
        truncated.forEach((name, file) -> tests.add(test(name, file, CheckpointException.Truncated.class)));
        return tests;
    }

    private static byte[] property(byte[] file, String key, String value) {
        return new ProtoWriter()
                .raw(file)
                .message(
                        OnnxFields.MODEL_METADATA_PROPS,
                        new ProtoWriter().string(1, key).string(2, value))
                .toBytes();
    }

    private static DynamicTest test(String name, byte[] file, Class<? extends CheckpointException> type) {
        return DynamicTest.dynamicTest(name, () -> {
            Contents target = Samples.target(ONE);
            long before = Samples.allocated();
            CheckpointException e =
                    assertThrows(CheckpointException.class, () -> Samples.restore(file, Format.ONNX, target));
            assertTrue(Samples.allocated() - before < (1 << 20) + 32L * file.length);
            assertEquals(type, e.getClass(), e.getMessage());
            assertTrue(Samples.untouched(target));
        });
    }

    /** M9: what a graph holds beside its initializers has no say in what the weights are, and costs no depth. */
    @TestFactory
    List<DynamicTest> whateverTheGraphIsItsWeightsLoad() {
        ProtoWriter deep = new ProtoWriter().string(4, "If");
        for (int level = 0; level < 1_000; level++) {
            deep = new ProtoWriter()
                    .string(4, "If")
                    .message(5, new ProtoWriter().message(6, new ProtoWriter().message(1, deep)));
        }
        ProtoWriter many = new ProtoWriter();
        ProtoWriter node = new ProtoWriter().string(4, "Relu");
        for (int k = 0; k < 1_000_000; k++) {
            many.message(1, node);
        }
        byte[] nested = deep.toBytes();
        byte[] nodes = many.toBytes();
        Map<String, byte[]> files = new TreeMap<>();
        files.put("a million nodes", model(graph -> graph.raw(nodes).message(5, weight())));
        files.put(
                "bodies a thousand deep", model(graph -> graph.bytes(1, nested).message(5, weight())));
        files.put(
                "a cycle",
                model(graph -> graph.message(
                                1,
                                new ProtoWriter().string(1, "x").string(2, "x").string(4, "Relu"))
                        .message(5, weight())));
        files.put(
                "an operator that is none, of a domain that is none",
                model(graph -> graph.message(
                                1, new ProtoWriter().string(4, "Nope").string(7, "com.example"))
                        .message(5, weight())));
        files.put(
                "a function that calls itself",
                new ProtoWriter()
                        .raw(initializer(weight()))
                        .message(25, new ProtoWriter().string(1, "f").message(7, new ProtoWriter().string(4, "f")))
                        .toBytes());
        files.put(
                "an opset and a version of the future",
                new ProtoWriter()
                        .integer(1, 99)
                        .message(8, new ProtoWriter().integer(2, 999))
                        .message(7, new ProtoWriter().message(5, weight()))
                        .toBytes());
        List<DynamicTest> tests = new ArrayList<>();
        files.forEach((name, file) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            Contents target = Samples.target(ONE);
            Samples.restore(file, Format.ONNX, target);
            assertEquals(0f, target.parameters()[3]);
        })));
        return tests;
    }

    /** M8: any reference to another file is refused, whatever it says; no file is opened. */
    @TestFactory
    List<DynamicTest> referencesToOtherFilesAreRefused() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String location : List.of(
                "weights.bin",
                "../weights.bin",
                "a/../../weights.bin",
                "/etc/passwd",
                "C:\\Windows\\win.ini",
                "\\\\server\\share\\x",
                "//server/share/x",
                "file:///etc/passwd",
                "http://localhost/x",
                "/proc/self/mem",
                "/dev/zero",
                "",
                "a\0b",
                ".")) {
            tests.add(external("location " + Names.escape(location), Map.of("location", location)));
        }
        for (String number : List.of("-1", "9223372036854775808", "x", "0x10", "")) {
            tests.add(external("offset " + number, Map.of("location", "w", "offset", number)));
            tests.add(external("length " + number, Map.of("location", "w", "length", number)));
        }
        tests.add(external("unknown keys", Map.of("basepath", "/", "x", "y")));
        tests.add(DynamicTest.dynamicTest("the flag alone", () -> unsafe(initializer(weight().integer(14, 1)))));
        tests.add(DynamicTest.dynamicTest(
                "entries and values too", () -> unsafe(initializer(weight().bytes(13, new byte[0])))));
        return tests;
    }

    private static DynamicTest external(String name, Map<String, String> entries) {
        ProtoWriter tensor =
                new ProtoWriter().integers(1, List.of(2, 2)).integer(2, 1).string(8, "a.weight");
        entries.forEach((key, value) ->
                tensor.message(13, new ProtoWriter().string(1, key).string(2, value)));
        return DynamicTest.dynamicTest(name, () -> unsafe(initializer(tensor.integer(14, 1))));
    }

    private static void unsafe(byte[] file) {
        Contents target = Samples.target(ONE);
        assertThrows(CheckpointException.UnsafePath.class, () -> Samples.restore(file, Format.ONNX, target));
        assertTrue(Samples.untouched(target));
    }

    /** M8: a pipe beside the file would block whoever opens it. */
    @Test
    void aPipeThatIsReferredToIsNotOpened(@TempDir Path dir) throws Exception {
        Path pipe = dir.resolve("w");
        if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
            return;
        }
        Path file = dir.resolve("m.onnx");
        ProtoWriter entry = new ProtoWriter().string(1, "location").string(2, "w");
        Files.write(
                file,
                initializer(new ProtoWriter()
                        .integers(1, List.of(2, 2))
                        .integer(2, 1)
                        .string(8, "a.weight")
                        .message(13, entry)
                        .integer(14, 1)));
        assertThrows(
                CheckpointException.UnsafePath.class, () -> Checkpoints.restore(file, Samples.target(ONE), Set.of()));
    }
}
