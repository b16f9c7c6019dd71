package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netwright.processor.operator.Operator;
import dev.netwright.processor.operator.Operators;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Metadata;
import dev.netwright.runtime.checkpoint.Precision;
import dev.netwright.runtime.checkpoint.SaveOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The official checker accepts what generated models export: the demo, and random networks that hold every operator. */
class OnnxCheckerTest {
    private static final String DEMO = """
            package nets;
            import dev.netwright.annotations.*;
            @Network public interface Demo {
                @Input({1, 28, 28}) Tensor image();
                @Flatten Tensor pixels();
                @Dense(128) @ReLU Tensor hidden1();
                @Dense(64) @LeakyReLU(0.01f) Tensor hidden2();
                @Dense(10) Tensor output();
            }
            """;

    /** Random networks, more where these do not hold every operator, up to the most. */
    private static final int RANDOM = 60;

    private static final int MOST = 600;

    @TempDir
    Path folder;

    @Test
    void acceptsEveryExport() throws Exception {
        Map<String, String> sources = new LinkedHashMap<>(Words.activations());
        List<String> names = new ArrayList<>(List.of("Demo"));
        sources.put("Demo", DEMO);
        for (int seed = 0; seed < RANDOM || seed < MOST && !unused(sources).isEmpty(); seed++) {
            names.add("Net" + seed);
            sources.put("Net" + seed, RandomNetwork.source("Net" + seed, seed));
        }
        assertEquals(List.of(), unused(sources), "operators that no network uses");
        SaveOptions described = SaveOptions.DEFAULT.metadata(
                Metadata.EMPTY.description("checked").accuracy(0.5));
        List<Path> files = new ArrayList<>();
        try (CompiledNetworks compiled = CompiledNetworks.compile(sources)) {
            for (String name : names) {
                Model model = compiled.network(name).create(1);
                for (SaveOptions options :
                        List.of(described, SaveOptions.DEFAULT.bare(), SaveOptions.DEFAULT.precision(Precision.HALF))) {
                    Path file = folder.resolve(name + files.size() + ".onnx");
                    model.save(file, options);
                    files.add(file);
                }
            }
        }
        OnnxChecker.check(folder, files);
    }

    @Test
    void anAbsentCheckerFailsWhereItIsRequired() {
        assertThrows(AssertionError.class, () -> OnnxChecker.absent("1"));
        assertThrows(TestAbortedException.class, () -> OnnxChecker.absent(null));
        assertThrows(TestAbortedException.class, () -> OnnxChecker.absent("0"));
    }

    private static List<String> unused(Map<String, String> sources) {
        String all = String.join("\n", sources.values());
        return Operators.all().stream()
                .map(Operator::annotation)
                .filter(name -> !name.isEmpty() && !all.contains("@" + simple(name)))
                .toList();
    }

    private static String simple(String annotation) {
        return annotation.substring(annotation.lastIndexOf('.') + 1);
    }
}
