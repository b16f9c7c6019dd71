package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.Checkpoints;
import dev.netwright.runtime.checkpoint.Metadata;
import dev.netwright.runtime.checkpoint.SaveOptions;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the tests that {@code @CompatibilityTest} generates call. Beside each schema file {@code <version>.json} stand two more, both meant to
 * be committed: {@code <version>.safetensors.gz}, a checkpoint of that version, and {@code <version>.in-<current>.txt}, what became of it when
 * the current version was locked.
 *
 * <p>Two system properties: {@code netwright.base} is the project's folder, by default the working directory; {@code netwright.goldens=write}
 * writes files that are missing, and never over another.
 */
public final class Compatibility {
    /** Predictions may differ by this part of the largest of their output. */
    private static final float TOLERANCE = 1e-5f;

    private static final String RESTORE = "restore it from version control";

    private final Model model;
    private final Loading loading;
    private final String shown;
    private final Path folder;
    private final boolean write;

    /** The model's {@code load}. */
    @FunctionalInterface
    public interface Loading {
        /** Reads a model from a file of any version. */
        Model load(Path path) throws CheckpointException;
    }

    /**
     * The versions of a network.
     *
     * @param schemas folder of all schema files, relative to the base
     * @param model a model of the network; its weights are overwritten
     * @param loading loads one
     * @throws IllegalArgumentException if a system property makes no sense
     */
    public Compatibility(String schemas, Model model, Loading loading) {
        this.model = model;
        this.loading = loading;
        this.shown = schemas + "/" + model.schema().network();
        this.folder = Path.of(System.getProperty("netwright.base", ""))
                .resolve(schemas)
                .resolve(model.schema().network());
        String goldens = System.getProperty("netwright.goldens", "");
        if (!goldens.isEmpty() && !goldens.equals("write")) {
            throw new IllegalArgumentException(
                    "netwright.goldens: expected 'write', or nothing, found '" + goldens + "'");
        }
        this.write = goldens.equals("write");
    }

