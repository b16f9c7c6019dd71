package dev.netwright.processor.diagnose;

import java.util.List;

/**
 * A mistake in a declaration, in the user's words. Made by {@link Problems}.
 *
 * @param id kind of mistake
 * @param place the narrowest place it can be shown at
 * @param what what is wrong, in one line without a full stop
 * @param expected what would have been right; empty leaves the line out
 * @param found what stands there; empty leaves the line out
 * @param trace the chain of nodes that led here; empty leaves the line out
 * @param help literal edits that would mend it, best first
 */
public record Problem(
        ProblemId id, Place place, String what, String expected, String found, String trace, List<String> help) {
    public Problem {
        help = List.copyOf(help);
    }
}
