package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Stage;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
     * @param code the call, a statement
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
        Optional<CodeBlock> single = InlineCode.of(plan, stage, panel);
        if (single.isPresent()) {
            return new Call(single.get(), List.of());
        }
        Operands operands = new Operands(plan, stage);
        Kernel kernel = kernels.get(operands.key());
        if (kernel == null) {
            kernel = kernel(stage, suffix, operands);
            kernels.put(operands.key(), kernel);
        }
        List<CodeBlock> fill = new ArrayList<>();
        for (int k = 0; operands.size() > MAX_OPERANDS && k < operands.size(); k++) {
            Operand place = operands.place(k);
            fill.add(
                    place.elements().floats()
                            ? CodeBlock.of("x[$L] = $L;\nat[$L] = $L;\n", k, place.array(), k, place.offset())
                            : CodeBlock.of("at[$L] = $L;\n", k, place.offset()));
        }
        String call = kernel.owner() + "." + kernel.name() + "(" + arguments(stage, operands, panel) + ")";
        return new Call(CodeBlock.builder().addStatement(JavaCode.of(call)).build(), fill);
    }

    /** The parameters of a stage's kernel; arguments come in the same order. */
    private Kernel kernel(Stage stage, String suffix, Operands operands) {
        FreeNames names = new FreeNames(false, Loops.RESERVED);
        List<Kernel.Parameter> parameters = new ArrayList<>();
        List<String> arrays = new ArrayList<>();
        List<String> offsets = new ArrayList<>();
        List<String> bases = new ArrayList<>();
        List<Elements> elements = new ArrayList<>();
        boolean wide = operands.size() > MAX_OPERANDS;
        if (wide) {
            parameters.add(new Kernel.Parameter("float[][]", "x"));
            parameters.add(new Kernel.Parameter("int[]", "at"));
        }
        for (int k = 0; k < operands.size(); k++) {
            String name = names.take(label(operands.label(k), stage.node()));
            bases.add(name);
            Elements held = operands.place(k).elements();
            elements.add(held);
            boolean own = !wide || !held.floats();
            arrays.add(own ? name : "x[" + k + "]");
            offsets.add(wide ? "at[" + k + "]" : names.take(name + "At"));
            if (own) {
                parameters.add(new Kernel.Parameter(held.type(), arrays.get(k)));
            }
            if (!wide) {
                parameters.add(new Kernel.Parameter("int", offsets.get(k)));
            }
        }
        List<Kernel.Part> parts = new ArrayList<>();
        for (int k = 0; k < stage.steps().size(); k++) {
            Step step = stage.steps().get(k);
            String extra = "";
            if (Steps.packed(step)) {
                extra = names.take(label(step.reads().get(1).buffer().name(), stage.node()));
                parameters.add(new Kernel.Parameter("Panel", extra));
            } else if (step instanceof RandomStep) {
                extra = names.take("stream");
                parameters.add(new Kernel.Parameter("int", extra));
            }
            parts.add(new Kernel.Part(step, operands.reads(k), operands.output(k), extra));
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

    private static String arguments(Stage stage, Operands operands, int firstPanel) {
        List<String> arguments = new ArrayList<>();
        if (operands.size() > MAX_OPERANDS) {
            arguments.add("x");
            arguments.add("at");
            for (int k = 0; k < operands.size(); k++) {
                if (!operands.place(k).elements().floats()) {
                    arguments.add(operands.place(k).array());
                }
            }
        } else {
            for (int k = 0; k < operands.size(); k++) {
                arguments.add(operands.place(k).array());
                arguments.add(operands.place(k).offset());
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
