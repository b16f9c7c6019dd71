package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Saving and loading where memory is short by less and less: the file stays whole, the model as it was, and the next save works. */
class MemoryTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource
    void memoryThatIsShortHarmsNothing(Format format) throws Exception {
        int rounds = Children.rounds("memory", 15);
        Path file = dir.resolve("model" + format.extension());
        String text = Children.output(Children.start(Hungry.class, file, rounds), 0);
        System.out.print(format + ": " + text);
        String[] counts = text.strip().split(" ");
        assertTrue(Integer.parseInt(counts[0]) > 0, "no save was short of memory");
        assertTrue(Integer.parseInt(counts[3]) > 0, "no load was short of memory");
    }

    /** Leaves itself a little memory, saves or loads, and looks at what there is afterwards. */
    static final class Hungry {
        private static final int LARGE = 1 << 20;
        private static final int SMALL = 1 << 13;
        private final List<byte[]> large = new ArrayList<>(1_000);
        private final List<byte[]> small = new ArrayList<>(1_000);

        private Hungry() {}

        /** The file, and the number of rounds; prints how many saves and how many loads were short of memory. */
        @SuppressWarnings("SystemOut") // read by the test
        public static void main(String[] arguments) throws CheckpointException {
            Hungry hungry = new Hungry();
            Path file = Path.of(arguments[0]);
            int rounds = Integer.parseInt(arguments[1]);
            int saves = 0;
            int loads = 0;
            Checkpoints.save(file, Steps.of(0), Steps.options(0));
            int there = Steps.find(file);
            for (int round = 1; round <= rounds; round++) {
                int room = round * 30 / rounds;
                boolean saved = hungry.saves(file, round, room);
                saves += saved ? 0 : 1;
                there = saved ? round : there;
                require(Steps.find(file) == there, "after a save: step " + there);
                loads += hungry.loads(file, there, room) ? 0 : 1;
                Checkpoints.save(file, Steps.of(round), Steps.options(round));
                there = Steps.find(file);
                require(there == round, "the next save");
            }
            System.out.println(saves + " saves and " + loads + " loads short of memory of " + rounds);
        }

        /** Leaves room for so many small arrays. */
        private void eat(int room) {
            fill(large, LARGE);
            large.remove(large.size() - 1);
            fill(small, SMALL);
            for (int i = 0; i < room && !small.isEmpty(); i++) {
                small.remove(small.size() - 1);
            }
        }

        private static void fill(List<byte[]> list, int size) {
            try {
                while (true) {
                    list.add(new byte[size]);
                }
            } catch (OutOfMemoryError e) {
                // Full.
            }
        }

        private boolean saves(Path file, int step, int room) throws CheckpointException {
            Contents contents = Steps.of(step);
            SaveOptions options = Steps.options(step);
            eat(room);
            try {
                Checkpoints.save(file, contents, options);
                return true;
            } catch (OutOfMemoryError e) {
                return false;
            } finally {
                large.clear();
                small.clear();
            }
        }

        private boolean loads(Path file, int step, int room) throws CheckpointException {
            Contents target = Steps.of(-1);
            float[] before = target.parameters().clone();
            boolean loaded;
            eat(room);
            try {
                Checkpoints.restore(file, target, Set.of());
                loaded = true;
            } catch (OutOfMemoryError e) {
                loaded = false;
            } finally {
                large.clear();
                small.clear();
            }
            float[] expected = loaded ? Steps.of(step).parameters() : before;
            require(java.util.Arrays.equals(expected, target.parameters()), "the model after a load");
            return loaded;
        }

        private static void require(boolean fine, String what) {
            if (!fine) {
                throw new IllegalStateException("not as expected: " + what);
            }
        }
    }
}
