package dev.netwright.processor.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.processor.testing.WeightFiles;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.array.Npz;
import dev.netwright.runtime.array.NumberArray;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.Difference;
import dev.netwright.runtime.checkpoint.LoadResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that a network is compiled against: packed, loaded, compared; and files that are asked whether they fit. */
class PretrainedTest {
    private static final String NETWORK = """
            package com.example;
            import dev.netwright.annotations.*;
            @Network %s public interface Net {
                @Input(4) Tensor x();
                @Dense(3) @BatchNorm @ReLU Tensor hidden();
                @Dense(2) @Softmax @Classes({"no", "yes"}) Tensor output();
            }
            """;

    @TempDir
    Path base;

    private Compiled compiled(Compiler compiler, String annotation) {
        Compilation compilation = compiler.compile(
                List.of("-Anetwright.base=" + base),
                Map.of("com/example/Net.java", NETWORK.formatted(annotation)),
                List.of(new NetwrightProcessor()));
        assertEquals(List.of(), compilation.messages());
        return new Compiled(compilation.output(), "com.example.NetModel");
    }

    private Model saved(String file) throws Exception {
        Model model = compiled(Compiler.JAVAC, "").create(5);
        for (int k = 0; k < model.bufferStore().values().length; k++) {
            model.bufferStore().values()[k] = 1 + k / 8f;
        }
        model.save(base.resolve(file));
        return model;
    }

    private static void assertSame(Model expected, Model found) {
        assertArrayEquals(
                expected.parameterStore().values(), found.parameterStore().values());
        assertArrayEquals(expected.bufferStore().values(), found.bufferStore().values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"net.safetensors", "net.onnx", "net.json", "net.JSON.gz", "net.safetensors.gz"})
    void filesOfTheNetworkItself(String file) throws Exception {
        Model expected = saved(file);
        Compiled net = compiled(Compiler.JAVAC, "@Pretrained(\"" + file + "\")");
        assertSame(expected, (Model) net.call("pretrained"));
    }

    @ParameterizedTest
    @EnumSource
    void aForeignFileUnderItsOwnNames(Compiler compiler) throws Exception {
        Files.write(
                base.resolve("torch.safetensors"),
                WeightFiles.safetensors(
                        "fc1.weight F32 3 4",
                        "fc1.bias F32 3",
                        "bn.weight F32 3",
                        "bn.bias F32 3",
                        "bn.mean F32 3",
                        "bn.var F32 3",
                        "output.bias F32 2",
                        "output.weight F32 2 3",
                        "bn.num_batches_tracked I64"));
        Model model = (Model) compiled(compiler, """
                @Pretrained(value = "torch.safetensors", names = {"hidden=fc1", "hidden.batchNorm.scale=bn.weight",
                    "hidden.batchNorm.shift=bn.bias", "hidden.batchNorm.runningMean=bn.mean",
                    "hidden.batchNorm.runningVar=bn.var"}, ignored = "*.num_batches_tracked")
                """).call("pretrained");
        float[] expected = new float[29];
        for (int k = 0; k < 21; k++) {
            expected[k] = k / 8f;
        }
        for (int k = 0; k < 6; k++) {
            expected[21 + k] = (29 + k) / 8f; // output.weight, which the file has after its bias
        }
        expected[27] = 27 / 8f;
        expected[28] = 28 / 8f;
        assertArrayEquals(expected, model.parameterStore().values());
        assertArrayEquals(
                new float[] {21 / 8f, 22 / 8f, 23 / 8f, 24 / 8f, 25 / 8f, 26 / 8f},
                model.bufferStore().values());
    }

    @Test
    void anNpzFile() throws Exception {
        Model expected = saved("net.json");
        Map<String, NumberArray> arrays = new LinkedHashMap<>();
        for (String name : expected.parameters().names()) {
            int[] shape = expected.parameters().get(name).shape().stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            arrays.put(
                    name.replace("output.", "head."),
                    NumberArray.of(expected.parameters().get(name).toArray(), shape));
        }
        Npz.writeCompressed(base.resolve("net.npz"), arrays);
        Compiled net = compiled(Compiler.JAVAC, "@Pretrained(value = \"net.npz\", names = \"output=head\")");
        assertSame(expected, (Model) net.call("pretrained"));
    }

