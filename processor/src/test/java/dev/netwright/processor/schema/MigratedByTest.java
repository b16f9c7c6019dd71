package dev.netwright.processor.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Difference;
import dev.netwright.runtime.checkpoint.LoadResult;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Two linear layers become one whose weights a class of the project computes: the answers stay. */
class MigratedByTest {
    private static final String V1 = """
            @Network interface Net {
                @Input(5) Tensor x();
                @Dense(4) Tensor wide();
                @Dense(3) Tensor y();
            }
            """;
    private static final String V2 = """
            @Network(version = 2) interface Net {
                @Input(5) Tensor x();
                @MigratedBy(value = Folded.class, from = {"wide", "y"}) @Dense(3) Tensor y();
            }
            """;
    private static final String FOLDED = """
            final class Folded implements dev.netwright.runtime.checkpoint.TensorMigration {
                public float[] migrate(dev.netwright.runtime.checkpoint.TensorSpec tensor, Before before) {
                    boolean bias = tensor.name().equals("y.bias");
                    float[] first = before.values(bias ? "wide.bias" : "wide.weight");
                    float[] second = before.values("y.weight");
                    int inner = before.shape("y.weight").get(1);
                    int columns = bias ? 1 : before.shape("wide.weight").get(1);
                    float[] result = new float[tensor.size()];
                    for (int i = 0; i < result.length; i++) {
                        double sum = bias ? before.values("y.bias")[i] : 0;
                        for (int k = 0; k < inner; k++) {
                            sum += (double) second[i / columns * inner + k] * first[k * columns + i % columns];
                        }
                        result[i] = (float) sum;
                    }
                    return result;
                }
            }
            """;
    private static final float[] X = {0.5f, -1, 2, 0.25f, -0.75f};

    private static float[] predict(Model model) throws ReflectiveOperationException {
        var method = model.getClass().getMethod("predict", float[].class);
        method.setAccessible(true);
        return (float[]) method.invoke(model, X);
    }

    private static Object call(Class<?> model, String name, Path path) throws ReflectiveOperationException {
        var method = model.getMethod(name, Path.class);
        method.setAccessible(true);
        return method.invoke(null, path);
    }

    private static Path saved(Model model, String format) throws Exception {
        Path file = Files.createTempDirectory("old").resolve("old." + format);
        model.save(file);
        return file;
    }

    @TestFactory
    Stream<DynamicTest> theAnswersStay() {
        return Stream.of(Compiler.values())
                .map(compiler -> DynamicTest.dynamicTest(compiler.name(), () -> {
                    Project project = new Project();
                    Model old = MigrationTest.random(Project.model(project.locked(V1)), 3);
                    Compilation locking = project.compile(compiler, V2 + FOLDED, "-Anetwright.lock=update");
                    assertTrue(locking.success(), () -> locking.messages().toString());
                    assertEquals(
                            List.of(
                                    "compute y.weight p.Folded wide.weight wide.bias y.weight y.bias",
                                    "compute y.bias p.Folded wide.weight wide.bias y.weight y.bias"),
                            project.loads(2));
                    for (String format : List.of("json", "onnx", "safetensors")) {
                        Path file = saved(old, format);
                        assertArrayEquals(predict(old), predict(Project.load(Project.model(locking), file)), 1e-5f);
                    }
                    String bare = V2.replace("@MigratedBy(value = Folded.class, from = {\"wide\", \"y\"}) ", "");
                    Compilation later = project.compile(compiler, bare + FOLDED);
                    assertTrue(later.success(), () -> later.messages().toString());
                    Path file = saved(old, "safetensors");
                    assertArrayEquals(predict(old), predict(Project.load(Project.model(later), file)), 1e-5f);
                    refused(project.compile(compiler, bare), "version 2 loads version 1 by p.Folded", "no such class");
                }));
    }

    private static void refused(Compilation compilation, String... texts) {
        assertFalse(compilation.success());
        String all = String.join("\n", compilation.messages());
        assertTrue(all.contains("BadMigration"), all);
        for (String text : texts) {
            assertTrue(all.contains(text), () -> text + "\n" + all);
        }
    }

    @Test
    void askingFirst() throws Exception {
        Project project = new Project();
        Model old = MigrationTest.random(Project.model(project.locked(V1)), 3);
        Class<?> two = Project.model(project.locked(V2 + FOLDED));
        Class<?> three = Project.model(project.locked(V1.replace("@Network", "@Network(version = 3)")
                        .replace("wide", "other")
                        .replace("@Dense(4)", "@Added @Dense(4)")
                        .replace("@Dense(3)", "@Resized(policy = Resize.KEEP) @Dense(3)")
                + FOLDED));
        for (String format : List.of("json", "onnx", "safetensors", "json.gz")) {
            Path file = saved(old, format);
            assertEquals(true, call(two, "isCompatible", file));
            var migrated = assertInstanceOf(LoadResult.Migrated.class, call(two, "tryLoad", file));
            assertEquals(1, migrated.version());
            assertArrayEquals(predict(old), predict((Model) migrated.model()), 1e-5f);
            Path own = saved(Project.create(two, 1), format);
            assertInstanceOf(LoadResult.Loaded.class, call(two, "tryLoad", own));
            assertEquals(
                    2,
                    assertInstanceOf(LoadResult.Migrated.class, call(three, "tryLoad", own))
                            .version());
            Path later = saved(Project.create(three, 1), format);
            assertInstanceOf(LoadResult.Mismatch.class, call(two, "tryLoad", later));
            assertEquals(
                    List.of(new Difference("version", Difference.Kind.VERSION, "2, or one before", "3")),
                    call(two, "diff", later));
        }
    }

    @Test
    void aClassThatIsWrong() throws Exception {
        Project project = new Project();
        Model old = MigrationTest.random(Project.model(project.locked(V1)), 3);
        Path file = saved(old, "safetensors");
        for (String[] wrong : new String[][] {
            {"return result;", "return new float[1];", "p.Folded returned 1 values for y.weight [3, 5], which has 15"},
            {"before.values(\"y.weight\")", "before.values(\"z\")", "p.Folded asks for 'z'"},
        }) {
            Class<?> model = Project.model(project.compile(V2 + FOLDED.replace(wrong[0], wrong[1])));
            Throwable e = assertThrows(InvocationTargetException.class, () -> call(model, "load", file))
                    .getCause();
            assertTrue(e instanceof RuntimeException && e.getMessage().startsWith(wrong[2]), String.valueOf(e));
        }
    }

    @Test
    void whatIsRefused() {
        Project project = new Project();
        project.locked(V1);
        String at = "@MigratedBy(value = Folded.class, from = {\"wide\", \"y\"})";
        refused(
                project.verify(V2.replace(at, "@MigratedBy(value = String.class, from = \"wide\")")),
                "TensorMigration");
        refused(project.verify(V2 + FOLDED.replace("final class", "abstract class")), "no class that can be made");
        refused(
                project.verify(V2 + FOLDED.replaceFirst("\\{", "{ Folded(int a) {} ")),
                "no constructor without parameters");
        refused(
                project.verify(V2.replace("Folded.class", "Outer.Folded.class") + "class Outer { " + FOLDED + "}"),
                "inner");
        refused(project.verify(V2.replace("\"wide\"", "\"wid\"") + FOLDED), "no tensors of 'wid'", "write  \"wide\"");
        refused(
                project.verify(V2.replace("@Input(5)", at + " @Input(5)") + FOLDED),
                "@MigratedBy has nothing to say of 'x'");
    }
}
