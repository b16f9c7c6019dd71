package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** M3, M4, M5 and M10 to M12 for safetensors: each kind of malformed file, by name, with its exception, in less than a mebibyte. */
class MalformedSafetensorsTest {
    private static final Schema PAIR = pair();
    private static final String A = "\"a.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}";
    private static final String B = "\"b.bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[16,28]}";
    private static final String BIG = "9223372036854775807";

    private static Schema pair() {
        List<TensorSpec> specs = new ArrayList<>();
        Samples.parameter(specs, "a.weight", Role.WEIGHT, 2, 2);
        Samples.parameter(specs, "b.bias", Role.BIAS, 3);
        return new Schema("com.example.Pair", 1, specs, List.of(), List.of(), List.of(), () -> "{}", () -> new byte[0]);
    }

    private static byte[] file(long length, byte[] header, int values) {
        return ByteBuffer.allocate(8 + header.length + values)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(header)
                .array();
    }

    private static byte[] file(String header) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return file(bytes.length, bytes, 28);
    }

    private static byte[] length(long length) {
        return file(length, ("{" + A + "," + B + "}").getBytes(StandardCharsets.UTF_8), 28);
    }

    private static String b(String shape, String offsets) {
        return "{" + A + ",\"b.bias\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    @Test
    void theFileThatTheOthersAreMadeOfLoads() throws Exception {
        Samples.restore(file("{" + A + "," + B + "}"), Format.SAFETENSORS, Samples.target(PAIR));
    }

    @TestFactory
    List<DynamicTest> everyKindIsRefusedInLittleMemory() {
        TreeMap<String, byte[]> corrupt = new TreeMap<>();
        corrupt.put("header length 0", length(0));
        corrupt.put("header length 1", length(1));
        corrupt.put("header length 2 to the 31", length(1L << 31));
        corrupt.put("header length largest long", length(Long.MAX_VALUE));
        corrupt.put("header length all ones", length(-1));
        corrupt.put("half a surrogate pair, escaped", file("{" + A + "," + B.replace("b.b", "\\ud800") + "}"));
        corrupt.put("header longer, into the values", length(A.length() + B.length() + 3 + 4));
        corrupt.put("header is an array", file("[" + "{}" + "]"));
        corrupt.put("header begins with a blank", file(" {" + A + "," + B + "}"));
        corrupt.put(
                "header is not UTF-8", file(8, new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'}, 0));
        corrupt.put(
                "header of surrogates in UTF-8",
                file(7, new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'}, 0));
        corrupt.put("deep arrays", file("{" + A + ",\"b.bias\":{\"shape\":" + "[".repeat(100_000) + "}}"));
        corrupt.put("two documents", file("{" + A + "," + B + "}{}"));
        corrupt.put("a comma too many", file("{" + A + "," + B + ",}"));
        corrupt.put("a comment", file("{" + A + "," + B + "/**/}"));
        corrupt.put("a tensor twice", file("{" + A + "," + B + "," + A + "}"));
        corrupt.put("a tensor twice, escaped", file("{" + A + "," + B + "," + A.replace("a.w", "\\u0061.w") + "}"));
        corrupt.put("metadata twice", file("{\"__metadata__\":{}," + A + "," + B + ",\"__metadata__\":{}}"));
        corrupt.put("metadata of a number", file("{\"__metadata__\":{\"x\":1}," + A + "," + B + "}"));
        corrupt.put("metadata null", file("{\"__metadata__\":null," + A + "," + B + "}"));
        corrupt.put("no dtype", file(b("[3]", "[16,28]").replace("\"dtype\":\"F32\",\"shape\":[3]", "\"shape\":[3]")));
        corrupt.put("no shape", file(b("[3]", "[16,28]").replace("\"shape\":[3],", "")));
        corrupt.put("no offsets", file("{" + A + ",\"b.bias\":{\"dtype\":\"F32\",\"shape\":[3]}}"));
        corrupt.put("an unknown key", file(b("[3]", "[16,28],\"x\":1")));
        corrupt.put("dtype a number", file("{" + A + "," + B.replace("\"F32\"", "32") + "}"));
        corrupt.put("shape of a string", file(b("[\"3\"]", "[16,28]")));
        corrupt.put("shape a number", file(b("3", "[16,28]")));
        corrupt.put("dimension negative", file(b("[-3]", "[16,28]")));
        corrupt.put("dimension a fraction", file(b("[3.0]", "[16,28]")));
        corrupt.put("dimension with exponent", file(b("[3e0]", "[16,28]")));
        corrupt.put("dimension beyond long", file(b("[92233720368547758080]", "[16,28]")));
        corrupt.put("product beyond int", file(b("[65536,65536]", "[16,28]")));
        corrupt.put("product beyond long", file(b("[" + BIG + ",2]", "[16,28]")));
        corrupt.put("product to 0 beyond long", file(b("[4294967296,4294967296]", "[16,28]")));
        corrupt.put("product beyond long times width", file(b("[4611686018427387905]", "[16,28]")));
        corrupt.put("offsets one", file(b("[3]", "[16]")));
        corrupt.put("offsets three", file(b("[3]", "[16,28,40]")));
        corrupt.put("offsets swapped", file(b("[3]", "[28,16]")));
        corrupt.put("offsets overlapping", file(b("[3]", "[12,24]")));
        corrupt.put("offsets with a gap", file(b("[3]", "[20,32]")));
        corrupt.put("offsets of another size", file(b("[3]", "[16,24]")));
        corrupt.put("offsets negative", file(b("[3]", "[-12,0]")));
        corrupt.put("offsets sum beyond long", file(b("[3]", "[" + BIG + "," + BIG + "]")));
        corrupt.put(
                "a byte more than the values",
                Arrays.copyOf(file("{" + A + "," + B + "}"), 8 + A.length() + B.length() + 3 + 29));
        corrupt.put("a mark alone", file("{\"__metadata__\":{\"netwright.network\":\"x\"}," + A + "," + B + "}"));
        corrupt.put(
                "a mark in a tensor's name",
                file("{\"netwright.x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}," + A + "," + B + "}"));
        TreeMap<String, byte[]> truncated = new TreeMap<>();
        truncated.put("an empty file", new byte[0]);
        truncated.put("seven bytes", new byte[7]);
        truncated.put("header shorter than it is", length(40));
        truncated.put("header length beyond the file", length(A.length() + B.length() + 3 + 29));
        truncated.put("header length 100 MB", length(100_000_000));
        truncated.put("offsets beyond the end", file(b("[5]", "[16,36]")));
        truncated.put("a terabyte", file(b("[274877906944]", "[16,1099511627792]")));
        TreeMap<String, byte[]> mismatch = new TreeMap<>();
        mismatch.put(
                "rank 0",
                file(
                        "{" + A
                                + ",\"b.bias\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[16,20]},\"c\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[20,28]}}"));
        mismatch.put("rank 33", file(b("[" + "1,".repeat(32) + "3]", "[16,28]")));
        mismatch.put(
                "a dimension of 0",
                file(
                        "{" + A
                                + ",\"b.bias\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[16,16]},\"c\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[16,28]}}"));
        mismatch.put("an unknown dtype", file("{" + A + "," + B.replace("F32", "F4_E2M1") + "}"));
        mismatch.put("integers", file("{" + A + "," + B.replace("F32", "I32") + "}"));
        mismatch.put("no tensor", file(2, new byte[] {'{', '}'}, 0));
        TreeMap<String, byte[]> limit = new TreeMap<>();
        limit.put(
                "a name of ten million letters",
                file("{" + A + "," + B.replace("b.bias", "b".repeat(10_000_000)) + "}"));
        List<DynamicTest> tests = new ArrayList<>();
        corrupt.forEach((name, file) -> tests.add(test(name, file, CheckpointException.Corrupt.class)));
        truncated.forEach((name, file) -> tests.add(test(name, file, CheckpointException.Truncated.class)));
        limit.forEach((name, file) -> tests.add(test(name, file, CheckpointException.LimitExceeded.class)));
        mismatch.forEach((name, file) -> tests.add(test(name, file, CheckpointException.SchemaMismatch.class)));
        return tests;
    }

    private static DynamicTest test(String name, byte[] file, Class<? extends CheckpointException> type) {
        return DynamicTest.dynamicTest(name, () -> {
            Contents target = Samples.target(PAIR);
            Fault.in("warm").corrupt("up");
            long before = Samples.allocated();
            CheckpointException e =
                    assertThrows(CheckpointException.class, () -> Samples.restore(file, Format.SAFETENSORS, target));
            long allocated = Samples.allocated() - before;
            assertEquals(type, e.getClass(), e.getMessage());
            assertTrue(allocated < (1 << 20) + 32L * file.length, allocated + " bytes allocated");
            assertTrue(Samples.untouched(target));
            assertTrue(e.getMessage().contains("help:"), e.getMessage());
            assertThrows(
                    CheckpointException.class,
                    () -> Checkpoints.restore(new ByteArrayInputStream(file), Format.SAFETENSORS, target, Set.of()));
            assertTrue(Samples.untouched(target));
        });
    }

    /** M5: a file of zeros that takes no place on the disk, and a stream of them. */
    @ParameterizedTest
    @EnumSource
    void aGigabyteOfZerosIsRefusedAtOnce(Format format, @TempDir Path dir) throws Exception {
        Path path = dir.resolve("zeros" + format.extension());
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(1 << 30);
        }
        long before = Samples.allocated();
        assertThrows(
                CheckpointException.Corrupt.class, () -> Checkpoints.restore(path, Samples.target(PAIR), Set.of()));
        assertThrows(CheckpointException.Corrupt.class, () -> Checkpoint.read(path));
        InputStream zeros = new InputStream() {
            private int left = 1 << 30;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }
        };
        assertThrows(
                CheckpointException.Corrupt.class,
                () -> Checkpoints.restore(zeros, format, Samples.target(PAIR), Set.of()));
        assertTrue(zeros.read() == 0, "not read to the end");
        assertTrue(Samples.allocated() - before < 2 << 20);
    }

    /** M5: a zip archive after a whole file, and before one. */
    @ParameterizedTest
    @EnumSource
    void nothingElseMayBeInTheFile(Format format) throws Exception {
        byte[] file = Samples.bytes(Samples.random(PAIR, 1), format, Samples.DATED);
        byte[] zip = {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        for (byte[][] parts : new byte[][][] {{file, zip}, {zip, file}, {file, file}}) {
            byte[] both = Arrays.copyOf(parts[0], parts[0].length + parts[1].length);
            System.arraycopy(parts[1], 0, both, parts[0].length, parts[1].length);
            CheckpointException e =
                    assertThrows(CheckpointException.class, () -> Samples.restore(both, format, Samples.target(PAIR)));
            assertTrue(
                    e instanceof CheckpointException.Corrupt || e instanceof CheckpointException.Truncated,
                    e.getMessage());
        }
    }

    /** M10: versions, with the digest right. */
    @ParameterizedTest
    @EnumSource
    void versionsAreJudgedBeforeAllElse(Format format) throws Exception {
        byte[] file = Samples.bytes(Samples.random(PAIR, 1), format, SaveOptions.DEFAULT.bare());
        String text = new String(file, StandardCharsets.ISO_8859_1);
        String quoted = format == Format.ONNX ? "1.0 " : "\"1.0\"";
        for (String version : List.of("2.0", "9.9")) {
            byte[] changed =
                    text.replace(quoted, quoted.replace("1.0", version)).getBytes(StandardCharsets.ISO_8859_1);
            CheckpointException.UnsupportedVersion e = assertThrows(
                    CheckpointException.UnsupportedVersion.class,
                    () -> Samples.restore(changed, format, Samples.target(PAIR)));
            assertTrue(e.getMessage().contains(version) && e.getMessage().contains("1.x"), e.getMessage());
        }
        for (String version : List.of("0.9", "1,0", "x.y", "1.a")) {
            byte[] changed =
                    text.replace(quoted, quoted.replace("1.0", version)).getBytes(StandardCharsets.ISO_8859_1);
            assertThrows(
                    CheckpointException.Corrupt.class, () -> Samples.restore(changed, format, Samples.target(PAIR)));
        }
        byte[] minor = text.replace(quoted, quoted.replace("1.0", "1.7")).getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(CheckpointException.Corrupt.class, () -> Samples.restore(minor, format, Samples.target(PAIR)));
        Samples.restore(Repair.of(minor, format, PAIR), format, Samples.target(PAIR));
    }

    /** M12: names that would do something to a terminal or a path stand escaped in messages. */
    @Test
    void namesAreEscapedInMessages() {
        String name = "\\u001b[31m../../etc/passwd\\n\\u202e";
        String header = "{" + A + ",\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[16,28]}}";
        CheckpointException e = assertThrows(
                CheckpointException.SchemaMismatch.class,
                () -> Samples.restore(file(header), Format.SAFETENSORS, Samples.target(PAIR)));
        assertTrue(e.getMessage().contains("\\u001b[31m../../etc/passwd\\u000a\\u202e"), e.getMessage());
        assertTrue(e.getMessage().chars().noneMatch(c -> c == 0x1B || c == 0x202E));
    }

    /** M12: a hundred thousand names of one hash code. */
    @Test
    void tooManyTensorsAreRefusedByTheirNumber() {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < 100_001; i++) {
            header.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 17; bit++) {
                header.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // equal hash codes
            }
            header.append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        assertThrows(
                CheckpointException.LimitExceeded.class,
                () -> Samples.restore(file(text.length, text, 0), Format.SAFETENSORS, Samples.target(PAIR)));
    }
}
