package dev.netwright.runtime.data;

import dev.netwright.runtime.array.Inflated;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a table of comma-separated values (RFC 4180, UTF-8) as a data set: number columns as inputs, a column of labels or number
 * columns as targets. Immutable; each method gives a reader that differs in one thing.
 *
 * <pre>{@code
 * Dataset iris = Csv.of(Path.of("iris.csv")).label("species").read();
 * Dataset digits = Csv.of(Path.of("digits.csv.gz")).noHeader().label(64).read();
 * }</pre>
 *
 * <p>Columns are named by the header, or by their index from 0. Where no features are named, every column that is neither label
 * nor target nor left out is one. Labels that are all whole numbers, 0 or more, are class ids; otherwise the different texts are the
 * classes, in sorted order. Empty cells, NaN and infinities are refused by name.
 */
public final class Csv {
    private final String source;
    private final Opener opener;
    private final CsvOptions options;

    private Csv(String source, Opener opener, CsvOptions options) {
        this.source = source;
        this.opener = opener;
        this.options = options;
    }

    private interface Opener {
        InputStream open() throws IOException;
    }

    /** Reads a file; one that is named {@code *.gz} is decompressed. */
    public static Csv of(Path path) {
        return new Csv(path.toString(), () -> Files.newInputStream(path), CsvOptions.DEFAULT);
    }

    /** Reads a resource beside a class; one that is named {@code *.gz} is decompressed. */
    public static Csv resource(Class<?> beside, String name) {
        return new Csv(
                name,
                () -> {
                    InputStream in = beside.getResourceAsStream(name);
                    if (in == null) {
                        throw new FileNotFoundException("no resource " + name + " beside " + beside.getName());
                    }
                    return in;
                },
                CsvOptions.DEFAULT);
    }

    /** Reads a text. */
    public static Csv ofText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Csv("text", () -> new java.io.ByteArrayInputStream(bytes), CsvOptions.DEFAULT);
    }

    private Csv with(CsvOptions changed) {
        return new Csv(source, opener, changed);
    }

    /** The first line holds values; columns have their index from 0 as name. */
    public Csv noHeader() {
        return with(options.withHeader(false));
    }

    /** Skips lines before the header. */
    public Csv skipLines(int count) {
        return with(options.withSkip(count));
    }

    /** Each record begins with a field that the header does not name, the row's name as R's {@code write.table} writes it: not read. */
    public Csv rowNames() {
        return with(options.withRowNames(true));
    }

    /** Fields are apart by another character than a comma. */
    public Csv separator(char separator) {
        if (separator == '"' || separator == '\n' || separator == '\r') {
            throw new IllegalArgumentException("a quote or a line break cannot separate fields");
        }
        return with(options.withSeparator(separator));
    }

    /** The columns that are the input, in this order. */
    public Csv features(String... columns) {
        return with(options.withFeatures(List.of(columns)));
    }

    /** Columns that are not read. */
    public Csv without(String... columns) {
        return with(options.withLeftOut(List.of(columns)));
    }

    /** The column of the labels. */
    public Csv label(String column) {
        return with(options.withLabel(Optional.of(column)));
    }

    /** The column of the labels, by its index from 0, header or not. */
    public Csv label(int column) {
        return label(CsvOptions.index(column));
    }

    /** The columns of float targets, in this order. */
    public Csv targets(String... columns) {
        return with(options.withTargets(List.of(columns)));
    }

    /** The classes in order: a label is one of these names, or the number of one. Give a test file its training file's. */
    public Csv classes(List<String> names) {
        return with(options.withClasses(List.copyOf(names)));
    }

    /** The classes in order; see {@link #classes(List)}. */
    public Csv classes(String... names) {
        return classes(List.of(names));
    }

    /** Numbers the classes in the order in which they appear, not in sorted order. */
    public Csv classesAsTheyAppear() {
        return with(options.withSorted(false));
    }

    /**
     * Reads all of it.
     *
     * @throws CsvException where the text is not such a table
     */
    public Dataset read() throws IOException {
        try (InputStream raw = opener.open();
                InputStream in = decompressed(raw);
                Reader reader = new InputStreamReader(
                        in,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT))) {
            return new CsvTable(source, options).read(reader);
        }
    }

    private InputStream decompressed(InputStream in) throws IOException {
        return source.toLowerCase(Locale.ROOT).endsWith(".gz")
                ? Inflated.gzip(in, source)
                : new BufferedInputStream(in);
    }
}
