package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every state that a power cut may leave, on a simulated disk. */
class PowerCutTest {
    private static final Path DISK = Path.of("disk").toAbsolutePath();

    /** States looked at, and what is wrong with some of them. */
    private record Outcome(long states, List<String> violations, int forces) {}

    private static Outcome cuts(Format format, boolean replaces, boolean backup, int ignored) throws Exception {
        Path file = DISK.resolve("model" + format.extension());
        Path kept = SaveOptions.backupOf(file);
        byte[] old = Steps.bytes(format, 1);
        byte[] fresh = Steps.bytes(format, 2);
        SimulatedDisk disk = new SimulatedDisk(ignored);
        if (replaces) {
            disk.put(file, old);
        }
        int before = disk.events().size();
        SaveOptions options = backup ? Steps.options(2).backup() : Steps.options(2);
        Checkpoints.save(new Commit(disk), file, Steps.of(2), options);
        int returned = disk.events().size();
        List<String> violations = new ArrayList<>();
        long states = new PowerCuts(disk.events()).visit(before, (happened, files) -> {
            if (ignored > 0 && !violations.isEmpty()) {
                return; // one is enough
            }
            byte[] found = content(files, file);
            boolean isNew = Arrays.equals(fresh, found);
            boolean isOld = happened < returned && (replaces ? Arrays.equals(old, found) : found == null);
            if (!isNew && !isOld) {
                violations.add("after event " + happened + " of " + returned + " the file is neither");
            }
            if (backup && isNew && !Arrays.equals(old, content(files, kept))) {
                violations.add("after event " + happened + " of " + returned
                        + " the file is new and the backup is not the old one");
            }
        });
        return new Outcome(states, violations, disk.forces());
    }

    @ParameterizedTest
    @EnumSource
    void aPowerCutLeavesTheOldFileOrTheNewOne(Format format) throws Exception {
        long states = 0;
        for (boolean replaces : new boolean[] {true, false}) {
            for (boolean backup : new boolean[] {false, replaces}) {
                Outcome outcome = cuts(format, replaces, backup, 0);
                assertEquals(List.of(), outcome.violations());
                assertEquals(backup ? 3 : 2, outcome.forces());
                states += outcome.states();
            }
        }
        System.out.println(format + ": " + states + " states, 0 violations");
        assertTrue(states > 2_000, states + " states");
    }

    /** Without any one of the forces some state is wrong: the simulation would notice, and none is in vain. */
    @ParameterizedTest
    @EnumSource
    void everyForceIsNeeded(Format format) throws Exception {
        for (boolean replaces : new boolean[] {true, false}) {
            for (boolean backup : new boolean[] {false, replaces}) {
                for (int ignored = 1; ignored <= (backup ? 3 : 2); ignored++) {
                    String place = format + ", replaces " + replaces + ", backup " + backup + ", force " + ignored;
                    assertTrue(
                            !cuts(format, replaces, backup, ignored)
                                    .violations()
                                    .isEmpty(),
                            place);
                }
            }
        }
    }

    /** What the states are, of two small writes and a rename of which nothing was forced. */
    @Test
    void theStatesOfTwoWrites() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(0);
        Path a = DISK.resolve("a");
        Path b = DISK.resolve("b");
        try (FileOps.NewFile file = disk.create(a)) {
            file.write(java.nio.ByteBuffer.wrap(new byte[] {1}));
            file.write(java.nio.ByteBuffer.wrap(new byte[] {2, 3}));
        }
        disk.move(a, b);
        List<String> states = new ArrayList<>();
        new PowerCuts(disk.events()).visit(disk.events().size(), (happened, files) -> states.add(text(files)));
        for (String state :
                List.of("", "a[1, 2, 3]", "b[1, 2, 3]", "b[]", "b[1]", "b[0, 2, 3]", "b[1, 0, 0]", "b[0]")) {
            assertTrue(states.contains(state), state + " in " + states);
        }
        assertTrue(states.stream().noneMatch(state -> state.contains("a") && state.contains("b")), states.toString());
    }

    private static byte @Nullable [] content(Map<Path, Supplier<byte[]>> files, Path path) {
        Supplier<byte[]> content = files.get(path);
        return content == null ? null : content.get();
    }

    private static String text(Map<Path, Supplier<byte[]>> files) {
        StringBuilder text = new StringBuilder();
        files.forEach((path, bytes) -> text.append(path.getFileName()).append(Arrays.toString(bytes.get())));
        return text.toString();
    }
}
