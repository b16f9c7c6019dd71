package dev.netwright.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RandomStreamTest {
    /** Known answers of the authors' library Random123 (kat_vectors, philox4x32 with 10 rounds). */
    @Test
    void isPhilox() {
        RandomStream zeros = new RandomStream(0, 0);
        assertEquals(0x6627e8d5, zeros.nextInt());
        assertEquals(0xe169c58d, zeros.nextInt());
        assertEquals(0xbc57ac4c, zeros.nextInt());
        assertEquals(0x9b00dbd8, zeros.nextInt());
    }

    @Test
    void numbersBelowABoundAreEquallyLikely() {
        RandomStream random = new RandomStream(5, 1);
        int[] counts = new int[7];
        int draws = 70_000;
        for (int i = 0; i < draws; i++) {
            counts[random.below(7)]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += Math.pow(count - draws / 7.0, 2) / (draws / 7.0);
        }
        assertTrue(chiSquare < 22.46, "6 degrees of freedom, 0.1 % point: " + chiSquare);
        assertEquals(0, random.below(1));
        assertThrows(IllegalArgumentException.class, () -> random.below(0));
    }

    @Test
    void doublesFillTheUnitInterval() {
        RandomStream random = new RandomStream(6, 2);
        double sum = 0;
        double least = 1;
        double most = 0;
        for (int i = 0; i < 100_000; i++) {
            double value = random.nextDouble();
            sum += value;
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        assertEquals(0.5, sum / 100_000, 5 * Math.sqrt(1 / 12.0 / 100_000));
        assertTrue(least >= 0 && least < 1e-3 && most < 1 && most > 0.999);
    }

    @Test
    void streamsOfNamesDiffer() {
        assertEquals(
                RandomStream.named(1, "a").nextInt(), RandomStream.named(1, "a").nextInt());
        assertNotEquals(
                RandomStream.named(1, "a").nextInt(), RandomStream.named(1, "b").nextInt());
        assertNotEquals(
                RandomStream.named(1, "a").nextInt(), RandomStream.named(2, "a").nextInt());
    }
}
