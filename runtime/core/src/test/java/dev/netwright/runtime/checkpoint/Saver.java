package dev.netwright.runtime.checkpoint;

import java.nio.file.Path;
import java.util.Map;

/** Programs that save and are killed meanwhile. */
final class Saver {
    private Saver() {}

    /** Saves step after step in all formats at once, each to its file, and says so after each: until it is killed. */
    static final class Forever {
        private Forever() {}

        /** The directory, and the first step. */
        @SuppressWarnings("SystemOut") // read by the test
        public static void main(String[] arguments) {
            int first = Integer.parseInt(arguments[1]);
            for (Map.Entry<Format, Path> file :
                    Steps.files(Path.of(arguments[0])).entrySet()) {
                new Thread(() -> {
                            for (int step = first; ; step++) {
                                try {
                                    Steps.save(Commit.STANDARD, file.getValue(), step);
                                } catch (CheckpointException e) {
                                    throw new IllegalStateException(e);
                                }
                                synchronized (System.out) {
                                    System.out.print(file.getKey() + " " + step + "\n");
                                    System.out.flush();
                                }
                            }
                        })
                        .start();
            }
        }
    }

    /** Saves a step and stops the JVM at the n-th operation, without any cleaning up. */
    static final class Once {
        private Once() {}

        /** The file, the step, n, and whether a backup is kept. */
        public static void main(String[] arguments) throws CheckpointException {
            int last = Integer.parseInt(arguments[2]);
            int step = Integer.parseInt(arguments[1]);
            HookedFileOps files = new HookedFileOps() {
                @Override
                void before(Op op) {
                    if (done.size() == last) {
                        Runtime.getRuntime().halt(9);
                    }
                }
            };
            SaveOptions options = Steps.options(step);
            Checkpoints.save(
                    new Commit(files),
                    Path.of(arguments[0]),
                    Steps.of(step),
                    Boolean.parseBoolean(arguments[3]) ? options.backup() : options);
        }
    }

    /** Saves a number of steps to one file. */
    static final class Several {
        private Several() {}

        /** The file, the first step, and how many. */
        public static void main(String[] arguments) throws CheckpointException {
            int first = Integer.parseInt(arguments[1]);
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                int step = first + i;
                Checkpoints.save(
                        Path.of(arguments[0]),
                        Steps.of(step),
                        Steps.options(step).durability(Durability.FAST));
            }
        }
    }
}
