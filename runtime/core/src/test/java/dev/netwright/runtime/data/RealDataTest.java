package dev.netwright.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.SharedData;
import dev.netwright.runtime.array.ArrayException;
import dev.netwright.runtime.array.ArrayFile;
import dev.netwright.runtime.array.Idx;
import dev.netwright.runtime.array.Npy;
import dev.netwright.runtime.array.NumberArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readers on real files, and on these damaged. */
class RealDataTest {
    private static final String IMAGES = "mnist-t10k-images-idx3-ubyte.gz";
    private static final String LABELS = "mnist-t10k-labels-idx1-ubyte.gz";

    private static Path decompressed(String name, Path dir) throws IOException {
        Path plain = dir.resolve(name.replace(".gz", ""));
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(SharedData.file(name)))) {
            Files.copy(in, plain);
        }
        return plain;
    }

    /** Class counts and the sum of all pixels as NumPy finds them in these files. */
    @Test
    void readsMnist() throws IOException {
        NumberArray images = Idx.read(SharedData.file(IMAGES));
        assertEquals("uint8 [10000, 28, 28]", images.toString());
        Dataset data = Dataset.of(images, Idx.read(SharedData.file(LABELS)));
        assertEquals(10_000, data.size());
        assertEquals(784, data.inputSize(0));
        assertEquals(10, data.classes(0).orElseThrow());
        int[] counts = new int[10];
        double sum = 0;
        for (int i = 0; i < data.size(); i++) {
            counts[data.label(i)]++;
            for (float pixel : data.input(i)) {
                sum += pixel;
            }
        }
        assertArrayEquals(new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, counts);
        assertEquals(7, data.label(0));
        assertEquals(264_923_200.0, sum);
    }

    @Test
    void readsPartsOfFilesAsTheWhole(@TempDir Path dir) throws IOException {
        ArrayFile images = ArrayFile.open(decompressed(IMAGES, dir));
        ArrayFile labels = ArrayFile.open(decompressed(LABELS, dir));
        assertEquals(List.of(10_000L, 28L, 28L), images.shape());
        Dataset whole = Dataset.of(Idx.read(SharedData.file(IMAGES)), Idx.read(SharedData.file(LABELS)));
        DataStream stream = DataStream.of(images, labels);
        int at = 0;
        try (BatchReader reader = stream.read(700)) {
            while (reader.hasNext()) {
                Batch batch = reader.next();
                for (int i = 0; i < batch.size(); i++, at++) {
                    assertEquals(whole.label(at), batch.labels(0).orElseThrow()[i]);
                    assertArrayEquals(whole.input(at), Arrays.copyOfRange(batch.floats(0), 784 * i, 784 * (i + 1)));
                }
            }
        }
        assertEquals(10_000, at);
        Path npy = dir.resolve("images.npy");
        Npy.write(npy, Idx.read(SharedData.file(IMAGES)));
        assertArrayEquals(
                images.rows(9_990, 10).ints(),
                ArrayFile.open(npy).rows(9_990, 10).ints());
        assertThrows(IndexOutOfBoundsException.class, () -> images.rows(9_990, 11));
        assertTrue(assertThrows(ArrayException.class, () -> ArrayFile.open(SharedData.file(IMAGES)))
                .found()
                .contains("gzip"));
    }

    @Test
    void namesWhatIsWrongWithAnIdxFile(@TempDir Path dir) throws IOException {
        Path plain = decompressed(LABELS, dir);
        byte[] whole = Files.readAllBytes(plain);
        Path damaged = dir.resolve("damaged");
        for (int length : new int[] {0, 3, 4, 7, 8, 10_007}) {
            Files.write(damaged, Arrays.copyOf(whole, length));
            ArrayException e = assertThrows(ArrayException.class, () -> Idx.read(damaged));
            assertTrue(String.valueOf(e.getMessage()).contains("damaged: the file ends too early"), e.getMessage());
            assertThrows(ArrayException.class, () -> ArrayFile.open(damaged));
        }
        Files.write(damaged, Arrays.copyOf(whole, whole.length + 1));
        ArrayException longer = assertThrows(ArrayException.class, () -> Idx.read(damaged));
        assertEquals(10_008, longer.offset().orElseThrow());
        assertEquals("10000 bytes of uint8 [10000]", longer.expected());
        assertEquals("10001 bytes", longer.found());
        assertThrows(ArrayException.class, () -> ArrayFile.open(damaged));
        String[] problems = {"two zero bytes", "two zero bytes", "0x08 uint8", "1 to 32"};
        for (int at = 0; at < 4; at++) {
            byte[] wrong = whole.clone();
            wrong[at] = (byte) 0xF0;
            Files.write(damaged, wrong);
            ArrayException e = assertThrows(ArrayException.class, () -> Idx.read(damaged));
            assertTrue(e.expected().contains(problems[at]), e.getMessage());
        }
        byte[] negative = whole.clone();
        negative[4] = (byte) 0x80;
        Files.write(damaged, negative);
        ArrayException e = assertThrows(ArrayException.class, () -> Idx.read(damaged));
        assertEquals("-2147473648", e.found());
        byte[] compressed = Files.readAllBytes(SharedData.file(LABELS));
        for (int length : new int[] {2, 9, 20, 1000, compressed.length - 1}) {
            Files.write(damaged, Arrays.copyOf(compressed, length));
            assertThrows(ArrayException.class, () -> Idx.read(damaged), "cut at " + length);
        }
        compressed[2000] ^= 1;
        Files.write(damaged, compressed);
        assertThrows(ArrayException.class, () -> Idx.read(damaged));
    }

    @Test
    void namesTheValueThatNoSampleMayHold() {
        NumberArray inputs = NumberArray.of(new float[] {1, 2, 3, Float.NaN}, 2, 2);
        assertEquals(
                "input of sample 1, value 1: expected a finite float32, found NaN",
                assertThrows(IllegalArgumentException.class, () -> Dataset.of(inputs))
                        .getMessage());
        NumberArray good = NumberArray.of(new double[] {1, 2, 3, 4}, 2, 2);
        assertEquals(
                "class ids for 2 samples: expected as many rows, found an array of int32 [3]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Dataset.of(good, NumberArray.of(new int[] {0, 1, 2}, 3)))
                        .getMessage());
        assertEquals(
                "label of sample 1: expected 0 or more, found -1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Dataset.of(good, NumberArray.of(new long[] {0, -1}, 2)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Dataset.of(NumberArray.of(new float[] {1})));
        Dataset numbers = Dataset.of(good, NumberArray.of(new float[] {5, 6}, 2));
        assertArrayEquals(new float[] {6}, numbers.target(0, 1));
    }

    @Test
    void readsIrisAndDigits() throws IOException {
        Dataset iris = Csv.of(SharedData.file("iris.csv")).label("species").read();
        assertEquals(150, iris.size());
        assertEquals(List.of("setosa", "versicolor", "virginica"), iris.classNames(0));
        double[] sums = new double[4];
        for (int i = 0; i < 150; i++) {
            for (int j = 0; j < 4; j++) {
                sums[j] += iris.input(i)[j];
            }
        }
        assertArrayEquals(new double[] {876.5, 458.6, 563.7, 179.9}, sums, 1e-3);
        Dataset digits =
                Csv.of(SharedData.file("optdigits.tes")).noHeader().label(64).read();
        assertEquals(1797, digits.size());
        assertEquals(64, digits.inputSize(0));
        assertEquals(10, digits.classes(0).orElseThrow());
    }

    /** Its records begin with a row number that the header lacks; its dates are no numbers. */
    @Test
    void readsOccupancy() throws IOException {
        Csv table = Csv.of(SharedData.file("occupancy-datatraining.txt.gz")).label("Occupancy");
        CsvException rows = assertThrows(CsvException.class, table::read);
        assertTrue(
                String.valueOf(rows.getMessage())
                        .contains(":2: fields of the record\nexpected: 7 fields as in the header"),
                rows.getMessage());
        assertTrue(String.valueOf(rows.getMessage()).endsWith("say  .rowNames()"), rows.getMessage());
        CsvException date =
                assertThrows(CsvException.class, () -> table.rowNames().read());
        assertTrue(
                String.valueOf(date.getMessage()).contains(":2: column date\nexpected: a number"), date.getMessage());
        Dataset data = table.rowNames().without("date").read();
        assertEquals(8143, data.size());
        assertArrayEquals(new float[] {23.18f, 27.272f, 426, 721.25f, 0.00479298817650529f}, data.input(0));
        int occupied = 0;
        for (int i = 0; i < data.size(); i++) {
            occupied += data.label(i);
        }
        assertEquals(1729, occupied);
    }
}
