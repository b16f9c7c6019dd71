package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The siblings that saves write before they rename them, {@code .<name>.<pid>-<nanos>.netwright-tmp}, and what is left of them when a process
 * dies.
 */
final class Leftovers {
    static final String EXTENSION = ".netwright-tmp";

    /** Younger ones are left alone, whatever their process: clocks and process ids of other machines and containers differ. */
    static final Duration AGE = Duration.ofHours(1);

    /** Most file systems take names of 255 bytes, of which the process id, the time and the extension need up to 60. */
    private static final int LONGEST_NAME = 190;

    private static final Pattern NAME = Pattern.compile("\\..*\\.(\\d{1,18})-\\d+" + Pattern.quote(EXTENSION));

    private Leftovers() {}

    /** A sibling's path that no other save has; of a long name the beginning. */
    static Path sibling(Path file) {
        return file.resolveSibling("." + shortened(String.valueOf(file.getFileName())) + "."
                + ProcessHandle.current().pid() + "-" + System.nanoTime() + EXTENSION);
    }

    private static String shortened(String name) {
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            end -= Character.isLowSurrogate(name.charAt(end - 1)) ? 2 : 1;
        }
        return name.substring(0, end);
    }

    /** Deletes the siblings in a directory whose process is dead and whose last change is an hour ago. */
    static void sweep(FileOps files, Path directory, Instant now) throws IOException {
        for (Path file : files.list(directory)) {
            Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) {
                FileOps.Entry entry = files.entry(file);
                if (entry != null
                        && entry.kind() == FileOps.Kind.FILE
                        && entry.modified().plus(AGE).isBefore(now)
                        && !lives(Long.parseLong(name.group(1)), entry.modified())) {
                    files.delete(file);
                }
            }
        }
    }

    /** Whether the process that wrote a file then lives: ids are used again, so one that started later is another one. */
    private static boolean lives(long pid, Instant then) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return process.isPresent()
                && process.get()
                        .info()
                        .startInstant()
                        .map(start -> start.isBefore(then))
                        .orElse(true);
    }
}
