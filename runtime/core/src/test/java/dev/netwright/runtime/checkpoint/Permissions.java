package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Programs that run with another umask, or as another user. */
final class Permissions {
    private Permissions() {}

    /** Prints the mode of a file that was written as any other, and of one that was saved. */
    static final class New {
        private New() {}

        /** The directory. */
        @SuppressWarnings("SystemOut") // read by the test
        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            Path plain = Files.write(directory.resolve("plain"), new byte[1]);
            Path saved = directory.resolve("saved.json");
            Checkpoints.save(saved, Steps.of(1), Steps.options(1));
            System.out.print(mode(plain) + " " + mode(saved));
        }

        private static String mode(Path path) throws IOException {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        }
    }

    /** Saves where it may not, and says whether all was refused as it should be. */
    static final class Denied {
        private Denied() {}

        /** A directory that belongs to the user. */
        @SuppressWarnings("SystemOut") // read by the test
        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            keptFromStrangers(directory.resolve("private.json"), "rw-------");
            keptFromStrangers(directory.resolve("readable.json"), "rwxr--r--");
            Path file = directory.resolve("model.json");
            Checkpoints.save(file, Steps.of(1), Steps.options(1));
            byte[] old = Files.readAllBytes(file);
            denied(file, "the file is protected", "r--r--r--", file);
            denied(file, "permission denied", "r-xr-xr-x", directory);
            denied(file, "permission denied", "rw-rw-rw-", directory);
            require(Arrays.equals(old, Files.readAllBytes(file)), "the file is unchanged");
            try (Stream<Path> files = Files.list(directory)) {
                require(files.toList().equals(List.of(file)), "nothing else is left");
            }
            // Names cannot be forced where the directory may not be read; the file itself is saved.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("-wx------"));
            try {
                Checkpoints.save(file, Steps.of(2), Steps.options(2));
                throw new IllegalStateException("saved where the directory cannot be forced");
            } catch (CheckpointException.Durability e) {
                require(e.getMessage().contains("saved, but"), e.getMessage());
            }
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            require(Steps.find(file) == 2, "step 2 is there");
            System.out.print("refused as expected");
        }

        /** Where the group cannot be kept, another one gets no more than everyone has. */
        private static void keptFromStrangers(Path file, String mode) throws IOException {
            if (Files.exists(file)) {
                Checkpoints.save(file, Steps.of(2), Steps.options(2));
                String found = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                require(found.equals(mode), file + " is " + found);
                Files.delete(file);
            }
        }

        private static void denied(Path file, String words, String mode, Path limited) throws IOException {
            String before = PosixFilePermissions.toString(Files.getPosixFilePermissions(limited));
            Files.setPosixFilePermissions(limited, PosixFilePermissions.fromString(mode));
            try {
                Checkpoints.save(file, Steps.of(2), Steps.options(2));
                throw new IllegalStateException("saved with " + mode + " on " + limited);
            } catch (CheckpointException.Write e) {
                require(e.getMessage().contains(words), e.getMessage());
                require(
                        e.getMessage().contains("unchanged")
                                || e.getMessage().contains("nothing at the path was changed"),
                        e.getMessage());
            } finally {
                Files.setPosixFilePermissions(limited, PosixFilePermissions.fromString(before));
            }
        }

        private static void require(boolean right, String what) {
            if (!right) {
                throw new IllegalStateException(what);
            }
        }
    }
}
