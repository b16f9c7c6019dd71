package dev.netwright.processor.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the options do, what is written when, and every way in which schema files go wrong. */
class SchemaFilesTest {
    private static final String V1 = "@Network interface Net { @Input(4) Tensor x(); @Dense(3) @ReLU Tensor y(); }";
    private static final String V2 =
            "@Network(version = 2) interface Net { @Input(4) Tensor x(); @Dense(3) @GELU Tensor y(); }";
    private static final String V3 =
            "@Network(version = 3) interface Net { @Input(4) Tensor x(); @Dense(3) @Tanh Tensor y(); }";

    private static final String DIGESTS =
            "(?m)^ *private static String schemaFiles\\(\\) \\{\\n.*\\n +1 [0-9a-f]{64}\\n.*\\n    }\\n\\n";

    private static List<String> notes(Compilation compilation) {
        return compilation.diagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.NOTE)
                .map(d -> d.getMessage(Locale.ROOT))
                .filter(message -> message.startsWith("[Netwright]"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void verifyingWritesNothing(Compiler compiler) throws IOException {
        Project project = new Project();
        Compilation compilation = project.compile(compiler, V1);
        assertTrue(compilation.success(), () -> compilation.messages().toString());
        assertEquals(
                List.of(
                        "[Netwright] Net version 1 is open: no schemas/p.Net/1.json; -Anetwright.lock=update writes it when you release"),
                notes(compilation));
        try (Stream<Path> files = Files.list(project.base)) {
            assertEquals(0, files.count());
        }
    }

    @ParameterizedTest
    @EnumSource
    void updatingWritesOnceAndNeverOver(Compiler compiler) throws IOException {
        Project project = new Project();
        Compilation compilation = project.compile(compiler, V1, "-Anetwright.lock=update");
        assertEquals(List.of("[Netwright] version 1 is locked: wrote schemas/p.Net/1.json"), notes(compilation));
        byte[] first = Files.readAllBytes(project.file(1));
        assertFalse(project.lock(V1.replace("@ReLU", "@GELU")).success());
        assertTrue(project.lock(V1).success());
        assertEquals(List.of(), notes(project.lock(V1)));
        assertEquals(-1, java.util.Arrays.mismatch(first, Files.readAllBytes(project.file(1))));
        try (Stream<Path> files = Files.list(project.file(1).getParent())) {
            assertEquals(
                    List.of("1.json"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    /** Both compilers, and a network with errors, which locks nothing. */
    @Test
    void theSameBytesInEveryCompiler() throws IOException {
        Project javac = new Project();
        Project ecj = new Project();
        javac.compile(Compiler.JAVAC, V1, "-Anetwright.lock=update");
        ecj.compile(Compiler.ECJ, V1, "-Anetwright.lock=update");
        assertEquals(Files.readString(javac.file(1)), Files.readString(ecj.file(1)));
        Project broken = new Project();
        assertFalse(broken.lock(V1.replace("@Dense(3)", "@Dense(0)")).success());
        assertFalse(Files.exists(broken.file(1)));
    }

    @Test
    void requiringTakesOnlyWhatIsLocked() {
        Project project = new Project();
        one(project.compile(V1, "-Anetwright.lock=require"), "NotLocked", "Net version 1 is not locked");
        project.locked(V1);
        assertTrue(project.compile(V1, "-Anetwright.lock=require").success());
        one(project.compile(V2, "-Anetwright.lock=require"), "NotLocked", "Net version 2 is not locked");
    }

    private static void one(Compilation compilation, String id, String text) {
        assertEquals(
                1, compilation.messages().size(), () -> compilation.messages().toString());
        String message = compilation.messages().get(0);
        assertTrue(message.startsWith("[Netwright/" + id + "] "), message);
        assertTrue(message.contains(text), message);
        assertTrue(
                message.contains("expected: ") && message.contains("found: ") && message.contains("help: "), message);
    }

    private interface Damage {
        void to(Project project) throws IOException;
    }

    private record Case(String name, Damage damage, String network, String id, String text) {}

    private static void edit(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains(from), text);
        Files.writeString(file, text.replace(from, to));
    }

    /** Versions 1 and 2 are locked; something happens; a version is compiled. */
    @TestFactory
    Stream<DynamicTest> whatGoesWrong() {
        String unreadable = "SchemaUnreadable";
        return Stream.of(
                        new Case("nothing", p -> {}, V2, "", ""),
                        new Case("nothing, the next version", p -> {}, V3, "", ""),
                        new Case(
                                "the version before again",
                                p -> {},
                                V1,
                                "VersionOutOfStep",
                                "Net is version 1, but version 2 is locked already"),
                        new Case(
                                "two ahead",
                                p -> {},
                                V3.replace("3)", "4)"),
                                "VersionOutOfStep",
                                "Net is version 4, but version 2 is the newest"),
                        new Case(
                                "1 is gone",
                                p -> Files.delete(p.file(1)),
                                V2,
                                "SchemaMissing",
                                "schemas/p.Net/1.json is missing"),
                        new Case(
                                "2 is gone, 3 is compiled",
                                p -> Files.delete(p.file(2)),
                                V3,
                                "VersionOutOfStep",
                                "version 1 is the newest"),
                        new Case(
                                "an edited old file",
                                p -> edit(p.file(1), "ReLU", "Tanh"),
                                V2,
                                "SchemaEdited",
                                "1.json was changed after it was locked"),
                        new Case(
                                "an edited current file",
                                p -> edit(p.file(2), "GELU", "Tanh"),
                                V2,
                                "SchemaEdited",
                                "2.json was changed"),
                        new Case(
                                "an old file edited with its hash",
                                SchemaFilesTest::forge,
                                V2,
                                "SchemaEdited",
                                "1.json is not the version that schemas/p.Net/2.json follows"),
                        new Case(
                                "another hash",
                                p -> edit(p.file(1), "\"hash\": \"", "\"hash\": \"0"),
                                V2,
                                "SchemaEdited",
                                "1.json"),
                        new Case("carriage returns and blanks", p -> edit(p.file(1), "\n  ", "\r\n\t"), V2, "", ""),
                        new Case(
                                "conflict markers",
                                p -> edit(p.file(2), "  \"nodes\"", "<<<<<<< HEAD\n  \"nodes\""),
                                V2,
                                unreadable,
                                "2.json: a merge left its conflict in the file"),
                        new Case(
                                "not JSON",
                                p -> Files.writeString(p.file(2), "schema:\n  version: 2\n"),
                                V2,
                                unreadable,
                                "'s' for a value in line 1, column 1"),
                        new Case(
                                "cut off",
                                p -> Files.writeString(
                                        p.file(2), Files.readString(p.file(2)).substring(0, 300)),
                                V2,
                                unreadable,
                                "the end for"),
                        new Case(
                                "empty",
                                p -> Files.writeString(p.file(2), ""),
                                V2,
                                unreadable,
                                "the end for a value in line 1, column 1"),
                        new Case(
                                "a foreign file",
                                p -> Files.writeString(p.file(2), "{\"formatVersion\": 1}"),
                                V2,
                                unreadable,
                                "no 'netwright_schema'"),
                        new Case(
                                "a later format",
                                p -> edit(p.file(2), "\"netwright_schema\": 1", "\"netwright_schema\": 2"),
                                V2,
                                unreadable,
                                "format 2; this Netwright reads format 1"),
                        new Case(
                                "a name twice",
                                p -> edit(p.file(2), "\"version\": 2,", "\"version\": 2, \"version\": 2,"),
                                V2,
                                unreadable,
                                "each name once"),
                        new Case(
                                "an unknown name",
                                p -> edit(p.file(2), "\"version\": 2,", "\"version\": 2, \"author\": \"me\","),
                                V2,
                                unreadable,
                                "an unknown name 'author'"),
                        new Case(
                                "a wrong type",
                                p -> edit(p.file(2), "\"version\": 2", "\"version\": \"2\""),
                                V2,
                                unreadable,
                                "'version' is no whole number"),
                        new Case(
                                "no UTF-8",
                                p -> Files.write(p.file(2), new byte[] {'{', (byte) 0xFF, '}'}),
                                V2,
                                unreadable,
                                "UTF-8"),
                        new Case(
                                "text behind the end",
                                p -> Files.writeString(p.file(2), Files.readString(p.file(2)) + "{}"),
                                V2,
                                unreadable,
                                "for the end"),
                        new Case(
                                "brackets in brackets",
                                p -> Files.writeString(p.file(2), "[".repeat(100_000)),
                                V2,
                                unreadable,
                                "fewer brackets in brackets"),
                        new Case(
                                "the file of another version",
                                p -> Files.copy(p.file(1), p.file(3)),
                                V2,
                                unreadable,
                                "3.json: the file is of another network or version"),
                        new Case(
                                "a folder for a file",
                                p -> {
                                    Files.delete(p.file(2));
                                    Files.createDirectory(p.file(2));
                                },
                                V2,
                                unreadable,
                                "2.json: the file cannot be read"),
                        new Case(
                                "a file for the folder",
                                p -> {
                                    Files.delete(p.file(1));
                                    Files.delete(p.file(2));
                                    Files.delete(p.file(1).getParent());
                                    Files.writeString(p.file(1).getParent(), "no folder");
                                },
                                V2,
                                unreadable,
                                "schemas/p.Net: the folder cannot be read"),
                        new Case(
                                "other files beside",
                                p -> {
                                    Files.writeString(p.file(1).resolveSibling("README.md"), "ours");
                                    Files.writeString(p.file(1).resolveSibling("1.json.orig"), "no JSON");
                                    Files.writeString(p.file(1).resolveSibling("01.json"), "no JSON");
                                },
                                V2,
                                "",
                                ""),
                        new Case(
                                "all are gone: kept anew from here",
                                p -> {
                                    Files.delete(p.file(1));
                                    Files.delete(p.file(2));
                                },
                                V2,
                                "",
                                ""))
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    Project project = new Project();
                    project.locked(V1);
                    project.locked(V2);
                    each.damage().to(project);
                    Compilation compilation = project.verify(each.network());
                    if (each.id().isEmpty()) {
                        assertTrue(
                                compilation.success(),
                                () -> compilation.messages().toString());
                    } else {
                        one(compilation, each.id(), each.text());
                    }
                }));
    }

    private static void forge(Project project) throws IOException {
        try {
            SchemaFile file = SchemaJson.read(Files.readString(project.file(1)).replace("ReLU", "Tanh"))
                    .file();
            Files.writeString(project.file(1), SchemaJson.write(file));
        } catch (Json.Malformed e) {
            throw new IOException(e);
        }
    }

    private static Compilation options(String... options) {
        return Compiler.JAVAC.compile(
                List.of(options), Map.of("p/Net.java", Project.source(V1)), List.of(new NetwrightProcessor()));
    }

    @Test
    void optionsThatMakeNoSense() {
        Project project = new Project();
        String base = "-Anetwright.base=" + project.base;
        one(options("-Anetwright.schemas=schemas"), "SchemaOptions", "-Anetwright.base=${project.basedir}");
        one(
                options("-Anetwright.schemas=schemas", "-Anetwright.base=" + project.base + "/none"),
                "SchemaOptions",
                "is no directory");
        one(options("-Anetwright.lock=update"), "SchemaOptions", "-Anetwright.lock is given, but no schemas are kept");
        one(options(base, "-Anetwright.schemas"), "SchemaOptions", "-Anetwright.schemas is empty");
        one(
                options(base, "-Anetwright.schemas=schemas", "-Anetwright.lock=Update"),
                "SchemaOptions",
                "give  -Anetwright.lock=update");
        one(
                options(base, "-Anetwright.schemas=schemas", "-Anetwright.lock"),
                "SchemaOptions",
                "verify, update, require");
        one(options(base, "-Anetwright.schemas=a\0b"), "SchemaOptions", "an option is no path");
        assertTrue(options(base).success());
        assertTrue(options().success());
    }

    @Test
    void annotationsNeedSchemas() {
        String renamed = V1.replace("@Dense", "@Renamed(from = \"z\") @Dense");
        Compilation without = Compiler.JAVAC.compile(
                Map.of("p/Net.java", Project.source(renamed)), List.of(new NetwrightProcessor()));
        one(without, "BadMigration", "@Renamed needs the schema of the version before");
        one(new Project().verify(renamed), "BadMigration", "no schema file of this network");
    }

    @Test
    void writtenAsRead() throws Exception {
        Project project = new Project();
        project.locked(V1);
        project.locked(V2);
        for (int version = 1; version <= 2; version++) {
            String text = Files.readString(project.file(version));
            assertEquals(text, SchemaJson.write(SchemaJson.read(text).file()));
        }
    }

    /** A version that is locked says nothing of itself any more in the generated code's tensors: the same class, but for the digest of its file. */
    @Test
    void theFirstVersionIsAsWithoutSchemas() throws IOException {
        Project project = new Project();
        Compilation with = project.locked(V1);
        Compilation without = options();
        for (String name : List.of("NetModel.java", "NetModelSchema.java", "NetModelKernels.java")) {
            String text = Files.readString(with.output().resolve("p").resolve(name));
            assertEquals(name.equals("NetModelSchema.java"), text.contains("schemaFiles"));
            assertEquals(
                    Files.readString(without.output().resolve("p").resolve(name)),
                    text.replace(".checkedAgainst(schemaFiles())", "").replaceFirst(DIGESTS, ""));
        }
    }
}
