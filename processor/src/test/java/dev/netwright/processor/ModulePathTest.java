package dev.netwright.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's module: compiled without a warning against the modules of the annotations and the runtime, with the processor on the
 * processor path, and run on the module path, where nothing but what modules export is within reach.
 */
class ModulePathTest {
    private static final Map<String, String> SOURCES =
            Map.of("module-info.java", """
            module user.app {
                requires static dev.netwright.annotations;
                requires dev.netwright.runtime;
            }
            """, "app/Small.java", """
            package app;

            import dev.netwright.annotations.*;

            @Network
            interface Small {
                @Input({2, 8, 8}) Tensor image();
                @Conv2D(value = 4, kernel = 3) @BatchNorm @ReLU Tensor conv();
                @MaxPool2D(2) Tensor pooled();
                @Flatten @Dropout(0.1f) Tensor flat();
                @Dense(3) @Softmax @Classes({"a", "b", "c"}) @Output Tensor letter();
                @Dense(5) @GELU @LayerNorm @Output Tensor features(Tensor flat);
            }
            """, "app/Single.java", """
            package app;

            import dev.netwright.annotations.*;

            @Network
            interface Single {
                @Input(3) Tensor x();
                @Dense(4) @ELU Tensor hidden();
                @Dense(2) @Classes({"no", "yes"}) Tensor logits();
            }
            """, "app/Main.java", """
            package app;

            import dev.netwright.runtime.checkpoint.Checkpoint;
            import dev.netwright.runtime.data.Dataset;
            import dev.netwright.runtime.train.Adam;
            import dev.netwright.runtime.train.Loss;
            import dev.netwright.runtime.train.Trainer;
            import java.nio.file.Path;
            import java.util.Arrays;

            final class Main {
                private Main() {}

                public static void main(String[] args) throws Exception {
                    SingleModel model = SingleModel.create(1);
                    float[] x = {1, 2, 3, -1, -2, -3};
                    Dataset data = Dataset.of(new float[][] {{1, 2, 3}, {-1, -2, -3}}, new int[] {0, 1});
                    Trainer.of(model, Loss.crossEntropy()).optimizer(Adam.of(0.1f)).batchSize(2).fit(data, 30);
                    System.out.println(model.classify(Arrays.copyOf(x, 3)).label());
                    for (String format : new String[] {"json", "onnx", "safetensors"}) {
                        Path file = Path.of(args[0], "single." + format);
                        model.save(file);
                        System.out.println(Checkpoint.read(file).format() + " "
                                + Arrays.equals(model.predict(x), SingleModel.load(file).predict(x)));
                    }
                    System.out.println(SmallModel.create(2).predict(new float[128]).letter().length);
                }
            }
            """);

    @TempDir
    Path folder;

    /** The parts of the class path whose names hold one of these. */
    private static String parts(String... names) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(part -> Arrays.stream(names).anyMatch(part.replace('\\', '/')::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void aUsersModuleCompilesAndRuns() throws Exception {
        String modules =
                List.of("dev/netwright/annotations/Network.class", "dev/netwright/runtime/Model.class").stream()
                        .map(ModulePathTest::home)
                        .collect(Collectors.joining(File.pathSeparator));
        String libraries = parts("jackson-core");
        String path = modules + File.pathSeparator + libraries;
        List<String> compile = new ArrayList<>(List.of(
                "javac",
                "--release",
                "17",
                "-Xlint:all,-processing",
                "-Werror",
                "--module-path",
                path,
                "--processor-path",
                System.getProperty("java.class.path"),
                "-d",
                folder.resolve("user.app").toString()));
        for (Map.Entry<String, String> source : SOURCES.entrySet()) {
            Path file = folder.resolve("src").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            compile.add(Files.writeString(file, source.getValue()).toString());
        }
        assertEquals("", run(compile));
        String printed = run(List.of(
                "java",
                "--module-path",
                folder.resolve("user.app") + File.pathSeparator + path,
                "--module",
                "user.app/app.Main",
                folder.toString()));
        assertEquals(
                List.of("no", "JSON true", "ONNX true", "SAFETENSORS true", "3"),
                printed.lines().toList());
    }

    /** What holds a class or resource: the folder of classes, or the jar. */
    private static String home(String resource) {
        String url = ModulePathTest.class.getClassLoader().getResource(resource).toString();
        return Path.of(java.net.URI.create(url.replaceFirst("^jar:", "").replaceFirst("!?/" + resource + "$", "")))
                .toString();
    }

    /** What a tool of this JDK prints, errors and warnings too. */
    private String run(List<String> command) throws Exception {
        List<String> whole = new ArrayList<>(command);
        whole.set(
                0,
                Path.of(System.getProperty("java.home"), "bin", command.get(0)).toString());
        File output = folder.resolve(command.get(0) + ".txt").toFile();
        Process process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        String printed = Files.readString(output.toPath());
        assertEquals(0, process.exitValue(), printed);
        return printed;
    }
}
