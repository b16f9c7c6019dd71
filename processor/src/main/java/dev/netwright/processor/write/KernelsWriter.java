package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes the classes of kernels.
 *
 * <pre>{@code
 * final class DemoModelKernels {
 *     private DemoModelKernels() {}
 *
 *     static void hidden1(float[] image, int imageAt, float[] hidden1, int hidden1At, Panel weight, …, int from, int to) {
 *         MatMul.rows(image, imageAt, 784, 1, weight, hidden1, hidden1At, 128, 1, false, from, to);
 *         …
 *     }
 * }
 * }</pre>
 */
final class KernelsWriter {
    private static final Map<String, TypeName> TYPES = Map.of(
            "float[]", TypeName.get(float[].class),
            "float[][]", TypeName.get(float[][].class),
            "int", TypeName.INT,
            "int[]", TypeName.get(int[].class),
            "long", TypeName.LONG,
            "long[]", TypeName.get(long[].class),
            "boolean[]", TypeName.get(boolean[].class),
            "Panel", ClassName.get("dev.netwright.runtime.engine", "Panel"));

    private KernelsWriter() {}

    /** The classes that hold the kernels, each under the limits of a class file. */
    static List<TypeSpec.Builder> write(String model, List<Kernel> kernels) {
        Map<String, List<Kernel>> byOwner = new LinkedHashMap<>();
        kernels.forEach(kernel -> byOwner.computeIfAbsent(kernel.owner(), owner -> new ArrayList<>())
                .add(kernel));
        List<TypeSpec.Builder> types = new ArrayList<>();
        byOwner.forEach((owner, own) -> types.add(type(model, owner, own)));
        return types;
    }

    private static TypeSpec.Builder type(String model, String owner, List<Kernel> kernels) {
        FreeNames methods =
                new FreeNames(false, kernels.stream().map(Kernel::name).toArray(String[]::new));
        Formulas formulas = new Formulas(methods);
        WindowCode windows = new WindowCode(kernels);
        TypeSpec.Builder type = TypeSpec.classBuilder(owner)
                .addModifiers(Modifier.FINAL)
                .addJavadoc(
                        "Kernels of {@code $L}: each runs the rows {@code from} to {@code to}, excluded, of a stage. Equal stages share"
                                + "\none, so arrays and offsets are arguments; lengths are literals.\n",
                        model)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
        for (Kernel kernel : kernels) {
            method(kernel, formulas, windows, methods).forEach(type::addMethod);
        }
        windows.fields().forEach(type::addField);
        formulas.methods().forEach(type::addMethod);
        return type;
    }

    /** The method of a kernel; where it is too large, methods of its steps and one that calls them in order. */
    private static List<MethodSpec> method(Kernel kernel, Formulas formulas, WindowCode windows, FreeNames methods) {
        Parts parts = new Parts();
        for (Kernel.Part part : kernel.parts()) {
            parts.add(code(kernel, part, formulas, windows), Steps.bytes(part.step()));
        }
        MethodSpec.Builder whole = signature(kernel, kernel.name());
        List<MethodSpec> result = new ArrayList<>();
        whole.addJavadoc("$L", KernelDoc.of(kernel));
        if (parts.groups().size() == 1) {
            whole.addCode(parts.groups().get(0));
        } else {
            List<String> arguments = new ArrayList<>(
                    kernel.parameters().stream().map(Kernel.Parameter::name).toList());
            arguments.addAll(List.of("from", "to"));
            for (CodeBlock group : parts.groups()) {
                String name = methods.take(kernel.name() + "Steps");
                whole.addStatement("$L($L)", name, String.join(", ", arguments));
                result.add(signature(kernel, name)
                        .addModifiers(Modifier.PRIVATE)
                        .addCode(group)
                        .build());
            }
        }
        result.add(0, whole.build());
        return result;
    }

    private static MethodSpec.Builder signature(Kernel kernel, String name) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(name).addModifiers(Modifier.STATIC);
        for (Kernel.Parameter parameter : kernel.parameters()) {
            TypeName type = TYPES.get(parameter.type());
            if (type == null) {
                throw new IllegalStateException(parameter.type());
            }
            method.addParameter(type, parameter.name());
        }
        return method.addParameter(TypeName.INT, "from").addParameter(TypeName.INT, "to");
    }

    /** The statements of a step. */
    static CodeBlock code(Kernel kernel, Kernel.Part part, Formulas formulas, WindowCode windows) {
        CodeBlock.Builder code = CodeBlock.builder();
        FreeNames names = new FreeNames(false, Loops.RESERVED);
        kernel.parameters().forEach(parameter -> names.take(parameter.name()));
        Step step = part.step();
        if (CopyCode.copies(step)) {
            CopyCode.write(kernel, part, code, names);
        } else if (step instanceof MapStep map && SumCode.sums(map) && kernel.floats(part)) {
            SumCode.write(kernel, part, code);
        } else if (step instanceof MapStep) {
            MapCode.write(kernel, part, formulas, code, names);
        } else if (step instanceof MatMulStep) {
            MatMulCode.write(kernel, part, code, names);
        } else if (step instanceof ConvolveStep || step instanceof PoolStep) {
            windows.write(kernel, part, code);
        } else if (step instanceof RandomStep random) {
            int row = random.output().extents().stream()
                    .skip(1)
                    .mapToInt(extent -> extent.at(1))
                    .reduce(1, Math::multiplyExact);
            code.addStatement(JavaCode.of("Philox.uniform(seed, step, %s, %s, %s, %d, from, to)"
                    .formatted(
                            part.extra(),
                            kernel.arrays().get(part.output()),
                            kernel.offsets().get(part.output()),
                            row)));
        }
        return code.build();
    }
}
