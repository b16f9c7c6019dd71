package dev.netwright.runtime.opencl;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Where compiled programs are kept: {@code -Dnetwright.opencl.cache=DIR}, else a directory of the user's; {@code none} keeps none. */
final class ProgramCaches {
    private ProgramCaches() {}

    static Optional<Path> usual() {
        String told = System.getProperty("netwright.opencl.cache", "");
        if (told.equals("none")) {
            return Optional.empty();
        }
        try {
            if (!told.isEmpty()) {
                return Optional.of(Path.of(told));
            }
            String shared = System.getenv("XDG_CACHE_HOME");
            String home = System.getProperty("user.home", "");
            if (shared != null && !shared.isEmpty()) {
                return Optional.of(Path.of(shared, "netwright"));
            }
            return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".cache", "netwright"));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
