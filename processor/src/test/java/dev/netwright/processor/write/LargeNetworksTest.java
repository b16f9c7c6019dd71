package dev.netwright.processor.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.netwright.runtime.Model;
import java.lang.reflect.Field;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Networks beyond what one method, one class or one parameter list takes. */
class LargeNetworksTest {
    @Test
    void aThousandNodesCompileAndRun() throws ReflectiveOperationException {
        StringBuilder source = new StringBuilder(
                "package com.example; import dev.netwright.annotations.*; @Network public interface Deep {\n"
                        + "@Input(4) Tensor x0();\n");
        for (int k = 1; k < 1000; k++) {
            String from = "x" + (k - 1);
            String node = switch (k % 4) {
                case 1 -> "@Dense(" + (3 + k % 7) + ") @Tanh Tensor x" + k + "(Tensor " + from + ");";
                case 2 -> "@Sigmoid Tensor x" + k + "(Tensor " + from + ");";
                case 3 -> "@Add Tensor x" + k + "(Tensor " + from + ", Tensor x" + (k - 2) + ");";
                default -> "@Dense(value = 4, bias = false) @PReLU Tensor x" + k + "(Tensor " + from + ");";
            };
            source.append(node).append('\n');
        }
        source.append('}');
        CompiledNetwork network = CompiledNetwork.of("Deep", source.toString());
        checkClassFiles(network);
        new KernelCheck(network, "Deep", 3).run(1, 5);
        Model model = network.create("Deep", 1);
        assertEquals(250 * 2 + 249 * 2, model.schema().parameters().size());
        Field layer = network.type("DeepModel$Layer").getField("X997");
        layer.setAccessible(true);
        assertEquals("x997", layer.get(null).toString());
    }

    @Test
    void aSumOfMoreOperandsThanAMethodHasParameters() throws ReflectiveOperationException {
        int inputs = 250;
        String source = "package com.example; import dev.netwright.annotations.*; @Network interface Wide {\n"
                + IntStream.range(0, inputs)
                        .mapToObj(k -> "@Input(3) Tensor x" + k + "();\n")
                        .collect(Collectors.joining())
                + "@Add @Tanh Tensor all("
                + IntStream.range(0, inputs).mapToObj(k -> "Tensor x" + k).collect(Collectors.joining(", "))
                + ");\n"
                + "@Dense(2) Tensor y();\n}";
        CompiledNetwork network = CompiledNetwork.of("Wide", source);
        checkClassFiles(network);
        new KernelCheck(network, "Wide", 4).run(1, 3);
    }

    @Test
    void longFormulasInARowRun() throws ReflectiveOperationException {
        String formula = IntStream.range(0, 40)
                .mapToObj(k -> "sin(x*" + (k + 1) / 100.0 + ")")
                .collect(Collectors.joining("+", "0.02*(", ")"));
        String nodes = IntStream.range(0, 12)
                .mapToObj(k -> "@Sines Tensor s" + k + "();\n")
                .collect(Collectors.joining());
        CompiledNetwork network = CompiledNetwork.of(
                "Long",
                "package com.example; import dev.netwright.annotations.*;\n"
                        + "@Network interface Long { @Input(3) Tensor x(); @Dense(4) Tensor y();\n" + nodes
                        + "@Dense(2) Tensor z(); }\n"
                        + "@Pointwise(\"" + formula + "\") @interface Sines {}");
        checkClassFiles(network);
        new KernelCheck(network, "Long", 5).run(1, 3);
    }

    @Test
    void manyConstantsStandInText() throws ReflectiveOperationException {
        String values =
                IntStream.range(0, 12_000).mapToObj(k -> k % 100 / 37.0 + "f").collect(Collectors.joining(", "));
        CompiledNetwork network = CompiledNetwork.of(
                "Table",
                "package com.example; import dev.netwright.annotations.*;\n"
                        + "@Network interface Table { @Input(12000) Tensor x(); @Constant({" + values
                        + "}) Tensor k();\n"
                        + "@Mul Tensor y(Tensor x, Tensor k); @Dense(2) Tensor z(Tensor y); }");
        checkClassFiles(network);
        new KernelCheck(network, "Table", 6).run(2);
    }

    /** A step for each element mirrored and each phase between two elements. */
    @Test
    void longBordersAndLargeFactors() throws ReflectiveOperationException {
        CompiledNetwork network = CompiledNetwork.of("Grown", """
                package com.example; import dev.netwright.annotations.*;
                @Network interface Grown {
                    @Input({1, 2, 70}) Tensor x();
                    @Parameter({1, 2, 70}) Tensor shift();
                    @Add Tensor shifted(Tensor x, Tensor shift);
                    @Output @Pad(value = {1, 60}, mode = PadMode.REFLECT) Tensor mirrored(Tensor shifted);
                    @Output @Pad(value = 50, mode = PadMode.EDGE) Tensor edge(Tensor shifted);
                    @Slice(axis = 2, to = 3) Tensor few(Tensor shifted);
                    @Output @Upsample(value = 100, mode = Interpolation.BILINEAR) Tensor between(Tensor few);
                    @Output @Upsample(300) Tensor repeated(Tensor few);
                }
                """);
        checkClassFiles(network);
        new KernelCheck(network, "Grown", 7).run(1, 3);
    }

    @Test
    void equalStagesShareAKernel() {
        String source = "package com.example; import dev.netwright.annotations.*; @Network interface Equal {\n"
                + "@Input(8) Tensor x();\n"
                + IntStream.range(0, 12)
                        .mapToObj(k -> "@Dense(8) @Tanh Tensor h" + k + "();\n")
                        .collect(Collectors.joining())
                + "@Dense(2) Tensor y();\n}";
        CompiledNetwork network = CompiledNetwork.of("Equal", source);
        String inference = network.generated().get("com/example/EqualModelInference.java");
        assertEquals(
                12,
                inference
                        .lines()
                        .filter(line -> line.contains("EqualModelKernels.h0("))
                        .count(),
                inference);
    }

    private static void checkClassFiles(CompiledNetwork network) {
        assertFalse(network.classes().isEmpty());
        network.classes().forEach(ClassFile::check);
    }
}
