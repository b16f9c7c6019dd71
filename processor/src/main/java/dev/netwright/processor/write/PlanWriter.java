package dev.netwright.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.declare.Names;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Stage;
import dev.netwright.processor.pointwise.ExprRenderer;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** What the plans of inference and of training have in common: stages in order, and the switch that runs a tile of one. */
final class PlanWriter {
    private static final String ENGINE = "dev.netwright.runtime.engine";
    private static final int FEW_CONSTANTS = 32;

    private final Plan plan;
    private final boolean inference;
    private final List<Stage> stages = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Integer> firstPanels = new ArrayList<>();
    private final List<CodeBlock> calls = new ArrayList<>();
    private final List<MethodSpec> wide = new ArrayList<>();
    private final Map<String, Graph.Node> nodes = new HashMap<>();
    private int panels;

    PlanWriter(Plan plan, KernelPool kernels) {
        this.plan = plan;
        this.inference = !plan.training();
        FreeNames constants = new FreeNames(false, "CONSTANTS");
        plan.graph().nodes().forEach(node -> nodes.put(node.name(), node));
        stages.addAll(plan.forward());
        stages.addAll(plan.backward());
        for (int k = 0; k < stages.size(); k++) {
            Stage stage = stages.get(k);
            String suffix = k < plan.forward().size() ? "" : "_BACK";
            names.add(constants.take(Names.constant(FreeNames.identifier(stage.node())) + suffix));
            firstPanels.add(panels);
            calls.add(call(kernels.call(plan, stage, k < plan.forward().size() ? "" : "Back", panels), k));
            panels += (int) stage.steps().stream().filter(Steps::packed).count();
        }
    }

    /**
     * The call itself, or a method that makes it where its operands are too many for parameters.
     *
     * <pre>{@code
     * private void tile7(int from, int to) {
     *     float[][] x = new float[100][];
     *     int[] at = new int[100];
     *     operands7(x, at);
     *     DemoModelKernels.sum(x, at, from, to);
     * }
     * }</pre>
     */
    private CodeBlock call(KernelPool.Call call, int stage) {
        if (call.operands().isEmpty()) {
            return call.code();
        }
        Parts parts = new Parts();
        call.operands().forEach(fill -> parts.add(fill, 32));
        TypeName arrays = TypeName.get(float[][].class);
        TypeName offsets = TypeName.get(int[].class);
        wide.addAll(Methods.split(
                MethodSpec.methodBuilder("operands" + stage + "_")
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(arrays, "x")
                        .addParameter(offsets, "at"),
                parts.groups(),
                "x, at"));
        wide.add(MethodSpec.methodBuilder("tile" + stage + "_")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(TypeName.INT, "from")
                .addParameter(TypeName.INT, "to")
                .addStatement("$T x = new float[$L][]", arrays, call.operands().size())
                .addStatement("$T at = new int[$L]", offsets, call.operands().size())
                .addStatement("operands$L_(x, at)", stage)
                .addCode(call.code())
                .build());
        return CodeBlock.of("tile$L_(from, to);\n", stage);
    }

    /** Number of packed operands. */
    int panels() {
        return panels;
    }

