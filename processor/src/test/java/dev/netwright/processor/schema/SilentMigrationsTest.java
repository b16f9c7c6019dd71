package dev.netwright.processor.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.CheckpointException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What would load and give other answers without a word is refused, by javac where it can know, else when the file is read. */
class SilentMigrationsTest {
    private static final String PAIR = """
            @Network%s interface Net {
                @Input(4) Tensor x();
                %s @Dense(4) Tensor p();
                %s @Dense(4) Tensor q();
            }
            """;

    private static void refused(Compilation compilation, String... texts) {
        assertFalse(compilation.success());
        String all = String.join("\n", compilation.messages());
        for (String text : texts) {
            assertTrue(all.contains(text), () -> text + "\n" + all);
        }
    }

    private static void mismatch(Class<?> model, Path file, String text) {
        CheckpointException e = assertThrows(CheckpointException.SchemaMismatch.class, () -> Project.load(model, file));
        assertTrue(e.getMessage().contains(text), e.getMessage());
    }

    /** The tensors are the same; only the version tells that the function is another. */
    @Test
    void otherVersionsWhereNoneIsLocked() throws Exception {
        Class<?> one = Project.model(new Project().locked(PAIR.formatted("", "", "")));
        Class<?> two = Project.model(Compiler.JAVAC.compile(
                Map.of("p/Net.java", Project.source(PAIR.formatted("(version = 2)", "", ""))),
                List.of(new NetwrightProcessor())));
        for (String format : List.of("json", "onnx", "safetensors")) {
            Path file = Files.createTempDirectory("versions").resolve("net." + format);
            MigrationTest.random(two, 1).save(file);
            mismatch(one, file, "a later version of the network saved this file");
            MigrationTest.random(one, 1).save(file);
            mismatch(two, file, "an earlier version of the network saved this file");
        }
    }

    @Test
    void whatWasSaidForTheVersionBefore() throws Exception {
        Project project = new Project();
        project.locked(PAIR.formatted("", "", ""));
        String swap = "@Renamed(from = \"q\")";
        String back = "@Renamed(from = \"p\")";
        project.locked(PAIR.formatted("(version = 2)", swap, back));
        assertTrue(project.verify(PAIR.formatted("(version = 2)", swap, back)).success());
        refused(
                project.verify(PAIR.formatted("(version = 3)", swap, back)),
                "version 2 was locked with this @Renamed",
                "would be done a second time");
        project.locked(PAIR.formatted("(version = 3)", "", ""));
        assertEquals(List.of(), project.loads(3));
    }

    @Test
    void rowsThatAreSplit() {
        Project project = new Project();
        project.locked("@Network interface Net { @Input(4) Tensor x(); @Dense(6) Tensor both(); }");
        String parts = "@Network(version = 2) interface Net { @Input(4) Tensor x();"
                + " @SplitFrom(node = \"both\", offset = %d) @Dense(2) Tensor a(Tensor x);"
                + " @SplitFrom(node = \"both\", offset = %d) @Dense(%d) Tensor b(Tensor x);"
                + " @Concat Tensor y(Tensor a, Tensor b); }";
        refused(project.verify(parts.formatted(0, 0, 4)), "rows of both.weight are taken twice", "write  offset = 2");
        refused(project.verify(parts.formatted(0, 3, 3)), "rows of both.weight go nowhere", "write  offset = 2");
        refused(project.verify(parts.formatted(0, 2, 3)), "none for the rows from 5 on");
        assertTrue(project.verify(parts.formatted(4, 0, 4)).success());
    }

    /** The axes of its filters mean something else. */
    @Test
    void anotherOperatorOfTheSameShapes() throws Exception {
        Project project = new Project();
        String net = "@Network%s interface Net { @Input({3, 5, 5}) Tensor x(); %s(value = 3, kernel = 3) Tensor y(); }";
        Class<?> one = Project.model(project.locked(net.formatted("", "@Conv2D")));
        refused(
                project.verify(net.formatted("(version = 2)", "@ConvTranspose2D")),
                "MigrationUnclear",
                "write  @Renamed(from = \"y\")  on 'y'");
        Compilation said = project.verify(net.formatted("(version = 2)", "@Renamed(from = \"y\") @ConvTranspose2D"));
        assertTrue(said.success(), () -> said.messages().toString());
        Path file = Files.createTempDirectory("operators").resolve("net.onnx");
        Model old = MigrationTest.random(one, 1);
        old.save(file);
        assertArrayEquals(
                MigrationTest.values(old, "y.weight"),
                MigrationTest.values(Project.load(Project.model(said), file), "y.weight"));
    }

    /** A layer in front, under the name that another had. */
    @Test
    void aNewLayerUnderAnOldName() throws Exception {
        Project project = new Project();
        Class<?> one = Project.model(project.locked(PAIR.formatted("", "", "")));
        Compilation two = project.compile("""
                @Network(version = 2) interface Net {
                    @Input(4) Tensor x();
                    @Added @Dense(4) Tensor p();
                    @Renamed(from = "p") @Dense(4) Tensor q();
                    @Renamed(from = "q") @Dense(4) Tensor r();
                }
                """);
        assertTrue(two.success(), () -> two.messages().toString());
        Path file = Files.createTempDirectory("names").resolve("net.json");
        Model old = MigrationTest.random(one, 1);
        old.save(file);
        Model now = Project.load(Project.model(two), file);
        assertArrayEquals(MigrationTest.values(old, "p.weight"), MigrationTest.values(now, "q.weight"));
        assertArrayEquals(MigrationTest.values(old, "q.weight"), MigrationTest.values(now, "r.weight"));
        assertArrayEquals(new float[4], MigrationTest.values(now, "p.bias"));
    }

    @Test
    void classesInAnotherOrder() {
        Project project = new Project();
        String net = "@Network%s interface Net { @Input(4) Tensor x(); @Dense(%d) %s @Classes({%s}) Tensor y(); }";
        project.locked(net.formatted("", 2, "", "\"cat\", \"dog\""));
        refused(
                project.verify(net.formatted("(version = 2)", 2, "", "\"dog\", \"cat\"")),
                "classes of 'y' stand elsewhere than in version 1");
        assertTrue(project.verify(net.formatted("(version = 2)", 2, "", "\"cat\", \"hound\""))
                .success());
        assertTrue(project.verify(net.formatted(
                        "(version = 2)", 3, "@Resized(policy = Resize.KEEP)", "\"cat\", \"dog\", \"bird\""))
                .success());
    }

    /** What is said of the whole holds of its part. */
    @Test
    void aPartEvolvesWithTheWhole() throws Exception {
        Project project = new Project();
        String whole = PAIR.formatted("%s", "%s", "");
        String part = "@Extract(from = Net.class, outputs = \"%s\") interface Part {}";
        project.locked(whole.formatted("", "") + part.formatted("p"));
        Compilation two = project.compile(
                whole.formatted("(version = 2)", "@Renamed(from = \"p\")").replace("Tensor p()", "Tensor h()")
                        + part.formatted("h"));
        assertTrue(two.success(), () -> two.messages().toString());
    }

    @Test
    void weightsOfAnotherVersion() throws Exception {
        Project project = new Project();
        Class<?> one = Project.model(project.locked(PAIR.formatted("", "", "")));
        MigrationTest.random(one, 1).save(project.base.resolve("one.safetensors"));
        refused(
                project.verify("@Pretrained(\"one.safetensors\") "
                        + PAIR.formatted("(version = 2)", "@Renamed(from = \"q\")", "@Renamed(from = \"p\")")),
                "BadFile",
                "another version of this network");
    }
}
