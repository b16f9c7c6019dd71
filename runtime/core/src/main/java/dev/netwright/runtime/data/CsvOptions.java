package dev.netwright.runtime.data;

import java.util.List;
import java.util.Optional;

/** How a table is read; columns by name, or by {@link #index}. */
record CsvOptions(
        boolean header,
        int skip,
        char separator,
        List<String> features,
        List<String> leftOut,
        Optional<String> label,
        List<String> targets,
        List<String> classes,
        boolean sorted,
        boolean rowNames) {
    static final CsvOptions DEFAULT =
            new CsvOptions(true, 0, ',', List.of(), List.of(), Optional.empty(), List.of(), List.of(), true, false);

    /** The name of a column that is given by its index, whatever the header says. */
    static String index(int column) {
        return "\u0000" + column;
    }

    CsvOptions withHeader(boolean changed) {
        return new CsvOptions(changed, skip, separator, features, leftOut, label, targets, classes, sorted, rowNames);
    }

    CsvOptions withSkip(int changed) {
        return new CsvOptions(header, changed, separator, features, leftOut, label, targets, classes, sorted, rowNames);
    }

    CsvOptions withSeparator(char changed) {
        return new CsvOptions(header, skip, changed, features, leftOut, label, targets, classes, sorted, rowNames);
    }

    CsvOptions withFeatures(List<String> changed) {
        return new CsvOptions(header, skip, separator, changed, leftOut, label, targets, classes, sorted, rowNames);
    }

    CsvOptions withLeftOut(List<String> changed) {
        return new CsvOptions(header, skip, separator, features, changed, label, targets, classes, sorted, rowNames);
    }

    CsvOptions withLabel(Optional<String> changed) {
        return new CsvOptions(header, skip, separator, features, leftOut, changed, targets, classes, sorted, rowNames);
    }

    CsvOptions withTargets(List<String> changed) {
        return new CsvOptions(header, skip, separator, features, leftOut, label, changed, classes, sorted, rowNames);
    }

    CsvOptions withClasses(List<String> changed) {
        return new CsvOptions(header, skip, separator, features, leftOut, label, targets, changed, sorted, rowNames);
    }

    CsvOptions withSorted(boolean changed) {
        return new CsvOptions(header, skip, separator, features, leftOut, label, targets, classes, changed, rowNames);
    }

    CsvOptions withRowNames(boolean changed) {
        return new CsvOptions(header, skip, separator, features, leftOut, label, targets, classes, sorted, changed);
    }
}
