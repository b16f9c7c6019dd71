package dev.netwright.processor.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.runtime.Model;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated tests of locked versions pass where nothing changed, and say what did where something has. */
class GeneratedTestTest {
    private static final String V1 = """
            @Network interface Net {
                @Input(6) Tensor x();
                @Dense(4) @BatchNorm @ReLU Tensor left(Tensor x);
                @Dense(4) @BatchNorm @ReLU Tensor right(Tensor x);
                @Concat Tensor both(Tensor left, Tensor right);
                @Dense(3) Tensor y();
            }
            """;
    private static final String V2 = """
            @Network(version = 2) interface Net {
                @Input(6) Tensor x();
                @Renamed(from = "left") @Dense(4) @BatchNorm @GELU Tensor first(Tensor x);
                @Renamed(from = "right") @Dense(4) @BatchNorm @ReLU Tensor second(Tensor x);
                @Concat Tensor both(Tensor first, Tensor second);
                @Added @Dense(5) @Tanh Tensor more();
                @Resized(policy = Resize.PAD) @Dense(3) Tensor y();
            }
            """;
    private static final Map<String, String> PASSED = Map.of("schemaFiles", "", "version1", "", "version2", "");

    private static Path whole;
    private static Compilation second;
    private Project project;

    /** A project whose second version is locked, with its golden files. */
    @BeforeAll
    static void lock() throws Exception {
        Project made = new Project();
        GeneratedTest.of(made, Compiler.JAVAC, made.locked(V1)).run(made.base, "write");
        second = made.locked(V2);
        GeneratedTest.of(made, Compiler.JAVAC, second).run(made.base, "write");
        whole = made.base;
    }

    /** A copy for each test, to do harm to. */
    @BeforeEach
    void copy() throws IOException {
        project = new Project();
        Files.createDirectories(folder());
        try (Stream<Path> files = Files.list(whole.resolve("schemas/p.Net"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder().resolve(file.getFileName()));
            }
        }
    }

    private Path folder() {
        return project.base.resolve("schemas/p.Net");
    }

    private Map<String, String> run(Compilation network) throws Exception {
        return GeneratedTest.of(project, Compiler.JAVAC, network).run(project.base, "");
    }

