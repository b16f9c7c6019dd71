package dev.netwright.runtime.data;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Makes a data set of the records of one text. Used once. */
final class CsvTable {
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private final String source;
    private final CsvOptions options;
    private List<String> names = List.of();

    CsvTable(String source, CsvOptions options) {
        this.source = source;
        this.options = options;
    }

    Dataset read(Reader reader) throws IOException {
        CsvRecords records = new CsvRecords(source, reader, options.separator());
        for (int i = 0; i < options.skip(); i++) {
            records.skipLine();
        }
        List<String> first = records.record();
        if (first == null) {
            throw new CsvException(source, records.line(), "the table is empty");
        }
        names = options.header()
                ? first.stream().map(String::strip).toList()
                : IntStream.range(0, first.size() - (options.rowNames() ? 1 : 0))
                        .mapToObj(Integer::toString)
                        .toList();
        refuseDuplicates(records.line());
        int label = options.label().isPresent() ? column(options.label().get()) : -1;
        int[] targets = columns(options.targets());
        int[] features = options.features().isEmpty() ? rest(label, targets) : columns(options.features());
        if (features.length == 0) {
            throw new CsvException(source, records.line(), "no column is left as a feature");
        }

        List<float[]> inputRows = new ArrayList<>();
        List<float[]> targetRows = new ArrayList<>();
        CsvLabels labels = new CsvLabels(source, label < 0 ? "" : names.get(label), options);
        int from = options.rowNames() ? 1 : 0;
        List<String> record = options.header() ? records.record() : first;
        while (record != null) {
            if (record.size() != from + names.size()) {
                throw new CsvException(
                        source,
                        records.line(),
                        "fields of the record\nexpected: " + (from + names.size()) + " fields as in the "
                                + (options.header() ? "header" : "first line") + "\nfound:    " + record.size()
                                + (options.header() && record.size() == from + names.size() + 1
                                        ? "\nhelp:     where the first is the row's name, which the header lacks, say  .rowNames()"
                                        : ""));
            }
            record = record.subList(from, record.size());
            inputRows.add(numbers(record, features, records.line()));
            targetRows.add(numbers(record, targets, records.line()));
            if (label >= 0) {
                labels.add(record.get(label).strip(), records.line());
            }
            record = records.record();
        }
        if (inputRows.isEmpty()) {
            throw new CsvException(source, records.line(), "the table has a header and no values");
        }
        Dataset data = Dataset.of(inputRows.toArray(float[][]::new));
        if (label >= 0) {
            data = data.withLabels(labels.ids(), labels.classes());
        }
        return targets.length == 0 ? data : data.withTargets(targetRows.toArray(float[][]::new));
    }

    private float[] numbers(List<String> record, int[] columns, long line) throws CsvException {
        float[] values = new float[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = number(record.get(columns[i]).strip(), names.get(columns[i]), line);
        }
        return values;
    }

    private float number(String cell, String column, long line) throws CsvException {
        if (!NUMBER.matcher(cell).matches()) {
            throw new CsvException(source, line, column, "a number", CsvException.show(cell));
        }
        float value = Float.parseFloat(cell);
        if (Float.isInfinite(value)) {
            throw new CsvException(source, line, column, "a number within float32, at most 3.4e38", cell);
        }
        return value;
    }

    private void refuseDuplicates(long line) throws CsvException {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new CsvException(source, line, "two columns are named " + CsvException.show(name));
            }
        }
    }

    private int[] columns(List<String> wanted) throws CsvException {
        int[] found = new int[wanted.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = column(wanted.get(i));
        }
        return found;
    }

    private int column(String wanted) throws CsvException {
        if (wanted.startsWith("\u0000")) {
            int index = Integer.parseInt(wanted.substring(1));
            if (index < 0 || index >= names.size()) {
                throw new CsvException(
                        source, 0, Integer.toString(index), "0 to " + (names.size() - 1), "no such column");
            }
            return index;
        }
        int found = names.indexOf(wanted);
        if (found < 0) {
            throw new CsvException(source, 0, wanted, "one of " + names, "no such column");
        }
        return found;
    }

    private int[] rest(int label, int[] targets) throws CsvException {
        Set<Integer> taken = new HashSet<>();
        taken.add(label);
        IntStream.concat(IntStream.of(targets), IntStream.of(columns(options.leftOut())))
                .forEach(taken::add);
        return IntStream.range(0, names.size()).filter(i -> !taken.contains(i)).toArray();
    }
}
