package dev.netwright.runtime.checkpoint;

import java.util.List;

/**
 * What was done to a file of an earlier version.
 *
 * @param source the file
 * @param from its version
 * @param to the version it was loaded into
 * @param fresh parameters that did not come whole, for which an optimizer's state starts anew; empty where the file has no such state
 */
public record MigrationReport(String source, int from, int to, List<String> fresh) {
    public MigrationReport {
        fresh = List.copyOf(fresh);
    }

    /** One line for a person. */
    public String text() {
        String lost = fresh.isEmpty() ? "" : "; the optimizer starts anew for " + String.join(", ", fresh);
        return source + ": migrated from version " + from + " to " + to + lost;
    }
}
