package dev.netwright.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real data sets beside the project: in {@code -Dnetwright.data=DIR}, or in {@code shared/data} of a folder above. */
public final class SharedData {
    private SharedData() {}

    /** A file of them; a test that asks for one that is not there is skipped, and says so. */
    public static Path file(String name) {
        String given = System.getProperty("netwright.data", "");
        Path folder = given.isEmpty() ? find() : Path.of(given);
        Path file = folder.resolve(name);
        assumeTrue(Files.isRegularFile(file), name + " is not there: give its folder by -Dnetwright.data=DIR");
        return file;
    }

    private static Path find() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/data");
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        return Path.of("");
    }
}
