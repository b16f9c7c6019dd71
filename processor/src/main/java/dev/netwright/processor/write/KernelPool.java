package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Stage;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernels of a network: equal stages share one, whatever their places. */
final class KernelPool {
    /** Most kernels of a class: far below what a constant pool takes. */
    private static final int PER_CLASS = 400;

    /** Most operands that become parameters of their own; more come as two arrays. A method takes 255 words. */
    private static final int MAX_OPERANDS = 60;

    /** How the plan names the gradient of a value. */
    private static final String GRADIENT = "gradient of ";

    private final String className;
    private final Map<String, Kernel> kernels = new LinkedHashMap<>();
    private final FreeNames methods = new FreeNames(false);

    /** Kernels of classes {@code className}, then {@code className} with a number after it. */
    KernelPool(String className) {
        this.className = className;
    }

    /** The kernels in the order of first use. */
    List<Kernel> kernels() {
        return List.copyOf(kernels.values());
    }

    /**
     * How a plan calls a kernel.
     *
     * @param code the call
     * @param operands statements that fill the arrays {@code x} and {@code at} that the call passes, where its operands are too many
     *     for parameters; else empty
     */
    record Call(CodeBlock code, List<CodeBlock> operands) {
        Call {
            operands = List.copyOf(operands);
        }
    }

    /**
     * The call of a stage's kernel from a plan's {@code tile}.
     *
     * @param suffix of the kernel's name, should the stage be its first user
     * @param panel number of the first panel of its products
     */
    Call call(Plan plan, Stage stage, String suffix, int panel) {
        Map<Operand, Integer> operands = new LinkedHashMap<>();
        List<String> labels = new ArrayList<>();
        StringBuilder key = new StringBuilder();
        for (Step step : stage.steps()) {
            key.append(Steps.signature(step));
            for (View view : Steps.operands(step)) {
                key.append(' ').append(operand(plan, view, operands, labels));
                Elements elements = Operand.of(plan, view).elements();
                key.append(elements.floats() ? "" : elements.type());
            }
            key.append('>')
                    .append(operand(plan, step.output(), operands, labels))
                    .append('\n');
        }
        Kernel kernel = kernels.get(key.toString());
        if (kernel == null) {
            kernel = kernel(plan, stage, suffix, operands, labels);
            kernels.put(key.toString(), kernel);
        }
        List<CodeBlock> fill = new ArrayList<>();
        if (operands.size() > MAX_OPERANDS) {
            operands.forEach((place, k) -> fill.add(
                    place.elements().floats()
                            ? CodeBlock.of("x[$L] = $L;\nat[$L] = $L;\n", k, place.array(), k, place.offset())
                            : CodeBlock.of("at[$L] = $L;\n", k, place.offset())));
        }
        return new Call(
                JavaCode.of(kernel.owner() + "." + kernel.name() + "(" + arguments(stage, operands, panel) + ")"),
                fill);
    }

    private static int operand(Plan plan, View view, Map<Operand, Integer> operands, List<String> labels) {
        return operands.computeIfAbsent(Operand.of(plan, view), place -> {
            labels.add(view.buffer().name());
            return labels.size() - 1;
        });
    }

    /** The parameters of a stage's kernel; arguments come in the same order. */
    private Kernel kernel(Plan plan, Stage stage, String suffix, Map<Operand, Integer> operands, List<String> labels) {
        FreeNames names = new FreeNames(false, Loops.RESERVED);
        List<Kernel.Parameter> parameters = new ArrayList<>();
        List<String> arrays = new ArrayList<>();
        List<String> offsets = new ArrayList<>();
        List<String> bases = new ArrayList<>();
        boolean wide = operands.size() > MAX_OPERANDS;
        if (wide) {
            parameters.add(new Kernel.Parameter("float[][]", "x"));
            parameters.add(new Kernel.Parameter("int[]", "at"));
        }
        List<Elements> elements =
                operands.keySet().stream().map(Operand::elements).toList();
        for (int k = 0; k < operands.size(); k++) {
            String name = names.take(label(labels.get(k), stage.node()));
            bases.add(name);
            boolean own = !wide || !elements.get(k).floats();
            arrays.add(own ? name : "x[" + k + "]");
            offsets.add(wide ? "at[" + k + "]" : names.take(name + "At"));
            if (own) {
                parameters.add(new Kernel.Parameter(elements.get(k).type(), arrays.get(k)));
            }
            if (!wide) {
                parameters.add(new Kernel.Parameter("int", offsets.get(k)));
            }
        }
        List<Kernel.Part> parts = new ArrayList<>();
        for (Step step : stage.steps()) {
            String extra = "";
            if (Steps.packed(step)) {
                extra = names.take(label(step.reads().get(1).buffer().name(), stage.node()));
                parameters.add(new Kernel.Parameter("Panel", extra));
            } else if (step instanceof RandomStep) {
                extra = names.take("stream");
                parameters.add(new Kernel.Parameter("int", extra));
            }
            List<Integer> reads = Steps.operands(step).stream()
                    .map(view -> operand(plan, view, operands, labels))
                    .toList();
            parts.add(new Kernel.Part(step, reads, operand(plan, step.output(), operands, labels), extra));
        }
        if (stage.steps().stream().anyMatch(RandomStep.class::isInstance)) {
            parameters.add(new Kernel.Parameter("long", "seed"));
            parameters.add(new Kernel.Parameter("long", "step"));
        }
        if (stage.steps().stream().anyMatch(Steps::usesBatch)) {
            parameters.add(new Kernel.Parameter("int", "n"));
        }
        int number = kernels.size() / PER_CLASS;
        return new Kernel(
                number == 0 ? className : className + (number + 1),
                methods.take(FreeNames.identifier(stage.node()) + suffix),
                parts,
                parameters,
                arrays,
                offsets,
                bases,
                elements);
    }

    private static String arguments(Stage stage, Map<Operand, Integer> operands, int firstPanel) {
        List<String> arguments = new ArrayList<>();
        if (operands.size() > MAX_OPERANDS) {
            arguments.add("x");
            arguments.add("at");
            operands.keySet().stream()
                    .filter(operand -> !operand.elements().floats())
                    .forEach(operand -> arguments.add(operand.array()));
        } else {
            for (Operand operand : operands.keySet()) {
                arguments.add(operand.array());
                arguments.add(operand.offset());
            }
        }
        int panel = firstPanel;
        for (Step step : stage.steps()) {
            if (Steps.packed(step)) {
                arguments.add("panels[" + panel++ + "]");
            } else if (step instanceof RandomStep random) {
                arguments.add(Integer.toString(random.stream()));
            }
        }
        if (stage.steps().stream().anyMatch(RandomStep.class::isInstance)) {
            arguments.add("seed");
            arguments.add("step");
        }
        if (stage.steps().stream().anyMatch(Steps::usesBatch)) {
            arguments.add("n");
        }
        arguments.add("from");
        arguments.add("to");
        return String.join(", ", arguments);
    }

    /** {@code hidden1.weight} is {@code weight} in the kernel of hidden1. */
    private static String label(String buffer, String node) {
        if (buffer.startsWith(GRADIENT)) {
            return label(buffer.substring(GRADIENT.length()), node) + "Gradient";
        }
        return FreeNames.identifier(
                (buffer.startsWith(node + ".") ? buffer.substring(node.length() + 1) : buffer).replace("'s ", " "));
    }
}
