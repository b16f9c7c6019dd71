package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of versions before, in each format; the same checks as in {@link Checkpoints} where something does not fit. */
class SchemaVersionsTest {
    private static final String FIRST = """
            parameter a a.weight WEIGHT - [2, 3]
            parameter a a.bias BIAS - [2]
            buffer b b.mean MEAN - [2]
            """;
    private static final String SECOND = """
            parameter c c.weight WEIGHT - [3, 2]
            parameter c c.bias BIAS - [3]
            parameter d d.scale SCALE - [2]
            buffer e e.mean MEAN - [2]
            """;
    private static final String VERSIONS = "version 1\n" + FIRST + """
            version 2
            resize c.weight a.weight KEEP FIVES
            resize c.bias a.bias PAD FIVES
            add d.scale SEVENS
            copy e.mean b.mean
            """;

    private static final Schema OLD = Schema.of("p.Net", 1, FIRST, () -> "{}", () -> new byte[0]);
    private static final Schema NEW =
            Schema.of("p.Net", 2, SECOND, VERSIONS, SchemaVersionsTest::law, Map.of(), () -> "{}", () -> new byte[0]);

    private static void law(float[] values, TensorSpec spec, String law) {
        float value = law.equals("FIVES") ? 5 : law.equals("SEVENS") ? 7 : 0;
        Arrays.fill(values, spec.offset(), spec.offset() + spec.size(), value);
    }

    private static Checkpoints.Contents contents(Schema schema, float... values) {
        float[] parameters = Arrays.copyOf(values, schema.parameterCount());
        return new Checkpoints.Contents(schema, parameters, new float[] {-1, -2}, Optional.empty());
    }

    private static byte[] file(Format format, Checkpoints.Contents contents) throws Exception {
        var out = new java.io.ByteArrayOutputStream();
        Checkpoints.write(out, format, contents, SaveOptions.DEFAULT);
        return out.toByteArray();
    }

    private static Checkpoints.Contents blank() {
        return new Checkpoints.Contents(NEW, new float[NEW.parameterCount()], new float[2], Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void olderFilesMigrate(Format format) throws Exception {
        Checkpoints.Contents target = blank();
        Checkpoints.restore(file(format, contents(OLD, 1, 2, 3, 4, 5, 6, 8, 9)), format, target, Set.of());
        assertArrayEquals(new float[] {1, 2, 4, 5, 5, 5, /* bias */ 8, 9, 0, /* scale */ 7, 7}, target.parameters());
        assertArrayEquals(new float[] {-1, -2}, target.buffers());
    }

    @ParameterizedTest
    @EnumSource
    void ownFilesLoadAsTheyAre(Format format) throws Exception {
        Checkpoints.Contents target = blank();
        float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        Checkpoints.restore(file(format, contents(NEW, values)), format, target, Set.of());
        assertArrayEquals(values, target.parameters());
    }

    @ParameterizedTest
    @EnumSource
    void aVersionThatIsNotWhatItWas(Format format) throws Exception {
        Schema claimed = Schema.of("p.Net", 1, SECOND, () -> "{}", () -> new byte[0]);
        Checkpoints.Contents target = blank();
        CheckpointException e = assertThrows(
                CheckpointException.SchemaMismatch.class,
                () -> Checkpoints.restore(file(format, contents(claimed, 1)), format, target, Set.of()));
        assertTrue(e.getMessage().contains("does not fit p.Net version 1"), e.getMessage());
        assertArrayEquals(new float[NEW.parameterCount()], target.parameters());
    }

    @ParameterizedTest
    @EnumSource
    void neitherVersion(Format format) throws Exception {
        Schema other = Schema.of(
                "p.Net",
                1,
                "parameter z z.weight WEIGHT - [2]\nbuffer b b.mean MEAN - [2]\n",
                () -> "{}",
                () -> new byte[0]);
        Checkpoints.Contents target = blank();
        CheckpointException e = assertThrows(
                CheckpointException.SchemaMismatch.class,
                () -> Checkpoints.restore(file(format, contents(other, 1)), format, target, Set.of()));
        assertTrue(e.getMessage().contains("does not fit p.Net: "), e.getMessage());
        assertArrayEquals(new float[NEW.parameterCount()], target.parameters());
    }

    /** Of another network by name, as a renamed interface's: its tensors say which version it is. */
    @ParameterizedTest
    @EnumSource
    void aFileThatNamesNoVersionOfThisNetwork(Format format) throws Exception {
        Schema elsewhere = Schema.of("q.Net", 4, FIRST, () -> "{}", () -> new byte[0]);
        Checkpoints.Contents target = blank();
        Checkpoints.restore(file(format, contents(elsewhere, 1, 2, 3, 4, 5, 6, 8, 9)), format, target, Set.of());
        assertEquals(4, target.parameters()[2]);
    }

    @Test
    void everyTruncationOfAnOlderFileIsRefused() throws Exception {
        byte[] bytes = file(Format.SAFETENSORS, contents(OLD, 1, 2, 3, 4, 5, 6, 8, 9));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            Checkpoints.Contents target = blank();
            assertThrows(
                    CheckpointException.class, () -> Checkpoints.restore(cut, Format.SAFETENSORS, target, Set.of()));
            assertArrayEquals(new float[NEW.parameterCount()], target.parameters());
        }
    }

    /** No flipped bit makes a file one of another version, or of none. */
    @Test
    void everyFlippedBitOfAnOlderFileIsRefused() throws Exception {
        for (Format format : Format.values()) {
            byte[] bytes = file(format, contents(OLD, 1, 2, 3, 4, 5, 6, 8, 9));
            for (int bit = 0; bit < 8 * bytes.length; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                int at = bit;
                assertThrows(
                        CheckpointException.class,
                        () -> Checkpoints.restore(flipped, format, blank(), Set.of()),
                        () -> format + " bit " + at);
            }
        }
    }

    @Test
    void boxesOfEveryRank() {
        for (int rank = 0; rank <= 4; rank++) {
            List<Integer> small = List.of(2, 3, 1, 2).subList(0, rank);
            List<Integer> large = List.of(3, 3, 4, 5).subList(0, rank);
            TensorSpec from = new TensorSpec("s", "s", small, Role.WEIGHT, true, 1);
            TensorSpec to = new TensorSpec("l", "l", large, Role.WEIGHT, true, 2);
            float[] source = new float[1 + from.size()];
            for (int i = 0; i < source.length; i++) {
                source[i] = i;
            }
            float[] target = new float[2 + to.size()];
            Box.copy(source, from, 0, target, to, 0);
            float[] back = new float[source.length];
            Box.copy(target, to, 0, back, from, 0);
            assertArrayEquals(source, back, "rank " + rank);
            double sum = 0;
            for (float value : target) {
                sum += value;
            }
            assertEquals(from.size() * (from.size() + 1) / 2.0, sum, "nothing beside the box");
        }
    }
}