    /** Adds the numbers of the stages, the literals, and {@code tile}. */
    void addTo(TypeSpec.Builder type) {
        for (int k = 0; k < stages.size(); k++) {
            type.addField(
                    FieldSpec.builder(TypeName.INT, names.get(k), Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                            .initializer("$L", k)
                            .build());
        }
        if (!plan.constants().isEmpty()) {
            type.addField(FieldSpec.builder(
                            ArrayTypeName.of(TypeName.FLOAT),
                            "CONSTANTS",
                            Modifier.PRIVATE,
                            Modifier.STATIC,
                            Modifier.FINAL)
                    .initializer(constants())
                    .build());
        }
        new TileSwitch(names, calls).methods().forEach(type::addMethod);
        wide.forEach(type::addMethod);
    }

    private CodeBlock constants() {
        if (plan.constants().size() <= FEW_CONSTANTS) {
            return CodeBlock.of(
                    "{$L}", plan.constants().stream().map(ExprRenderer::literal).collect(Collectors.joining(", ")));
        }
        StringBuilder numbers = new StringBuilder();
        for (int k = 0; k < plan.constants().size(); k++) {
            String literal = ExprRenderer.literal(plan.constants().get(k));
            numbers.append(literal.replaceFirst("^Float\\.", "").replaceFirst("f$", ""))
                    .append(k + 1 == plan.constants().size() ? "" : (k + 1) % 10 == 0 ? "\n" : " ");
        }
        List<CodeBlock> pieces = Text.lines(numbers.toString()).stream()
                .map(piece -> CodeBlock.of("$L", Text.constant(piece)))
                .toList();
        return CodeBlock.of("$T.floats($L)", ClassName.get(ENGINE, "Literals"), CodeBlock.join(pieces, ",\n"));
    }

    /**
     * A pass: a method of this name that runs its stages in order, and others that hold parts of it where it is large.
     *
     * <pre>{@code
     * @Override
     * protected void forwardPass() {
     *     // hidden1 [n, 128]: @Dense(128) @ReLU
     *     packWeights(0, 0, 1, 784, 784, 128);
     *     run(HIDDEN1, n, 16, 200_960L * n);
     * }
     * }</pre>
     */
    List<MethodSpec> pass(String name, boolean backward) {
        int first = backward ? plan.forward().size() : 0;
        int end = backward ? stages.size() : plan.forward().size();
        Parts parts = new Parts();
        for (int k = first; k < end; k++) {
            CodeBlock.Builder code = CodeBlock.builder();
            int from = k;
            int head = backward ? head(k - first) : -1;
            if (head >= 0) {
                code.add("// left out where the loss gives the gradient of the logits\n");
                code.beginControlFlow("if (!fromLogits[$L])", head);
                int last = first + headOf(head).first() + headOf(head).stages() - 1;
                for (; k < last; k++) {
                    code.add(statements(k, k > first, backward));
                }
                code.add(statements(k, k > first, backward)).endControlFlow();
            } else {
                code.add(statements(k, k > first, backward));
            }
            parts.add(code.build(), 70 * (k + 1 - from) + 20);
        }
        return Methods.split(
                MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PROTECTED),
                parts.groups(),
                "");
    }

    private int head(int stage) {
        for (int output = 0; output < plan.outputs().size(); output++) {
            if (plan.outputs().get(output).head().isPresent()
                    && headOf(output).first() == stage
                    && headOf(output).stages() > 0) {
                return output;
            }
        }
        return -1;
    }

    private Plan.Head headOf(int output) {
        return plan.outputs().get(output).head().orElseThrow();
    }

    private CodeBlock statements(int index, boolean follows, boolean backward) {
        Stage stage = stages.get(index);
        CodeBlock.Builder code = CodeBlock.builder();
        if (!follows || !stages.get(index - 1).node().equals(stage.node())) {
            code.add("// $L\n", Text.comment(comment(stage, backward)));
        }
        int panel = firstPanels.get(index);
        for (Step step : stage.steps()) {
            if (Steps.packed(step)) {
                code.addStatement(JavaCode.of(pack(((MatMulStep) step).b(), panel++)));
            }
        }
        return code.addStatement(
                        "run($L, $L, $L, $L)",
                        names.get(index),
                        JavaCode.length(stage.rows()),
                        stage.tile(),
                        work(stage))
                .build();
    }

    private String comment(Stage stage, boolean backward) {
        Graph.Node node = nodes.get(stage.node());
        return node == null ? stage.node() : (backward ? "gradient of " : "") + line(node);
    }

    private static String line(Graph.Node node) {
        return node.name() + " " + Shapes.batched(node.type()) + ": " + NetworkDoc.operators(node);
    }

    private String pack(View matrix, int panel) {
        Operand source = Operand.of(plan, matrix);
        String size = ", %d, %d, %s, %s)"
                .formatted(
                        matrix.strides().get(0),
                        matrix.strides().get(1),
                        JavaCode.length(matrix.extents().get(0)),
                        JavaCode.length(matrix.extents().get(1)));
        return inference && matrix.buffer().space() == Buffer.Space.PARAMETER
                ? "packWeights(" + panel + ", " + source.offset() + size
                : "pack(" + panel + ", " + source.array() + ", " + source.offset() + size;
    }

    private static String work(Stage stage) {
        long factor = Math.max(1, stage.work());
        long work = Math.multiplyHigh(factor, stage.rows().factor()) == 0
                        && factor * stage.rows().factor() > 0
                ? factor * stage.rows().factor()
                : Long.MAX_VALUE >> 32;
        return JavaCode.integer(work) + "L" + (stage.rows().batch() ? " * n" : "")
                + (stage.workPerSample() ? " * n" : "");
    }
}