    /** The class and the file beside it come from different builds. */
    @Test
    void anotherPackedFileIsRefused() throws Exception {
        saved("net.safetensors");
        Compiled net = compiled(Compiler.JAVAC, "@Pretrained(\"net.safetensors\")");
        Path packed = net.folder().resolve("com/example/NetModel.safetensors");
        assertArrayEquals(Files.readAllBytes(base.resolve("net.safetensors")), Files.readAllBytes(packed));
        compiled(Compiler.JAVAC, "").create(6).save(packed);
        CheckpointException.SchemaMismatch other =
                assertThrows(CheckpointException.SchemaMismatch.class, () -> net.call("pretrained"));
        assertTrue(other.getMessage().contains("not the weights that the network was compiled against"));
        Files.delete(packed);
        CheckpointException.NotFound absent = assertThrows(
                CheckpointException.NotFound.class,
                () -> new Compiled(net.folder(), "com.example.NetModel").call("pretrained"));
        assertTrue(absent.getMessage().contains("net.safetensors"));
    }

    /** A file that is not packed is compared by what its tensors are, whatever its numbers. */
    @Test
    void aFileThatIsNotPacked() throws Exception {
        Model first = saved("net.safetensors");
        Compiled net = compiled(Compiler.JAVAC, "@Pretrained(value = \"net.safetensors\", packed = false)");
        assertEquals(
                0,
                WeightFiles.files(net.folder()).keySet().stream()
                        .filter(name -> name.endsWith(".safetensors"))
                        .count());
        assertSame(first, (Model) net.call("pretrained", base.resolve("net.safetensors")));
        Model other = compiled(Compiler.JAVAC, "").create(7);
        other.save(base.resolve("other.safetensors"));
        assertSame(other, (Model) net.call("pretrained", base.resolve("other.safetensors")));
        Files.write(base.resolve("foreign.safetensors"), WeightFiles.safetensors("fc.weight F32 3 4"));
        assertThrows(
                CheckpointException.SchemaMismatch.class,
                () -> net.call("pretrained", base.resolve("foreign.safetensors")));
    }

    @Test
    void classesOfTheFileAreCompared() throws Exception {
        saved("net.onnx");
        Compilation compilation = Compiler.JAVAC.compile(
                List.of("-Anetwright.base=" + base),
                Map.of(
                        "com/example/Net.java",
                        NETWORK.formatted("@Pretrained(\"net.onnx\")")
                                .replace("{\"no\", \"yes\"}", "{\"yes\", \"no\"}")),
                List.of(new NetwrightProcessor()));
        assertEquals(1, compilation.messages().size());
        assertTrue(compilation.messages().get(0).contains("'output' has other classes in net.onnx"));
    }

    /** The same sources and files give the same bytes, packed file included. */
    @Test
    void buildsAreReproducible() throws Exception {
        saved("net.json");
        Map<String, byte[]> first = WeightFiles.files(
                compiled(Compiler.JAVAC, "@Pretrained(\"net.json\")").folder());
        Map<String, byte[]> second = WeightFiles.files(
                compiled(Compiler.JAVAC, "@Pretrained(\"net.json\")").folder());
        assertEquals(first.keySet(), second.keySet());
        first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
        assertTrue(first.containsKey("com/example/NetModel.json"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void generatedQuestions() throws Exception {
        saved("net.safetensors");
        Compiled net = compiled(Compiler.JAVAC, "");
        Path file = base.resolve("net.safetensors");
        assertEquals(true, net.call("isCompatible", file));
        assertInstanceOf(LoadResult.Loaded.class, net.call("tryLoad", file));
        Compiled wide = new Compiled(
                Compiler.JAVAC
                        .compile(
                                Map.of(
                                        "com/example/Net.java",
                                        NETWORK.formatted("").replace("@Dense(2)", "@Dense(2) @PReLU")),
                                List.of(new NetwrightProcessor()))
                        .output(),
                "com.example.NetModel");
        assertEquals(false, wide.call("isCompatible", file));
        List<Difference> differences = (List<Difference>) wide.call("diff", file);
        assertEquals(
                List.of(Difference.Kind.MISSING),
                differences.stream().map(Difference::kind).toList());
        assertInstanceOf(LoadResult.Mismatch.class, wide.call("tryLoad", file));
        LoadResult.Partial<Model> partial = assertInstanceOf(LoadResult.Partial.class, wide.call("tryLoad", file, 3L));
        assertEquals(java.util.Set.of("hidden"), partial.layers());
        Model started = wide.create(3);
        assertArrayEquals(
                started.parameters().get("output.weight").toArray(),
                partial.model().parameters().get("output.weight").toArray());
        assertArrayEquals(
                ((Model) net.call("load", file))
                        .parameters()
                        .get("hidden.weight")
                        .toArray(),
                partial.model().parameters().get("hidden.weight").toArray());
    }
}