    /**
     * Compares the schema files with those that the network was compiled against: a changed file cannot start a compiler.
     *
     * @param tested the versions that have a test
     * @throws AssertionError where a file is another, is missing or is new
     */
    public void checkSchemaFiles(int... tested) throws IOException {
        requireFolder();
        SortedMap<Integer, String> found = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path path : entries.toList()) {
                String name = String.valueOf(path.getFileName());
                if (name.matches("[1-9]\\d{0,8}\\.json")) {
                    found.put(Integer.valueOf(name.replace(".json", "")), Schema.fileDigest(Files.readString(path)));
                }
            }
        }
        SortedMap<Integer, String> compiled = model.schema().files();
        Set<Integer> all = new TreeSet<>(found.keySet());
        all.addAll(compiled.keySet());
        Set<Integer> tests = Arrays.stream(tested).boxed().collect(Collectors.toCollection(TreeSet::new));
        all.addAll(tests);
        for (int version : all) {
            String file = shown(version + ".json");
            String then =
                    compiled.getOrDefault(version, "none: it was compiled before, or without -Anetwright.schemas");
            String now = found.getOrDefault(version, "no such file");
            if (!then.equals(now)) {
                throw failure(
                        file + " is not what " + name() + " was compiled against",
                        "digest " + then,
                        found.containsKey(version) ? "digest " + now : now,
                        "compile the network again, whole; if nobody meant to change the file, " + RESTORE);
            }
            if (!tests.contains(version)) {
                throw failure(
                        "version " + version + " of " + name() + " has no test",
                        "tests of versions " + all,
                        "tests of versions " + tests,
                        "compile the tests again, whole");
            }
        }
    }

    /**
     * Loads the file of a version into the model of today, migrated where it is older, and compares its tensors and predictions with what
     * they were.
     *
     * @throws AssertionError where something differs, or a file is missing
     * @throws CheckpointException where the file of the version does not load
     */
    public void check(int version) throws IOException {
        requireFolder();
        Schema now = model.schema();
        Schema then = (version == now.version() ? Optional.of(now) : now.before(version))
                .orElseThrow(() -> failure(
                        name() + " knows no version " + version,
                        shown(version + ".json") + " among those that it was compiled against",
                        "version " + now.version() + ", and of those before "
                                + now.files().keySet(),
                        "compile the network again, whole, with -Anetwright.schemas"));
        String golden = version + ".safetensors.gz";
        if (write && Files.notExists(folder.resolve(golden))) {
            writeGolden(folder.resolve(golden), then);
        }
        require(golden);
        Model loaded = loading.load(folder.resolve(golden));
        CompatibilityRecord today = CompatibilityRecord.of(loaded, version);
        String record = version + ".in-" + now.version() + ".txt";
        boolean locked = Files.exists(folder.resolve(now.version() + ".json"));
        if (write && locked && Files.notExists(folder.resolve(record))) {
            Files.writeString(folder.resolve(record), today.text(), StandardOpenOption.CREATE_NEW);
        }
        if (locked) {
            require(record);
        }
        // Of an open version nothing is on record yet.
        CompatibilityRecord expected = locked ? read(record) : today;
        compareTensors(expected.copies(), loaded, then, golden);
        comparePredictions(expected.predictions(), today.predictions(), record);
    }

    private void requireFolder() {
        if (!Files.isDirectory(folder)) {
            throw failure(
                    "no schema files of " + name(),
                    "the folder " + shown + " in the project's, " + folder.toAbsolutePath(),
                    "no such folder",
                    "run the test in the project's folder, or with -Dnetwright.base=DIR");
        }
    }

    private void require(String file) {
        if (!Files.isRegularFile(folder.resolve(file))) {
            throw failure(
                    shown(file) + " is missing",
                    "a file that this test wrote when the version was locked",
                    "no such file",
                    "if it was committed, " + RESTORE
                            + "; else run this test once with -Dnetwright.goldens=write, and commit what it writes");
        }
    }

    private void writeGolden(Path path, Schema schema) throws CheckpointException {
        Checkpoints.Contents contents = contents(schema);
        List<TensorSpec> tensors = schema.tensors();
        for (int k = 0; k < tensors.size(); k++) {
            TensorSpec spec = tensors.get(k);
            CompatibilityPattern.fill(store(contents, spec), spec, k);
        }
        Metadata metadata = Metadata.EMPTY
                .description("a pattern, for tests of compatibility")
                .createdAt(Instant.EPOCH);
        Checkpoints.save(path, contents, SaveOptions.DEFAULT.metadata(metadata));
    }

    private static Checkpoints.Contents contents(Schema schema) {
        return new Checkpoints.Contents(
                schema, new float[schema.parameterCount()], new float[schema.bufferCount()], Optional.empty());
    }

    private static float[] store(Checkpoints.Contents contents, TensorSpec spec) {
        return spec.learned() ? contents.parameters() : contents.buffers();
    }

    private CompatibilityRecord read(String record) throws IOException {
        try {
            return CompatibilityRecord.parse(Files.readString(folder.resolve(record)));
        } catch (IllegalArgumentException e) {
            throw failure(
                    shown(record) + " is no record of a version",
                    "lines 'copy …' and 'predict …'",
                    String.valueOf(e.getMessage()),
                    RESTORE);
        }
    }

    /** Tensors that are those of the file have the same bits. */
    private void compareTensors(Map<String, String> copies, Model loaded, Schema then, String golden)
            throws CheckpointException {
        Checkpoints.Contents file = contents(then);
        Checkpoints.restore(folder.resolve(golden), file, Set.of());
        copies.forEach((name, source) -> {
            float[] expected = then.find(source)
                    .map(spec -> values(store(file, spec), spec))
                    .orElse(new float[0]);
            float[] found = loaded.schema()
                    .find(name)
                    .map(spec -> values(
                            spec.learned()
                                    ? loaded.parameterStore().values()
                                    : loaded.bufferStore().values(),
                            spec))
                    .orElse(new float[0]);
            int i = Arrays.mismatch(expected, found);
            if (i >= 0) {
                throw failure(
                        name + " of " + name() + " is not " + source + " of " + shown(golden) + ", bit for bit",
                        element(expected, i),
                        element(found, i),
                        "undo the change of how older versions load; what a locked version loads stays as it was");
            }
        });
    }

    private static float[] values(float[] store, TensorSpec spec) {
        return Arrays.copyOfRange(store, spec.offset(), spec.offset() + spec.size());
    }

    private static String element(float[] values, int i) {
        return i < values.length
                ? values[i] + " as element " + i + " of " + values.length
                : values.length + " elements";
    }

    private void comparePredictions(Map<String, float[]> expected, Map<String, float[]> found, String record) {
        Set<String> outputs = new TreeSet<>(expected.keySet());
        outputs.addAll(found.keySet());
        for (String output : outputs) {
            float[] then = expected.getOrDefault(output, new float[0]);
            float[] now = found.getOrDefault(output, new float[0]);
            float largest = 0;
            for (float value : then) {
                largest = Float.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
            }
            for (int i = 0; i < Math.max(then.length, now.length); i++) {
                boolean both = i < then.length && i < now.length;
                if (!both
                        || (Float.compare(then[i], now[i]) != 0
                                && !(Math.abs(then[i] - now[i]) <= TOLERANCE * largest))) {
                    throw failure(
                            name() + " predicts otherwise than when version "
                                    + model.schema().version() + " was locked: " + output,
                            element(then, i) + " in " + shown(record),
                            element(now, i),
                            "undo the change of what is computed, or raise the version of the network and lock it");
                }
            }
        }
    }

    private String shown(String file) {
        return shown + "/" + file;
    }

    private String name() {
        String network = model.schema().network();
        return network.substring(Math.max(network.lastIndexOf('.'), network.lastIndexOf('$')) + 1);
    }

    private static AssertionError failure(String what, String expected, String found, String help) {
        return new AssertionError(
                what + "\n  expected: " + expected + "\n  found:    " + found + "\n  help:     " + help);
    }
}
