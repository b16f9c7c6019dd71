package dev.netwright.processor.write;

import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Stage;
import dev.netwright.processor.pointwise.ExprRenderer;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a network's OpenCL C: functions of steps, kernels of stages, and in lines that begin with {@code //:} how the runtime
 * launches them. One text, a resource beside the model's class, so that javac has nothing to compile and who stays on the JVM nothing to
 * load. What is the same for every network, the macros and the products of tiles, stands in the runtime's {@code prelude.cl}.
 *
 * <pre>
 * //: netwright 1 DemoModel
 * //: plan inference 1 1 0 192 218880 100352 whole
 * //: stage k_hidden1 k_hidden1 1n 16 128,128 in0:0:0 p:0:0 w:0:0 p:100352:0 k:0:0
 * </pre>
 */
final class ClWriter {
    /** Most steps of a plan that becomes one kernel: compilers of OpenCL inline all of it. */
    private static final int MOST_STEPS = 120;

    private final ClSteps steps = new ClSteps();
    private final ClStages stages = new ClStages(steps);
    private final StringBuilder table = new StringBuilder();
    private final StringBuilder whole = new StringBuilder();

    private ClWriter() {}

    /** The text. */
    static String write(String model, Plan inference, Plan training) {
        ClWriter writer = new ClWriter();
        writer.table.append("//: netwright 1 ").append(model).append('\n');
        writer.inference(inference);
        writer.training(training);
        StringBuilder text =
                new StringBuilder("// OpenCL kernels of " + model + ". Lengths are literals, places arguments.\n");
        text.append(writer.table).append('\n');
        writer.steps.functions().forEach(f -> text.append(f.text()).append('\n'));
        return text.append(writer.stages.text()).append(writer.whole).toString();
    }

    private void inference(Plan plan) {
        long panels = plan.forward().stream()
                .flatMap(stage -> stage.steps().stream())
                .filter(step -> ClSteps.packs(plan, step))
                .mapToLong(step -> ClStages.floats((MatMulStep) step))
                .sum();
        boolean one = plan.forward().stream().mapToInt(s -> s.steps().size()).sum() <= MOST_STEPS;
        header("inference", plan, panels, one);
        long panel = 0;
        for (Stage stage : plan.forward()) {
            stages.launch(plan, stage, panel, table);
            for (Step step : stage.steps()) {
                panel += ClSteps.packs(plan, step) ? ClStages.floats((MatMulStep) step) : 0;
            }
        }
        if (one) {
            whole(plan);
        }
    }

    private void training(Plan plan) {
        header("training", plan, 0, false);
        plan.forward().forEach(stage -> stages.launch(plan, stage, 0, table));
        table.append("//: backward\n");
        for (int k = 0; k < plan.outputs().size(); k++) {
            int output = k;
            plan.outputs()
                    .get(k)
                    .head()
                    .ifPresent(head -> table.append("//: head ")
                            .append(output)
                            .append(' ')
                            .append(head.first())
                            .append(' ')
                            .append(head.stages())
                            .append('\n'));
        }
        plan.backward().forEach(stage -> stages.launch(plan, stage, 0, table));
    }

    private void header(String name, Plan plan, long panels, boolean one) {
        long work = 0;
        for (Stage stage : plan.forward()) {
            work += stage.rows().batch() ? stage.work() * stage.rows().factor() : stage.work();
        }
        table.append("//: plan ")
                .append(name)
                .append(' ')
                .append(plan.graph().inputs().size())
                .append(' ')
                .append(plan.outputs().size())
                .append(' ')
                .append(plan.layout().fixed())
                .append(' ')
                .append(plan.layout().perSample())
                .append(' ')
                .append(work)
                .append(' ')
                .append(panels)
                .append(one ? " whole\n" : " stages\n");
        for (int from = 0; from < plan.constants().size(); from += 16) {
            table.append("//: constants ")
                    .append(plan
                            .constants()
                            .subList(from, Math.min(plan.constants().size(), from + 16))
                            .stream()
                            .map(c -> ExprRenderer.literal(c)
                                    .replaceFirst("^Float\\.", "")
                                    .replaceFirst("f$", ""))
                            .map(c -> c.replace("POSITIVE_INFINITY", "Infinity")
                                    .replace("NEGATIVE_INFINITY", "-Infinity"))
                            .collect(Collectors.joining(" ")))
                    .append('\n');
        }
    }

    /**
     * Inference as one kernel: a work-item runs all stages for a tile of samples in a workspace of its own.
     *
     * <pre>{@code
     * kernel GROUP void predict(global float* p, …, global float* in0, global float* out0, int samples, int tile, int floats) {
     *     SAMPLES
     *     product0(in0 + 784 * sample, p, k, w, n, 0, n); // hidden1
     *     …
     * }
     * }</pre>
     */
    private void whole(Plan plan) {
        List<String> parameters = new ArrayList<>(List.of("p", "b", "c", "k", "w"));
        for (int k = 0; k < plan.graph().inputs().size(); k++) {
            parameters.add("in" + k);
        }
        for (int k = 0; k < plan.outputs().size(); k++) {
            parameters.add("out" + k);
        }
        ClCode code = new ClCode();
        code.directive("#if TILES && !STAGES");
        code.open("kernel GROUP void predict("
                + parameters.stream().map(name -> "global float* " + name).collect(Collectors.joining(", "))
                + ", int samples, int tile, int floats)");
        code.line("SAMPLES");
        for (int k = 0; k < plan.graph().inputs().size(); k++) {
            code.line("in" + k + " += sample * "
                    + plan.graph().inputs().get(k).type().size() + ";");
        }
        for (int k = 0; k < plan.outputs().size(); k++) {
            code.line("out" + k + " += sample * "
                    + plan.outputs().get(k).value().buffer().size().factor() + ";");
        }
        code.line("w += get_global_id(0) * (size_t) floats;");
        long panel = 0;
        String node = "";
        for (Stage stage : plan.forward()) {
            if (!stage.node().equals(node)) {
                node = stage.node();
                code.line("// " + Text.comment(node).replaceAll("[^ -~]", "_"));
            }
            code.open("");
            code.line("int from = 0, to = " + JavaCode.length(stage.rows()) + ";");
            for (Step step : stage.steps()) {
                List<String> pointers = new ArrayList<>();
                for (View view : ClStages.views(step)) {
                    pointers.add(pointer(Operand.of(plan, view)));
                }
                code.line(steps.call(plan, step, pointers, "k + " + panel, "0"));
                panel += ClSteps.packs(plan, step) ? ClStages.floats((MatMulStep) step) : 0;
            }
            code.close();
        }
        code.close().directive("#endif");
        whole.append(code);
    }

    private static String pointer(Operand place) {
        String base = ClStages.token(place);
        base = base.substring(0, base.indexOf(':'));
        String at = place.fixed() == 0 ? "" : " + " + place.fixed();
        return base + at + (place.perSample() == 0 ? "" : " + " + JavaCode.times(place.perSample(), "n"));
    }
}
