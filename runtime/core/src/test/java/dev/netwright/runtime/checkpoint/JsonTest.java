package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text itself, and everything that strict JSON of this schema is not. */
class JsonTest {
    private static final Schema ONE = one();

    private static Schema one() {
        List<TensorSpec> specs = new java.util.ArrayList<>();
        Samples.parameter(specs, "a.weight", Role.WEIGHT, 2, 3);
        return new Schema(
                "com.example.One",
                1,
                specs,
                List.of(),
                List.of(),
                List.of(),
                () -> "{\"layers\": [\"a\"]}",
                () -> new byte[0]);
    }

    private static String text() throws CheckpointException {
        Contents contents = Samples.target(ONE);
        for (int i = 0; i < 6; i++) {
            contents.parameters()[i] = i / 8f;
        }
        contents.parameters()[5] = Float.NEGATIVE_INFINITY;
        return new String(Samples.bytes(contents, Format.JSON, Samples.DATED), StandardCharsets.UTF_8);
    }

    private static CheckpointException refused(byte[] bytes) {
        Contents target = Samples.target(ONE);
        CheckpointException e =
                assertThrows(CheckpointException.class, () -> Samples.restore(bytes, Format.JSON, target));
        assertTrue(Samples.untouched(target));
        return e;
    }

    private static CheckpointException refused(String from, String to) throws CheckpointException {
        String text = text();
        assertTrue(text.contains(from), text);
        return refused(Repair.of(text.replace(from, to), Format.JSON, ONE));
    }

    private static void accepted(Contents target, String from, String to) throws CheckpointException {
        assertTrue(text().contains(from), from);
        Samples.restore(Repair.of(text().replace(from, to), Format.JSON, ONE), Format.JSON, target);
    }

    @Test
    void readsAsAPersonWouldWriteIt() throws Exception {
        assertEquals(
                """
                {
                  "format_version": "1.0",
                  "model_info": {
                    "network": "com.example.One",
                    "schema_version": 1,
                    "schema_hash": "HASH",
                    "parameters": 6,
                    "buffers": 0,
                    "bytes": 24
                  },
                  "architecture": {"layers": ["a"]},
                  "tensors": [
                    {"name": "a.weight", "role": "weight", "type": "float32", "shape": [2,3]}
                  ],
                  "parameters": {
                    "a.weight": [
                      [0.0,0.125,0.25],
                      [0.375,0.5,"-Infinity"]
                    ]
                  },
                  "metadata": {
                    "version": "1.3",
                    "framework": "Netwright",
                    "description": "tells \\"цифры\\" \\\\ 数字 apart\\n",
                    "tags": [
                      "digits",
                      "mlp"
                    ],
                    "created_at": "2026-01-02T03:04:05Z",
                    "created_by": "a test",
                    "accuracy": 0.97,
                    "loss": 0.125,
                    "other": {
                      "data": "8×8"
                    }
                  },
                  "integrity": {
                    "crc32c": {
                      "a.weight": "c65c4f9a"
                    },
                    "sha256": "DIGEST"
                  }
                }""".replace("HASH", ONE.hash()),
                text().replaceFirst("\"sha256\": \"[0-9a-f]{32}\"", "\"sha256\": \"DIGEST\""));
    }

