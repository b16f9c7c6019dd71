package dev.netwright.processor.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.processor.testing.WeightFiles;
import dev.netwright.runtime.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers taken over from another network, and networks that are a part of another, from sources and from class files. */
class TransferTest {
    private static final String MNIST = "a/Mnist.java";
    private static final String FASHION = "b/Fashion.java";
    private static final String FEATURES = "b/Features.java";
    private static final String DEEPER = "b/Deeper.java";

    private static final Map<String, String> SOURCES = Map.of(MNIST, """
            package a;
            import dev.netwright.annotations.*;
            @Network(version = 3) public interface Mnist {
                @Input({1, 6, 6}) Tensor image();
                @Conv2D(value = 2, kernel = 3) @BatchNorm @ReLU Tensor conv();
                @Flatten Tensor flat();
                @Dense(5) @ReLU Tensor hidden();
                @Dense(3) @Softmax @Classes({"a", "b", "c"}) @Output Tensor letter();
                @Dense(4) @Output Tensor other(Tensor hidden);
            }
            """, FASHION, """
            package b;
            import a.Mnist;
            import dev.netwright.annotations.*;
            @Network @TransferFrom(value = Mnist.class, layers = {"stem=conv", "hidden"}) interface Fashion {
                @Input({1, 6, 6}) Tensor image();
                @Conv2D(value = 2, kernel = 3) @BatchNorm @ReLU Tensor stem();
                @Flatten Tensor flat();
                @Dense(5) @ReLU Tensor hidden();
                @Dense(7) Tensor output();
            }
            """, FEATURES, """
            package b;
            import a.Mnist;
            import dev.netwright.annotations.*;
            @Extract(from = Mnist.class, outputs = {"letter", "hidden"}) public interface Features {}
            """, DEEPER, """
            package b;
            import dev.netwright.annotations.*;
            @Extract(from = Features.class, outputs = "conv") interface Deeper {}
            """);

    @TempDir
    Path folder;

    private static Compilation compile(Compiler compiler, Map<String, String> sources, Path... classes) {
        Compilation compilation = compiler.compile(sources, List.of(new NetwrightProcessor()), classes);
        assertEquals(List.of(), compilation.messages());
        return compilation;
    }

    private static float[] values(Model model, String tensor) {
        return model.parameters().get(tensor).toArray();
    }

    @Test
    void layersAreTakenOverAndTheRestStarts() throws Exception {
        Compiled mnist = new Compiled(compile(Compiler.JAVAC, SOURCES).output(), "a.MnistModel");
        Model source = mnist.create(1);
        Arrays.fill(source.bufferStore().values(), 0.75f);
        Compiled fashion = mnist.other("b.FashionModel");
        Model from = (Model) fashion.call("from", source, 9L);
        Model fresh = fashion.create(9);
        for (String tensor : fresh.parameters().names()) {
            float[] expected = tensor.startsWith("output")
                    ? values(fresh, tensor)
                    : values(source, tensor.replace("stem", "conv"));
            assertArrayEquals(expected, values(from, tensor), tensor);
        }
        assertEquals(0.75f, from.bufferStore().values()[0]);
        Model usual = (Model) fashion.call("from", source);
        assertArrayEquals(values(fashion.create(0), "output.weight"), values(usual, "output.weight"));
    }

    /** A part computes what the whole computes there, bit for bit, and is a model of its own. */
    @Test
    void aPartComputesWhatTheWholeDoes() throws Exception {
        Compiled mnist = new Compiled(compile(Compiler.JAVAC, SOURCES).output(), "a.MnistModel");
        Model source = mnist.create(1);
        Compiled features = mnist.other("b.FeaturesModel");
        Model part = (Model) features.call("from", source);
        assertEquals(
                List.of("hidden", "letter"),
                part.schema().outputs().stream().map(port -> port.name()).toList());
        assertEquals(3, part.schema().version());
        assertEquals(List.of("a", "b", "c"), part.schema().outputs().get(1).classes());
        assertEquals(
                source.parameters().names().stream()
                        .filter(name -> !name.startsWith("other"))
                        .toList(),
                part.parameters().names());
        float[] image = new float[2 * 36];
        for (int k = 0; k < image.length; k++) {
            image[k] = (k * 37 % 11) / 5f - 1;
        }
        float[][] whole = source.infer(new Object[] {image}, 2);
        float[][] some = part.infer(new Object[] {image}, 2);
        assertArrayEquals(whole[0], some[1]);
        for (String format : List.of("json", "onnx", "safetensors")) {
            Path file = folder.resolve("part." + format);
            part.save(file);
            Model again = (Model) features.call("load", file);
            assertArrayEquals(some[0], again.infer(new Object[] {image}, 2)[0]);
        }
        part.parameterStore().values()[0]++;
        assertTrue(part.parameterStore().values()[0] != source.parameterStore().values()[0], "a copy");
        Model deeper = (Model) mnist.other("b.DeeperModel").call("from", part);
        assertEquals(32, deeper.infer(new Object[] {image}, 2)[0].length / 2);
    }

