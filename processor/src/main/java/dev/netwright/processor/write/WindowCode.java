package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeName;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Geometry;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Convolutions and pooling, by the runtime's kernels. What a kernel does not take as an argument is a constant of the class, made once
 * from literals; equal ones are shared.
 *
 * <pre>{@code
 * private static final Convolution CONVOLUTION1 = Convolution.of(1, 3, 16, new int[] {28, 28}, new int[] {3, 3}, …);
 *
 * CONVOLUTION1.output(image, imageAt, weight, weightAt, conv1, conv1At, false, from, to);
 * }</pre>
 */
final class WindowCode {
    private static final String ENGINE = "dev.netwright.runtime.engine";

    /** Names by the literals that make them; field declarations by name. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private final List<FieldSpec> fields = new ArrayList<>();

    /** What no kernel has as a parameter. */
    private final FreeNames free;

    WindowCode(List<Kernel> kernels) {
        free = new FreeNames(
                false,
                kernels.stream()
                        .flatMap(kernel -> kernel.parameters().stream())
                        .map(Kernel.Parameter::name)
                        .distinct()
                        .toArray(String[]::new));
    }

    /** The constants named so far. */
    List<FieldSpec> fields() {
        return fields;
    }

    void write(Kernel kernel, Kernel.Part part, CodeBlock.Builder code) {
        Step step = part.step();
        List<String> arguments = new ArrayList<>();
        String call;
        if (step instanceof ConvolveStep convolution) {
            // x, w and y in this order: what is written stands among what is read.
            List<Integer> operands = new ArrayList<>(part.reads());
            ConvolveStep.Role role = convolution.role();
            operands.add(
                    role == ConvolveStep.Role.OUTPUT ? 2 : role == ConvolveStep.Role.WEIGHT ? 1 : 0, part.output());
            operands.forEach(operand -> place(kernel, operand, arguments));
            call = constant(convolution)
                    + switch (role) {
                        case OUTPUT -> ".output";
                        case INPUT -> ".input";
                        case WEIGHT -> ".weight";
                    };
            arguments.add(Boolean.toString(step.accumulate()));
            if (role == ConvolveStep.Role.WEIGHT) {
                arguments.add(JavaCode.length(convolution.x().extents().get(0)));
            }
        } else {
            part.reads().forEach(operand -> place(kernel, operand, arguments));
            place(kernel, part.output(), arguments);
            PoolStep pool = (PoolStep) step;
            call = constant(pool)
                    + switch (pool.form()) {
                        case MAX -> ".max";
                        case MEAN -> ".mean";
                        case MAX_ADJOINT -> ".maxAdjoint";
                        case MEAN_ADJOINT -> ".meanAdjoint";
                    };
            arguments.add(Boolean.toString(step.accumulate()));
        }
        if (!call.endsWith(".weight")) {
            arguments.add("from");
            arguments.add("to");
        }
        code.addStatement(JavaCode.of(call + "(" + String.join(", ", arguments) + ")"));
    }

    private static void place(Kernel kernel, int operand, List<String> arguments) {
        arguments.add(kernel.arrays().get(operand));
        arguments.add(kernel.offsets().get(operand));
    }

    private String constant(ConvolveStep step) {
        List<Extent> w = step.w().extents();
        String literals = "%s, %s, %s, ".formatted(w.get(0), w.get(2), w.get(1))
                + windows(step.x(), lengths(step.w(), 3), step.y(), 3, step.geometry());
        return constant("Convolution", literals);
    }

    private String constant(PoolStep step) {
        String literals = step.x().extents().get(1) + ", "
                + windows(step.x(), array(step.kernel()), step.y(), 2, step.geometry()) + ", " + step.countPadding();
        return constant("Pooling", literals);
    }

    private static String windows(View x, String kernel, View y, int first, Geometry geometry) {
        return String.join(
                ", ",
                lengths(x, first),
                kernel,
                lengths(y, first),
                array(geometry.stride()),
                array(geometry.padding()),
                array(geometry.dilation()));
    }

    private static String lengths(View view, int first) {
        return array(view.extents().subList(first, view.rank()).stream()
                .map(Extent::factor)
                .toList());
    }

    private static String array(List<Integer> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", ", "new int[] {", "}"));
    }

    private String constant(String type, String literals) {
        return names.computeIfAbsent(type + literals, key -> {
            String name = free.take(type.toUpperCase(java.util.Locale.ROOT) + (names.size() + 1));
            TypeName field = ClassName.get(ENGINE, type);
            fields.add(FieldSpec.builder(field, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer(JavaCode.of(type + ".of(" + literals + ")"))
                    .build());
            return name;
        });
    }
}
