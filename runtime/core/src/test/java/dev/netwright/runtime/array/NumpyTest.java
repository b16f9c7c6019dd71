package dev.netwright.runtime.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyTest {
    private static Path resource(String name, Path dir) throws IOException {
        try (InputStream in = NumpyTest.class.getResourceAsStream(name)) {
            assertTrue(in != null, name);
            Files.copy(in, dir.resolve(name));
        }
        return dir.resolve(name);
    }

    /** What NumPy was told to write for each type. */
    private static double[] expected(ElementType type) {
        return switch (type) {
            case BOOL -> new double[] {0, 1, 1, 1, 0, 1};
            case INT8 -> new double[] {-128, -1, 0, 1, 2, 127};
            case INT16 -> new double[] {-32768, -1, 0, 1, 2, 32767};
            case INT32 -> new double[] {Integer.MIN_VALUE, -1, 0, 1, 2, Integer.MAX_VALUE};
            case INT64 -> new double[] {-0x1p63, -1, 0, 1, 2, 0x1p63};
            case UINT8 -> new double[] {0, 1, 2, 3, 254, 255};
            case UINT16 -> new double[] {0, 1, 2, 3, 65534, 65535};
            case UINT32 -> new double[] {0, 1, 2, 3, 4294967294.0, 4294967295.0};
            case UINT64 -> new double[] {0, 1, 2, 3, 0x1p64, 0x1p64};
            case FLOAT16 -> new double[] {-65504, -1.5, -0.0, 0.0999755859375, Double.POSITIVE_INFINITY, 65504};
            case FLOAT32 ->
                new double[] {-Float.MAX_VALUE, -1.5, -0.0, 0.1f, Double.POSITIVE_INFINITY, Float.MAX_VALUE};
            case FLOAT64 ->
                new double[] {-Double.MAX_VALUE, -1.5, -0.0, 0.1, Double.POSITIVE_INFINITY, Double.MAX_VALUE};
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"types.npz", "types-compressed.npz"})
    void readsWhatNumpyWrites(String file, @TempDir Path dir) throws IOException {
        Map<String, NumberArray> arrays = Npz.read(resource(file, dir));
        assertEquals(24, arrays.size());
        for (ElementType type : ElementType.values()) {
            for (String layout : List.of("_little_c", "_big_fortran")) {
                NumberArray array = arrays.get(type.code() + layout);
                assertTrue(array != null, type + layout);
                assertEquals(type, array.type());
                assertEquals(List.of(2, 3), array.shape());
                double[] expected = expected(type);
                assertArrayEquals(expected, array.doubles(), type + layout);
                float[] floats = new float[6];
                for (int i = 0; i < 6; i++) {
                    floats[i] = (float) expected[i];
                }
                assertArrayEquals(floats, array.floats(), type + layout);
                if (type.isFloat()) {
                    assertThrows(IllegalArgumentException.class, array::ints);
                } else if (type.bytes() < 4 || type == ElementType.INT32) {
                    assertArrayEquals(
                            Arrays.stream(expected).mapToInt(v -> (int) v).toArray(), array.ints(), type + layout);
                }
            }
        }
        NumberArray longs = arrays.get("i8_little_c");
        assertArrayEquals(new long[] {Long.MIN_VALUE, -1, 0, 1, 2, Long.MAX_VALUE}, longs.longs());
        assertEquals(
                "element 0 of int64 [2, 3]: expected an int, found -9223372036854775808",
                assertThrows(IllegalArgumentException.class, longs::ints).getMessage());
        assertEquals(
                "element 4 of uint64 [2, 3]: expected a long, found 18446744073709551614",
                assertThrows(IllegalArgumentException.class, arrays.get("u8_big_fortran")::longs)
                        .getMessage());
    }

    @Test
    void readsEveryVersion(@TempDir Path dir) throws IOException {
        for (String name : List.of("version1.npy", "version2.npy", "version3.npy")) {
            NumberArray array = Npy.read(resource(name, dir));
            assertEquals("int32 [2, 3, 4]", array.toString());
            assertArrayEquals(IntStream.range(0, 24).toArray(), array.ints(), name);
        }
        NumberArray scalar = Npy.read(resource("scalar.npy", dir));
        assertEquals(List.of(), scalar.shape());
        assertArrayEquals(new double[] {2.5}, scalar.doubles());
        NumberArray empty = Npy.read(resource("empty.npy", dir));
        assertEquals(List.of(0, 3), empty.shape());
        assertEquals(0, empty.floats().length);
    }

    /** The same array gives the bytes that NumPy gives. */
    @Test
    void writesTheBytesThatNumpyWrites(@TempDir Path dir) throws IOException {
        NumberArray empty = NumberArray.of(new float[0], 0, 3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, empty);
        assertArrayEquals(Files.readAllBytes(resource("empty.npy", dir)), out.toByteArray());
        out.reset();
        Npy.write(out, NumberArray.of(new double[] {2.5}));
        assertArrayEquals(Files.readAllBytes(resource("scalar.npy", dir)), out.toByteArray());
        Npz.write(dir.resolve("a.npz"), Map.of("x", empty));
        Npz.write(dir.resolve("b.npz"), Map.of("x", empty));
        assertArrayEquals(Files.readAllBytes(dir.resolve("a.npz")), Files.readAllBytes(dir.resolve("b.npz")));
    }

    private static Map<String, NumberArray> all() {
        Map<String, NumberArray> arrays = new LinkedHashMap<>();
        arrays.put("floats", NumberArray.of(new float[] {1, -0f, Float.NaN, 1e-45f, 3.4e38f, -2}, 3, 2));
        arrays.put("doubles", NumberArray.of(new double[] {0.1, -1e300}, 2));
        arrays.put("ints", NumberArray.of(new int[] {1, -2, Integer.MAX_VALUE}, 1, 3, 1));
        arrays.put("longs", NumberArray.of(new long[] {Long.MIN_VALUE}));
        arrays.put("pixels", NumberArray.ofUnsigned(new byte[] {0, -1, 127, -128}, 2, 2));
        arrays.put("empty", NumberArray.of(new float[0], 4, 0));
        return arrays;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsWhatItWrites(boolean compressed, @TempDir Path dir) throws IOException {
        Path path = dir.resolve("all.npz");
        if (compressed) {
            Npz.writeCompressed(path, all());
        } else {
            Npz.write(path, all());
        }
        Map<String, NumberArray> back = Npz.read(path);
        assertEquals(List.copyOf(all().keySet()), List.copyOf(back.keySet()));
        all().forEach((name, array) -> {
            assertEquals(array.toString(), back.get(name).toString());
            assertArrayEquals(array.doubles(), back.get(name).doubles(), name);
        });
    }

    @Test
    void numpyReadsWhatItWrites(@TempDir Path dir) throws Exception {
        String python = List.of("/usr/bin/python3", "python3").stream()
                .filter(candidate -> run(candidate, "import numpy").equals(""))
                .findFirst()
                .orElse("");
        assumeTrue(!python.isEmpty(), "python3 with the module numpy");
        Npz.write(dir.resolve("plain.npz"), all());
        Npz.writeCompressed(dir.resolve("packed.npz"), all());
        Npy.write(dir.resolve("one.npy"), all().get("floats"));
        for (String load : List.of("plain.npz", "packed.npz")) {
            assertEquals(
                    """
                    floats float32 (3, 2) [1.0, -0.0, nan, 1.401298464324817e-45, 3.3999999521443642e+38, -2.0]
                    doubles float64 (2,) [0.1, -1e+300]
                    ints int32 (1, 3, 1) [1, -2, 2147483647]
                    longs int64 () [-9223372036854775808]
                    pixels uint8 (2, 2) [0, 255, 127, 128]
                    empty float32 (4, 0) []
                    """,
                    run(
                            python,
                            "import numpy, sys\na = numpy.load(sys.argv[1])\nfor n in a.files:\n"
                                    + "    print(n, a[n].dtype, a[n].shape, a[n].reshape(-1).tolist())",
                            dir.resolve(load).toString()));
        }
        assertEquals(
                "float32 (3, 2)\n",
                run(
                        python,
                        "import numpy, sys\na = numpy.load(sys.argv[1])\nprint(a.dtype, a.shape)",
                        dir.resolve("one.npy").toString()));
    }

    /** What a program in Python prints; another text where it fails. */
    private static String run(String python, String program, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(python, "-c", program));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said : "failed: " + said;
        } catch (IOException | InterruptedException e) {
            return "failed: " + e;
        }
    }

    private static byte[] npy(String header, int elementBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(header.length());
        out.write(header.length() >>> 8);
        out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(new byte[elementBytes]);
        return out.toByteArray();
    }

    private static NumberArray read(byte[] bytes) throws IOException {
        return Npy.read(new ByteArrayInputStream(bytes), "bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
                "{'descr':'<f4','fortran_order':False,'shape':(2,3)}\n",
                "{\"shape\": (2L, 3L,), \"descr\": \"<f4\", \"fortran_order\": False}   \n",
                "  { 'fortran_order' : True , 'shape' : ( 2 , 3 ) , 'descr' : '=f4' , }",
            })
    void readsHeadersHoweverTheyArePrinted(String header) throws IOException {
        assertEquals("float32 [2, 3]", read(npy(header, 24)).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3), }~a comma after the only dimension",
                "{'descr': '<f4', 'fortran_order': False, 'shape': 3, }~expected: '('",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }~a whole number",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1e3,), }~a comma",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999,), }~at most 18 digits",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999, 999999999999), }~too large",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3000000000,), }~too large",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (3,), }~True or False",
                "{'descr': '<f4', 'fortran_order': __import__('os'), 'shape': (3,), }~True or False",
                "{'descr': '<f4', 'shape': (3,), }~'descr', 'fortran_order' and 'shape'",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'x': 1}~found:    'x'",
                "{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (3,)}~'descr' twice",
                "{'descr': '|O', 'fortran_order': False, 'shape': (3,)}~convert the array",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (3,)}~found:    '<c8'",
                "{'descr': '|f4', 'fortran_order': False, 'shape': (3,)}~convert the array",
                "{'descr': '', 'fortran_order': False, 'shape': (3,)}~convert the array",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,)}~a structured type",
                "{'descr': '<\\x664', 'fortran_order': False, 'shape': (3,)}~a backslash",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} 1~the end of the header",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,~a whole number",
                "{'descr': '<f4~no closing quote",
                "`` ~expected: '{'",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}~bytes after the array",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4,)}~ends too early",
            })
    void saysWhatIsWrongWithAHeader(String header, String part) {
        ArrayException e = assertThrows(ArrayException.class, () -> read(npy(header, 12)));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
        assertEquals("bytes", e.source());
        assertTrue(e.offset().isPresent());
    }

    @Test
    void refusesEveryTruncationAndEveryFlippedBitOfTheHeaderIsNoticedOrHarmless(@TempDir Path dir) throws IOException {
        byte[] whole = Files.readAllBytes(resource("version1.npy", dir));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(ArrayException.class, () -> read(cut));
        }
        assertThrows(ArrayException.class, () -> read(Arrays.copyOf(whole, whole.length + 1)));
        for (int bit = 0; bit < 8 * 128; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertEquals(24, read(flipped).size(), "other dimensions cannot fit the same bytes");
            } catch (ArrayException e) {
                assertEquals("bytes", e.source());
            }
        }
    }

    /** 16 bytes of a file cannot make the reader ask for gigabytes. */
    @Test
    void allocatesWhatIsThereNotWhatTheHeaderSays(@TempDir Path dir) throws IOException {
        byte[] lying = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,)}", 16);
        assertThrows(ArrayException.class, () -> read(lying));
        Path path = dir.resolve("lying.npy");
        Files.write(path, lying);
        ArrayException e = assertThrows(ArrayException.class, () -> Npy.read(path));
        assertTrue(
                String.valueOf(e.getMessage()).contains("expected: 2000000000 bytes of float32 [500000000]"),
                e.getMessage());
        assertEquals("16 bytes", e.found());
    }

    private static Path bomb(Path path) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000,)}", 0));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 60; i++) {
                out.write(zeros);
            }
        }
        return path;
    }

    @Test
    void stopsWhereCompressedBytesExpandWithoutBound(@TempDir Path dir) throws IOException {
        Path path = bomb(dir.resolve("bomb.npy.gz"));
        assertTrue(Files.size(path) < 100_000);
        ArrayException e = assertThrows(ArrayException.class, () -> Npy.read(path));
        assertTrue(String.valueOf(e.getMessage()).contains("more than 100 times"), e.getMessage());
        Path zip = dir.resolve("bomb.npz");
        Npz.writeCompressed(zip, Map.of("zeros", NumberArray.of(new float[8 << 20], 8 << 20)));
        assertTrue(Files.size(zip) < 100_000);
        e = assertThrows(ArrayException.class, () -> Npz.read(zip));
        assertTrue(String.valueOf(e.getMessage()).contains("bomb.npz!zeros.npy: it decompresses"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"x.npy, x.npz, is no npz file", "a.txt, b.npz, the entry is no array"})
    void refusesArchivesThatAreNone(String entry, String file, String part, @TempDir Path dir) throws IOException {
        Path path = dir.resolve(file);
        if (file.equals("x.npz")) {
            Files.write(path, npy("{}", 3));
        } else {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.closeEntry();
            }
        }
        ArrayException e = assertThrows(ArrayException.class, () -> Npz.read(path));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }

    /** Where another dimension is 0 the elements take no bytes, however long the rest is. */
    @ParameterizedTest
    @ValueSource(strings = {"(1099511627776, 0)", "(0, 1099511627776)"})
    void refusesDimensionsThatNoArrayHas(String shape, @TempDir Path dir) throws IOException {
        byte[] file = npy("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + "}", 0);
        ArrayException e = assertThrows(ArrayException.class, () -> read(file));
        assertTrue(e.found().contains("1099511627776"), e.getMessage());
        Path path = Files.write(dir.resolve("empty.npy"), file);
        if (shape.startsWith("(0")) {
            assertThrows(ArrayException.class, () -> ArrayFile.open(path));
        } else {
            assertEquals(0, ArrayFile.open(path).rows(1L << 35, 3).floats().length);
        }
    }

    /** An archive with two entries of one name: made of one with two, the second renamed in both of its places. */
    @Test
    void refusesAnEntryThatIsThereTwice(@TempDir Path dir) throws IOException {
        Path path = dir.resolve("twice.npz");
        Map<String, NumberArray> two = new LinkedHashMap<>();
        two.put("aa", NumberArray.of(new int[] {1}, 1));
        two.put("ab", NumberArray.of(new int[] {2}, 1));
        Npz.write(path, two);
        String renamed = Files.readString(path, StandardCharsets.ISO_8859_1).replace("ab.npy", "aa.npy");
        Files.writeString(path, renamed, StandardCharsets.ISO_8859_1);
        ArrayException e = assertThrows(ArrayException.class, () -> Npz.read(path));
        assertEquals("aa twice", e.found());
    }

    @Test
    void noticesDamagedNumbersInAnArchive(@TempDir Path dir) throws IOException {
        Path path = dir.resolve("damaged.npz");
        Npz.write(path, Map.of("a", NumberArray.of(new int[] {0x5A5A5A5A}, 1)));
        String damaged = Files.readString(path, StandardCharsets.ISO_8859_1).replace("ZZZZ", "ZZZY");
        Files.writeString(path, damaged, StandardCharsets.ISO_8859_1);
        ArrayException e = assertThrows(ArrayException.class, () -> Npz.read(path));
        assertTrue(e.expected().startsWith("checksum"), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"INT8", "FLOAT32"})
    void shapesMustFitTheValues(ElementType type) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> {
            if (type == ElementType.FLOAT32) {
                NumberArray.of(new float[5], 2, 3);
            } else {
                NumberArray.ofUnsigned(new byte[5], 2, 3);
            }
        });
        assertEquals("array of shape [2, 3]: expected 6 values, found 5", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> NumberArray.of(new int[1], -1));
    }
}