    /** What is generated does not depend on whether the other network comes from a source or a class file. */
    @ParameterizedTest
    @EnumSource
    void eachSourceAloneGivesTheSameBytes(Compiler compiler) throws Exception {
        Map<String, byte[]> whole = WeightFiles.files(compile(compiler, SOURCES).output());
        Map<String, byte[]> together = new TreeMap<>();
        for (Map.Entry<String, String> source : SOURCES.entrySet()) {
            String own = source.getKey().replace(".java", "");
            Path others = Files.createDirectories(folder.resolve(compiler + "/" + own));
            for (Map.Entry<String, byte[]> file : whole.entrySet()) {
                if (!file.getKey().startsWith(own)) {
                    Path copy = others.resolve(file.getKey());
                    Files.createDirectories(copy.getParent());
                    Files.write(copy, file.getValue());
                }
            }
            WeightFiles.files(compile(compiler, Map.of(source.getKey(), source.getValue()), others)
                            .output())
                    .forEach((name, bytes) -> {
                        assertArrayEquals(whole.get(name), bytes, name);
                        together.put(name, bytes);
                    });
        }
        assertEquals(whole.keySet(), together.keySet());
    }

    @Test
    void bothCompilersGenerateTheSame() throws Exception {
        Map<String, byte[]> javac =
                WeightFiles.files(compile(Compiler.JAVAC, SOURCES).output());
        Map<String, byte[]> ecj =
                WeightFiles.files(compile(Compiler.ECJ, SOURCES).output());
        javac.forEach((name, bytes) -> {
            if (name.endsWith(".java")) {
                assertArrayEquals(bytes, ecj.get(name), name);
            }
        });
        assertTrue(javac.containsKey("b/FeaturesModel.java"));
    }

    /** Generated code gives no warning, also for what is tied to weights. */
    @ParameterizedTest
    @EnumSource
    void generatedCodeHasNoWarning(Compiler compiler) throws Exception {
        Files.write(
                folder.resolve("conv.safetensors"),
                WeightFiles.safetensors(
                        "conv.weight F32 2 1 3 3",
                        "conv.bias F32 2",
                        "bn.scale F32 2",
                        "bn.shift F32 2",
                        "bn.runningMean F32 2",
                        "bn.runningVar F32 2"));
        Map<String, String> sources = new HashMap<>(SOURCES);
        sources.put(DEEPER, SOURCES.get(DEEPER).replace("@Extract", """
                @Pretrained(value = "conv.safetensors", names = "conv.batchNorm=bn", packed = false)
                @Extract""").replace("\"conv.batchNorm=bn\"", """
                {"conv.batchNorm.scale=bn.scale", "conv.batchNorm.shift=bn.shift",
                 "conv.batchNorm.runningMean=bn.runningMean", "conv.batchNorm.runningVar=bn.runningVar"}"""));
        Compilation first =
                compiler.compile(List.of("-Anetwright.base=" + folder), sources, List.of(new NetwrightProcessor()));
        assertEquals(List.of(), first.messages());
        WeightFiles.files(first.output()).forEach((name, bytes) -> {
            if (name.endsWith(".java")) {
                sources.put(name, new String(bytes, StandardCharsets.UTF_8));
            }
        });
        List<String> lint = compiler == Compiler.JAVAC ? List.of("-Xlint:all,-processing,-options") : List.of();
        Compilation again = compiler.compile(lint, sources, List.of());
        assertEquals(List.of(), again.diagnostics());
        Model model = (Model)
                new Compiled(first.output(), "b.DeeperModel").call("pretrained", folder.resolve("conv.safetensors"));
        assertEquals(20 / 8f, values(model, "conv.batchNorm.scale")[0]);
    }

