package dev.netwright.processor.diagnose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A problem put together; what is not said stays empty. */
final class ProblemBuilder {
    private final ProblemId id;
    private final Place place;
    private final String what;
    private String expected = "";
    private String found = "";
    private String trace = "";
    private final List<String> help = new ArrayList<>();

    ProblemBuilder(ProblemId id, Place place, String what) {
        this.id = id;
        this.place = place;
        this.what = what;
    }

    ProblemBuilder expected(String text) {
        expected = text;
        return this;
    }

    ProblemBuilder found(String text) {
        found = text;
        return this;
    }

    ProblemBuilder trace(String text) {
        trace = text;
        return this;
    }

    ProblemBuilder help(String... lines) {
        help.addAll(Arrays.asList(lines));
        return this;
    }

    Problem build() {
        return new Problem(id, place, what, expected, found, trace, help);
    }
}
