package dev.netwright.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
    @Test
    void readsIris() throws IOException {
        Dataset iris = Csv.resource(CsvTest.class, "iris.csv")
                .skipLines(1)
                .noHeader()
                .label(4)
                .classes("setosa", "versicolor", "virginica")
                .read();
        assertEquals(150, iris.size());
        assertEquals(4, iris.inputSize(0));
        assertArrayEquals(new float[] {5.1f, 3.5f, 1.4f, 0.2f}, iris.input(0));
        assertEquals(50, IntStream.range(0, 150).filter(i -> iris.label(i) == 2).count());
        assertEquals("virginica", iris.className(iris.label(149)));
        double sum = IntStream.range(0, 150).mapToDouble(i -> iris.input(i)[0]).sum();
        assertEquals(876.5, sum, 1e-3);
    }

    @Test
    void mapsTextsToClassesInSortedOrder() throws IOException {
        Dataset data =
                Csv.ofText("x,kind\n1,pear\n2,apple\n3,pear\n").label("kind").read();
        assertEquals(List.of("apple", "pear"), data.classNames(0));
        assertEquals(1, data.label(0));
        assertEquals(0, data.label(1));
        Dataset seen = Csv.ofText("x,kind\n1,pear\n2,apple\n")
                .label("kind")
                .classesAsTheyAppear()
                .read();
        assertEquals(List.of("pear", "apple"), seen.classNames(0));
    }

    @Test
    void quotedFieldsHoldSeparatorsQuotesAndLineBreaks() throws IOException {
        Dataset data = Csv.ofText("\uFEFF\"a \"\"b\"\"\",\"l\"\r\n\"1\",\"x,\ny\"\r\n2.5e1,z\r\n\r\n")
                .label("l")
                .features("a \"b\"")
                .read();
        assertEquals(List.of("x,\ny", "z"), data.classNames(0));
        assertEquals(25f, data.input(1)[0]);
    }

    @Test
    void readsTargetsAndLeavesColumnsOut() throws IOException {
        Dataset data = Csv.ofText("id;a;b;price\n7;1;2;3.5\n8;4;5;6.5\n")
                .separator(';')
                .without("id")
                .targets("price")
                .read();
        assertArrayEquals(new float[] {4, 5}, data.input(1));
        assertArrayEquals(new float[] {6.5f}, data.target(0, 1));
    }

    @Test
    void readsCompressedFiles(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("numbers.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("1,0\n2,1\n".getBytes(StandardCharsets.UTF_8));
        }
        Dataset data = Csv.of(file).noHeader().label(1).read();
        assertEquals(2, data.size());
        assertEquals(2, data.classes(0).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "x,k~1,a~NaN,b | text:3: column x | a number | \"NaN\"",
                "x,k~1,a~,b | text:3: column x | a number | an empty cell",
                "x,k~1,a~0x1p3,b | text:3: column x | a number | \"0x1p3\"",
                "x,k~1,a~1f,b | text:3: column x | a number | \"1f\"",
                "x,k~1,a~1e39,b | text:3: column x | within float32 | 1e39",
                "x,k~1,a~2, | text:3: column k | a label | an empty cell",
                "x,k~1,a~2,b,c | text:3: fields | 2 fields | 3",
                "x,k~1,a~2 | text:3: fields | 2 fields | 1",
                "x,k~1,a~~2,b | text:3: an empty line | between | records",
                "x,k~1,\"a~2,b | text:2: column 2 | a closing quote | the end",
                "x,k~1,\"a\"b~2,b | text:2: column 2 | separator | \"b\"",
                "x,k~1,a\"b~2,b | text:2: column 2 | quotes | a quote within",
                "x,x~1,a | text:1: two columns | named | \"x\"",
                "y,z~1,a | column k | one of [y, z] | no such column",
                "x,k | header | no | values",
            })
    void saysWhatIsWrongAndWhere(String text, String first, String second, String third) {
        CsvException e = assertThrows(
                CsvException.class,
                () -> Csv.ofText(text.replace('~', '\n')).label("k").read());
        for (String part : List.of(first, second, third)) {
            assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
        }
    }

    @Test
    void refusesLabelsOutsideTheClasses() {
        CsvException e = assertThrows(
                CsvException.class,
                () -> Csv.ofText("x,k\n1,a\n2,c\n").label("k").classes("a", "b").read());
        assertTrue(String.valueOf(e.getMessage()).contains("one of the classes [a, b]"), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains(":3: column k"), e.getMessage());
    }

    @Test
    void refusesTextThatIsNotUtf8(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("latin.csv");
        Files.write(file, new byte[] {'x', ',', 'k', '\n', '1', ',', (byte) 0xE9, '\n'});
        CsvException e =
                assertThrows(CsvException.class, () -> Csv.of(file).label("k").read());
        assertTrue(String.valueOf(e.getMessage()).contains("not UTF-8"), e.getMessage());
    }
}