    /** Networks that were compiled apart and no longer fit: nothing is copied. */
    @Test
    void aStaleClassIsRefused() throws Exception {
        Compilation first = compile(Compiler.JAVAC, SOURCES);
        Map<String, String> changed = new HashMap<>();
        changed.put(MNIST, SOURCES.get(MNIST).replace("@Dense(5)", "@Dense(6)"));
        Compilation second = compile(Compiler.JAVAC, changed);
        for (Map.Entry<String, byte[]> file : WeightFiles.files(second.output()).entrySet()) {
            Files.write(first.output().resolve(file.getKey()), file.getValue());
        }
        Compiled mnist = new Compiled(first.output(), "a.MnistModel");
        IllegalArgumentException stale = assertThrows(
                IllegalArgumentException.class,
                () -> mnist.other("b.FashionModel").call("from", mnist.create(1)));
        assertTrue(
                stale.getMessage().startsWith("layer 'hidden' of b.Fashion: expected the tensors"), stale.getMessage());
    }

    /** The other network waits for a type that another processor writes, and so does what is made of it. */
    @ParameterizedTest
    @EnumSource
    void anotherProcessorsTypesAreWaitedFor(Compiler compiler) {
        Map<String, String> sources = new HashMap<>(SOURCES);
        sources.put(
                MNIST,
                SOURCES.get(MNIST).replace("@Dense(5) @ReLU", "@Dense(5) @Late").replace("import dev", """
                import a.late.Late;
                import dev"""));
        sources.remove(FASHION);
        Compilation compilation = compiler.compile(sources, List.of(new NetwrightProcessor(), new LateProcessor()));
        assertEquals(List.of(), compilation.messages());
        for (String model : List.of("a/MnistModel", "b/FeaturesModel", "b/DeeperModel")) {
            assertTrue(
                    Files.exists(compilation.output().resolve(model + ".class")),
                    () -> model + " " + compilation.diagnostics());
        }
    }

    /** Writes an activation in the first round. */
    private static final class LateProcessor extends AbstractProcessor {
        private boolean written;

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!written) {
                written = true;
                try (Writer out =
                        processingEnv.getFiler().createSourceFile("a.late.Late").openWriter()) {
                    out.write(
                            "package a.late; @dev.netwright.annotations.Pointwise(\"x * x\") public @interface Late {}");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return false;
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }
    }

    /** A network of a class file that this processor did not see. */
    @Test
    void aNetworkWithoutACompanion() {
        Compilation plain = Compiler.JAVAC.compile(Map.of(MNIST, SOURCES.get(MNIST)), List.of());
        Compilation compilation = Compiler.JAVAC.compile(
                Map.of(FASHION, SOURCES.get(FASHION), "b/Other.java", "package b; class Other {}"),
                List.of(new NetwrightProcessor()),
                plain.output());
        assertEquals(1, compilation.messages().size());
    }

    /** The model that would be the source cannot be named here. */
    @Test
    void aHiddenNetworkOfAnotherPackage() {
        Map<String, String> sources = new HashMap<>(SOURCES);
        sources.put(MNIST, SOURCES.get(MNIST).replace("public interface", "interface"));
        sources.remove(FEATURES);
        sources.remove(DEEPER);
        sources.put(FASHION, SOURCES.get(FASHION).replace("import a.Mnist;", ""));
        sources.put("a/Holder.java", """
                package a;
                public class Holder {
                    @dev.netwright.annotations.Network protected interface Net {
                        @dev.netwright.annotations.Input(4) dev.netwright.annotations.Tensor x();
                        @dev.netwright.annotations.Dense(4) dev.netwright.annotations.Tensor y();
                    }
                }
                """);
        sources.put(FASHION, """
                package b;
                import dev.netwright.annotations.*;
                class Fashion extends a.Holder {
                    @Extract(from = Net.class, outputs = "y") interface Part {}
                }
                """);
        Compilation compilation = Compiler.JAVAC.compile(sources, List.of(new NetwrightProcessor()));
        assertEquals(1, compilation.messages().size(), compilation.messages()::toString);
        assertTrue(compilation.messages().get(0).contains("its model is not public and in another package"));
    }
}