    /** Where a value stood: what else may stand there, and what not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-Infinity",
                "\"nan\"",
                "\"0.125\"",
                "null",
                "true",
                "{}",
                "[]",
                "[0.125]",
                "1e39",
                "-1e39",
                "1e999",
                "1e2147483648",
                "3.4028236e38",
                "0x1",
                "01",
                "+1",
                ".5",
                "5.",
                "1_000",
                "0.125,",
                ",",
                "",
                "0.125 0.25",
                "0.125 /* a */",
                "0.125 // a",
                "'a'",
                "0.125]",
                "0.125,0.25",
                "\"NaN\" \"NaN\""
            })
    void whatIsNoNumberIsRefused(String value) throws Exception {
        CheckpointException e = refused("0.125,0.25]", value + ",0.25]");
        assertInstanceOf(CheckpointException.Corrupt.class, e, e.getMessage());
        assertTrue(e.getMessage().contains("tensor:"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.125", "1.25e-1", "125E-3", "0.1250000000000000000000000000000000000000001", "1", "-0"})
    void everySpellingOfANumberIsRead(String value) throws Exception {
        Contents target = Samples.target(ONE);
        accepted(target, "0.125,0.25]", value + ",0.25]");
        assertEquals(Float.parseFloat(value), target.parameters()[1]);
    }

    @Test
    void keysTwiceAreRefusedAtEveryLevelHoweverTheyAreSpelt() throws Exception {
        for (String key : List.of("format_version", "model_info", "tensors", "parameters", "metadata")) {
            assertInstanceOf(
                    CheckpointException.Corrupt.class,
                    refused("\"architecture\":", "\"" + key + "\": 1, \"architecture\":"));
        }
        refused("\"network\":", "\"network\": \"x\", \"net\\u0077ork\":");
        refused("\"a.weight\": [", "\"a.weight\": [[0,0,0],[0,0,0]], \"a.weight\": [");
        refused("\"data\":", "\"data\": \"\", \"data\":");
    }

    @Test
    void onlyStrictUtf8IsRead() throws Exception {
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, Charset.forName("UTF-32"))) {
            refused(text().getBytes(charset));
        }
        refused(("\uFEFF" + text()).getBytes(StandardCharsets.UTF_8));
        for (byte[] bad : List.of(
                new byte[] {(byte) 0xC0, (byte) 0x80}, // overlong
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // a surrogate
                new byte[] {(byte) 0xFF})) {
            byte[] text = text().getBytes(StandardCharsets.UTF_8);
            int at = new String(text, StandardCharsets.ISO_8859_1).indexOf("a test");
            System.arraycopy(bad, 0, text, at, bad.length);
            CheckpointException e = refused(text);
            assertTrue(e.getMessage().contains("not UTF-8"), e.getMessage());
        }
        refused("a test", "a\u0000test");
    }

    @ParameterizedTest
    @ValueSource(ints = {70, 1_000, 100_000})
    void depthIsBounded(int depth) throws Exception {
        String nested = "[".repeat(depth) + "]".repeat(depth);
        assertInstanceOf(
                CheckpointException.LimitExceeded.class,
                refused("{\"layers\": [\"a\"]}", "{\"layers\": " + nested + "}"));
    }

    @Test
    void raggedArraysAreRefusedWithTheTensor() throws Exception {
        for (String rows : List.of(
                "[0.0,0.125],[0.25,0.375,0.5,0.625]",
                "[0.0,0.125,0.25]",
                "[0.0,0.125,0.25],[0.0,0.125,0.25],[0.0,0.125,0.25]",
                "0.0,0.125,0.25,0.375,0.5,0.625",
                "[[0.0],0.125,0.25],[0.375,0.5,0.625]",
                "[],[]",
                "[0.0,0.125,0.25],0.375")) {
            String text = text();
            int from = text.indexOf("\"a.weight\": [\n") + 12;
            int to = text.indexOf("]\n    ]", from) + 7;
            String changed = text.substring(0, from) + "[" + rows + "]" + text.substring(to);
            CheckpointException e = refused(changed.getBytes(StandardCharsets.UTF_8));
            assertInstanceOf(CheckpointException.Corrupt.class, e, e.getMessage());
            assertEquals("a.weight", e.tensor().orElseThrow());
        }
    }

    @Test
    void versionsAndMarks() throws Exception {
        assertInstanceOf(
                CheckpointException.UnsupportedVersion.class,
                refused("\"format_version\": \"1.0\"", "\"format_version\": \"2.0\""));
        for (String version : List.of("\"0.9\"", "\"\"", "\"1\"", "\"1.x\"", "\"-1.0\"", "1.0", "\"99999999999.0\"")) {
            assertInstanceOf(
                    CheckpointException.Corrupt.class,
                    refused("\"format_version\": \"1.0\"", "\"format_version\": " + version));
        }
        refused("\"format_version\": \"1.0\",", "");
        refused("\"network\": \"com.example.One\",", "");
        refused("\"schema_hash\": \"" + ONE.hash() + "\",", "");
        refused(ONE.hash(), "x" + ONE.hash().substring(1));
        refused(ONE.hash(), "0".repeat(64));
        refused("\"role\": \"weight\"", "\"role\": \"bias\"");
        refused("\"parameters\": {", "\"weights\": {");
        refused("  \"metadata\"", "  \"more\": 1, \"metadata\"");
        // A later minor version may have more keys.
        accepted(Samples.target(ONE), "\"format_version\": \"1.0\",", "\"format_version\": \"1.7\", \"more\": [{}],");
    }

    /** The digest is over the bytes, by a digest and a position of the test's own. */
    @Test
    void theDigestIsThatOfAllBytesBeforeIt() throws Exception {
        String text = text();
        String end = "\"\n  }\n}";
        assertTrue(text.endsWith(end), text);
        int digits = text.length() - end.length() - 32;
        byte[] before = text.substring(0, digits).getBytes(StandardCharsets.UTF_8);
        byte[] sha = java.security.MessageDigest.getInstance("SHA-256").digest(before);
        assertEquals(java.util.HexFormat.of().formatHex(sha, 0, 16), text.substring(digits, digits + 32));
    }

    @Test
    void aFileWithoutAnyMarkIsForeignAndLoads() throws Exception {
        String foreign = """
                {"tensors": [{"name": "a.weight", "role": "weight", "type": "float32", "shape": [2, 3]}],
                 "parameters": {"a.weight": [[1, 2, 3], [4, 5, 6.5]]}}
                """;
        Contents target = Samples.target(ONE);
        Samples.restore(foreign.getBytes(StandardCharsets.UTF_8), Format.JSON, target);
        assertEquals(6.5f, target.parameters()[5]);
        for (String mark : List.of("\"format_version\": \"1.0\"", "\"model_info\": {}", "\"integrity\": {}")) {
            CheckpointException e = refused(foreign.replace("{\"tensors\"", "{" + mark + ", \"tensors\"")
                    .getBytes(StandardCharsets.UTF_8));
            assertTrue(e.getMessage().contains("marks of Netwright are missing"), e.getMessage());
        }
        refused(foreign.replace("{\"tensors\"", "{\"format_versiom\": \"1.0\", \"tensors\"")
                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothingMayFollowTheLastBrace() throws Exception {
        for (String more : List.of("\n", " ", "{}", "\0", "\uFEFF")) {
            refused((text() + more).getBytes(StandardCharsets.UTF_8));
        }
    }
}