    private static void assertSays(String result, String... parts) {
        for (String part : parts) {
            assertTrue(result.contains(part), () -> "no '" + part + "' in: " + result);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aYear(Compiler compiler) throws Exception {
        Project own = new Project();
        Path schemas = own.base.resolve("schemas/p.Net");
        Compilation first = own.compile(compiler, V1, "-Anetwright.lock=update");
        GeneratedTest tests = GeneratedTest.of(own, compiler, first);
        Map<String, String> missing = tests.run(own.base, "");
        assertEquals(List.of("schemaFiles", "version1"), List.copyOf(missing.keySet()));
        assertEquals("", missing.get("schemaFiles"));
        assertSays(
                missing.get("version1"),
                "schemas/p.Net/1.safetensors.gz is missing",
                "help:     if it was committed, restore it from version control; else run this test once with"
                        + " -Dnetwright.goldens=write, and commit what it writes");
        assertEquals(Map.of("schemaFiles", "", "version1", ""), tests.run(own.base, "write"));
        assertEquals(Map.of("schemaFiles", "", "version1", ""), tests.run(own.base, ""));
        byte[] golden = Files.readAllBytes(schemas.resolve("1.safetensors.gz"));

        // The second version is open: the first is tested, and nothing is on record of what it becomes.
        Map<String, String> open =
                GeneratedTest.of(own, compiler, own.compile(compiler, V2)).run(own.base, "write");
        assertEquals(Map.of("schemaFiles", "", "version1", ""), open);
        assertTrue(Files.notExists(schemas.resolve("1.in-2.txt")));

        Compilation locked = own.compile(compiler, V2, "-Anetwright.lock=update");
        GeneratedTest both = GeneratedTest.of(own, compiler, locked);
        assertSays(both.run(own.base, "").get("version1"), "schemas/p.Net/1.in-2.txt is missing");
        assertEquals(PASSED, both.run(own.base, "write"));
        assertEquals(PASSED, both.run(own.base, ""));
        assertArrayEquals(golden, Files.readAllBytes(schemas.resolve("1.safetensors.gz")));
        assertTrue(Files.readAllLines(schemas.resolve("1.in-2.txt"))
                .contains("copy second.batchNorm.runningVar right.batchNorm.runningVar"));
        for (String file : List.of("1.safetensors.gz", "2.safetensors.gz", "1.in-2.txt", "2.in-2.txt")) {
            assertArrayEquals(
                    Files.readAllBytes(folder().resolve(file)),
                    Files.readAllBytes(schemas.resolve(file)),
                    () -> file + " is another in " + compiler);
        }
    }

    /** What is generated is the same when a version is locked and later, in both compilers; no path of the machine is in it. */
    @Test
    void theSameBytes() throws IOException {
        Project own = new Project();
        List<Compilation> compilations = new ArrayList<>();
        compilations.add(own.locked(V1));
        compilations.add(own.verify(V1));
        compilations.add(own.compile(Compiler.ECJ, V1));
        String schema = Files.readString(compilations.get(0).output().resolve("p/NetModelSchema.java"));
        assertTrue(schema.contains("schemaFiles()"), schema);
        for (Compilation each : compilations) {
            assertEquals(schema, Files.readString(each.output().resolve("p/NetModelSchema.java")));
            Compilation javac = GeneratedTest.compile(own, Compiler.JAVAC, each);
            Compilation ecj = GeneratedTest.compile(own, Compiler.ECJ, each);
            String test = Files.readString(javac.output().resolve("p/CompatTest.java"));
            assertEquals(test, Files.readString(ecj.output().resolve("p/CompatTest.java")));
            assertFalse(test.contains(own.base.toString()), test);
        }
    }

    @Test
    void blanksOfASchemaFileDoNotCount() throws Exception {
        for (int version = 1; version <= 2; version++) {
            Path file = project.file(version);
            Files.writeString(file, Files.readString(file).replace("\n", "\r\n").replace("  ", "\t"));
        }
        assertEquals(PASSED, run(second));
    }

    @Test
    void changedSchemaFile() throws Exception {
        GeneratedTest tests = GeneratedTest.of(project, Compiler.JAVAC, second);
        Path file = project.file(1);
        Files.writeString(file, Files.readString(file).replace("[4, 6]", "[6, 4]"));
        assertSays(
                tests.run(project.base, "").get("schemaFiles"),
                "schemas/p.Net/1.json is not what Net was compiled against",
                "help:     compile the network again, whole; if nobody meant to change the file, restore it");
        Files.delete(file);
        assertSays(tests.run(project.base, "").get("schemaFiles"), "1.json is not what", "found:    no such file");
        assertSays(
                tests.run(project.base.resolve("elsewhere"), "").get("schemaFiles"),
                "no schema files of Net",
                "-Dnetwright.base=DIR");
    }

    /** A version that was locked after the network, or after the tests, was compiled. */
    @Test
    void newSchemaFile() throws Exception {
        Project own = new Project();
        Compilation first = own.locked(V1);
        GeneratedTest old = GeneratedTest.of(own, Compiler.JAVAC, first);
        Compilation newer = own.locked(V2);
        assertSays(old.run(own.base, "").get("schemaFiles"), "2.json is not what Net", "digest none");
        Files.copy(project.file(2), own.file(1).resolveSibling("3.json"));
        assertSays(
                GeneratedTest.of(project, Compiler.JAVAC, newer)
                        .run(own.base, "")
                        .get("schemaFiles"),
                "3.json");
    }

    @Test
    void withoutSchemas() throws Exception {
        Compilation network =
                Compiler.JAVAC.compile(Map.of("p/Net.java", Project.source(V1)), List.of(new NetwrightProcessor()));
        Map<String, String> results = run(network);
        assertSays(results.get("schemaFiles"), "without -Anetwright.schemas");
        assertSays(results.get("version2"), "Net knows no version 2");
    }

    @Test
    void missingAndDamagedFiles() throws Exception {
        GeneratedTest tests = GeneratedTest.of(project, Compiler.JAVAC, second);
        Path golden = folder().resolve("1.safetensors.gz");
        byte[] bytes = Files.readAllBytes(golden);
        bytes[bytes.length / 2] ^= 4;
        Files.write(golden, bytes);
        assertSays(tests.run(project.base, "write").get("version1"), "1.safetensors.gz");
        assertArrayEquals(bytes, Files.readAllBytes(golden));
        Files.delete(golden);
        assertSays(tests.run(project.base, "").get("version1"), "1.safetensors.gz is missing");
        assertEquals(PASSED, tests.run(project.base, "write"));

        Path record = folder().resolve("1.in-2.txt");
        Files.writeString(record, "predict y 0.5x\n");
        assertSays(tests.run(project.base, "write").get("version1"), "1.in-2.txt is no record", "predict y 0.5x");
        Files.writeString(record, "predict y 0.5\n");
        assertSays(tests.run(project.base, "").get("version1"), "predicts otherwise", "expected: 0.5 as element 0");
        Files.writeString(record, "");
        assertSays(tests.run(project.base, "").get("version1"), "predicts otherwise", "expected: 0 elements");
        Files.delete(record);
        assertSays(tests.run(project.base, "").get("version1"), "1.in-2.txt is missing");
        assertEquals("", tests.run(project.base, "").get("version2"));
    }

    @Test
    void propertyThatMakesNoSense() throws Exception {
        Map<String, String> results =
                GeneratedTest.of(project, Compiler.JAVAC, second).run(project.base, "wirte");
        assertEquals(
                "netwright.goldens: expected 'write', or nothing, found 'wirte'",
                results.get("version1").lines().findFirst().orElse(""));
    }

    /** The golden file holds other numbers than when the record was made, though it is whole. */
    @Test
    void anotherGolden() throws Exception {
        Model model = MigrationTest.random(Project.model(second), 5);
        Files.delete(folder().resolve("2.safetensors.gz"));
        model.save(folder().resolve("2.safetensors.gz"));
        assertSays(run(second).get("version2"), "Net predicts otherwise than when version 2 was locked: y");
    }

    /** Compiled where another file is locked, as by somebody who rewrote both versions. */
    private static Compilation elsewhere(String first, String then) {
        Project other = new Project();
        other.locked(first);
        return other.locked(then);
    }

    @Test
    void anotherActivation() throws Exception {
        Map<String, String> results = run(elsewhere(V1, V2.replace("@GELU", "@GELUTanh")));
        assertSays(results.get("schemaFiles"), "schemas/p.Net/2.json is not what Net was compiled against");
        for (String version : List.of("version1", "version2")) {
            assertSays(
                    results.get(version),
                    "Net predicts otherwise than when version 2 was locked: y",
                    "help:     undo the change of what is computed");
        }
    }

    @Test
    void aWeightElsewhere() throws Exception {
        String swapped =
                V2.replace("\"left\"", "\"?\"").replace("\"right\"", "\"left\"").replace("\"?\"", "\"right\"");
        Map<String, String> results = run(elsewhere(V1, swapped));
        assertSays(
                results.get("version1"),
                "first.batchNorm.runningMean of Net is not left.batchNorm.runningMean of schemas/p.Net/1.safetensors.gz",
                "expected: -0.132 as element 0 of 4");
        assertEquals("", results.get("version2"));
    }

    private static String refused(String source, List<String> options, String classPath) {
        List<String> all = new ArrayList<>(options);
        if (!classPath.isEmpty()) {
            all.addAll(List.of("-classpath", classPath));
        }
        List<String> messages = Compiler.JAVAC
                .compile(
                        all,
                        Map.of("p/Net.java", Project.source(V1), "p/Compat.java", source),
                        List.of(new NetwrightProcessor()))
                .messages();
        assertTrue(messages.stream().anyMatch(message -> message.contains("NotTestable")), messages::toString);
        return messages.get(0);
    }

    @Test
    void whatATestNeeds() throws Exception {
        String source = GeneratedTest.SOURCE.get("p/Compat.java");
        Project own = new Project();
        own.locked(V1);
        List<String> options = List.of("-Anetwright.base=" + own.base, "-Anetwright.schemas=schemas");
        assertSays(
                refused(source, List.of(), ""),
                "[Netwright/NotTestable] no test of the versions of p.Net: no schemas are kept",
                "help:     give  -Anetwright.base=… -Anetwright.schemas=schemas  to javac, for tests too");
        String withoutJunit = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("junit"))
                .collect(Collectors.joining(File.pathSeparator));
        assertSays(
                refused(source, options, withoutJunit),
                "no test of the versions of p.Net: JUnit is not there",
                "expected: org.junit.jupiter.api.Test on the class path",
                "Gradle: testImplementation(\"org.junit.jupiter:junit-jupiter:");
        assertSays(
                refused(source + "class CompatTest {}", options, ""),
                "no test of the versions of p.Net: the name of its test is taken",
                "no other class named CompatTest");
    }

    /** Files that a project of several versions starts with are made from what is known of each. */
    @Test
    void startedLate() throws Exception {
        Project own = new Project();
        own.locked(V1);
        Compilation network = own.locked(V2);
        assertEquals(PASSED, GeneratedTest.of(own, Compiler.JAVAC, network).run(own.base, "write"));
        assertArrayEquals(
                Files.readAllBytes(folder().resolve("1.in-2.txt")),
                Files.readAllBytes(own.file(1).resolveSibling("1.in-2.txt")));
    }

    @Test
    void everyTypeOfInput() throws Exception {
        Project own = new Project();
        Compilation network = own.locked("""
                @Network interface Net {
                    @Input(value = 6, type = DataType.INT64) Tensor ids();
                    @OneHot(5) Tensor hot(Tensor ids);
                    @Flatten Tensor flat(Tensor hot);
                    @Dense(4) Tensor a(Tensor flat);
                    @Input(value = 4, type = DataType.BOOL) Tensor mask();
                    @Cast Tensor cast(Tensor mask);
                    @Mul @Output Tensor masked(Tensor a, Tensor cast);
                    @Input(value = {9, 3}, varying = true) Tensor words();
                    @Dense(4) @LayerNorm @Output Tensor each(Tensor words);
                    @ReduceMean(0) Tensor mean(Tensor each);
                    @Dense(2) @LogSoftmax @Classes({"a", "b"}) @Output Tensor letter(Tensor mean);
                }
                """);
        GeneratedTest tests = GeneratedTest.of(own, Compiler.JAVAC, network);
        assertEquals(Map.of("schemaFiles", "", "version1", ""), tests.run(own.base, "write"));
        List<String> record = Files.readAllLines(own.file(1).resolveSibling("1.in-1.txt"));
        // Lengths of 1, 3, 6 and 9 positions of 4 values each; of the mask every third is false.
        assertEquals(
                76,
                record.stream()
                        .filter(line -> line.startsWith("predict each "))
                        .mapToInt(line -> line.split(" ").length - 2)
                        .sum());
        assertTrue(record.stream().anyMatch(line -> line.matches("predict masked (.* )?-?0\\.0 .*")), record::toString);
        assertTrue(record.stream().noneMatch(line -> line.contains("NaN")));
    }

    /** Ten million parameters take less than 100 kB. */
    @Test
    void large() throws Exception {
        Project own = new Project();
        Compilation network = own.locked("""
                @Network interface Net {
                    @Input(2000) Tensor x();
                    @Dense(2500) @ReLU Tensor hidden();
                    @Dense(2000) @ReLU Tensor next();
                    @Dense(10) Tensor y();
                }
                """);
        GeneratedTest tests = GeneratedTest.of(own, Compiler.JAVAC, network);
        assertEquals(Map.of("schemaFiles", "", "version1", ""), tests.run(own.base, "write"));
        assertTrue(Project.create(Project.model(network), 0).schema().parameterCount() > 10_000_000);
        long size = Files.size(own.file(1).resolveSibling("1.safetensors.gz"));
        assertTrue(size < 100_000, () -> size + " bytes");
    }
}
