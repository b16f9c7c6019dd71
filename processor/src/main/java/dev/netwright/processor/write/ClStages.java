package dev.netwright.processor.write;

import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Stage;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernels of stages, equal stages sharing one, and the lines by which the runtime launches them.
 *
 * <pre>{@code
 * kernel GROUP void hidden1(global float* b0, int at0, …, int n, int rows, int tile, int part) {
 *     RANGE
 *     PART(0) product0(b0 + at0, b1 + at1, b3 + at3, b2 + at2, n, from, to);
 *     PART(1) map1(b4 + at4, b2 + at2, n, from, to);
 * }
 * }</pre>
 */
final class ClStages {
    private final ClSteps steps;
    private final Map<String, String> kernels = new LinkedHashMap<>();
    private final StringBuilder forInference = new StringBuilder();
    private final StringBuilder forTraining = new StringBuilder();
    private final FreeNames names = new FreeNames(false);

    ClStages(ClSteps steps) {
        this.steps = steps;
    }

    /** The kernels: those of inference, of which training shares some, and its own. A program has what it launches alone. */
    String text() {
        return "#if STAGES\n" + forInference + "#endif\n\n#if TRAINING\n" + forTraining + "#endif\n\n";
    }

    /** Adds the lines that launch a stage; {@code panels} is where its packed operands begin. */
    void launch(Plan plan, Stage stage, long panels, StringBuilder lines) {
        List<Operand> places = new ArrayList<>();
        List<Long> packed = new ArrayList<>();
        List<Integer> streams = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        long panel = panels;
        for (Step step : stage.steps()) {
            for (View view : views(step)) {
                Operand place = Operand.of(plan, view);
                if (!places.contains(place)) {
                    places.add(place);
                }
            }
        }
        for (Step step : stage.steps()) {
            List<String> pointers = new ArrayList<>();
            for (View view : views(step)) {
                int k = places.indexOf(Operand.of(plan, view));
                pointers.add("b" + k + " + at" + k);
            }
            String right = "";
            if (ClSteps.packs(plan, step)) {
                int k = places.size() + packed.size();
                right = "b" + k + " + at" + k;
                packed.add(panel);
                lines.append(pack(plan, (MatMulStep) step, panel)).append('\n');
                panel += plan.training() ? 0 : floats((MatMulStep) step);
            }
            String stream = "stream" + streams.size();
            if (step instanceof RandomStep random) {
                streams.add(random.stream());
            }
            calls.add(steps.call(plan, step, pointers, right, stream));
        }
        String key = places.size() + " " + packed.size() + " " + calls;
        String kernel = kernels.get(key);
        if (kernel == null) {
            kernel = names.take(name(stage.node()));
            kernels.put(key, kernel);
            write(kernel, stage, places.size() + packed.size(), calls, plan.training() ? forTraining : forInference);
        }
        lines.append("//: stage ").append(kernel).append(' ').append(name(stage.node()));
        lines.append(' ').append(length(stage.rows())).append(' ').append(length(rowsOfTiles(stage)));
        lines.append(' ').append(stage.tile());
        lines.append(' ').append(points(stage));
        places.forEach(place -> lines.append(' ').append(token(place)));
        packed.forEach(at -> lines.append(" k:").append(at).append(":0"));
        streams.forEach(stream -> lines.append(" random:").append(stream));
        lines.append('\n');
    }

    /**
     * Rows where a work-item has a tile of them: those of the stage, but the panels of 16 taps of a gradient of filters, which is a single
     * row and a stage by itself.
     */
    private static Extent rowsOfTiles(Stage stage) {
        if (stage.steps().get(0) instanceof ConvolveStep convolution
                && convolution.role() == ConvolveStep.Role.WEIGHT
                && convolution.geometry().rank() <= 2) {
            if (stage.steps().size() > 1) {
                throw new IllegalStateException("more than a gradient of filters in a stage of " + stage.node());
            }
            int taps = 1;
            for (Extent extent :
                    convolution.w().extents().subList(2, convolution.w().rank())) {
                taps *= extent.factor();
            }
            return Extent.of((taps + 15) / 16 * convolution.w().extents().get(0).factor());
        }
        return stage.rows();
    }

    /** Floats of a packed operand: columns rounded up to panels of 16. */
    static long floats(MatMulStep product) {
        long columns = product.b().extents().get(1).factor();
        return (columns + 15) / 16 * 16 * product.b().extents().get(0).factor();
    }

    private static String pack(Plan plan, MatMulStep product, long panel) {
        View b = product.b();
        return "//: pack " + token(Operand.of(plan, b)) + " " + b.strides().get(0) + " "
                + b.strides().get(1) + " " + length(b.extents().get(0)) + " "
                + length(b.extents().get(1)) + " " + panel;
    }

    static List<View> views(Step step) {
        List<View> views = new ArrayList<>(step.reads());
        views.add(step.output());
        return views;
    }

    /** What kernels may be named: ASCII, and no word of OpenCL C. */
    static String name(String node) {
        return "k_" + node.replaceAll("[^A-Za-z0-9]", "_");
    }

    static String length(Extent extent) {
        return extent.factor() + (extent.batch() ? "n" : "");
    }

    private static String points(Stage stage) {
        List<String> points = new ArrayList<>();
        stage.steps().forEach(step -> points.add(length(ClSteps.pointsOfRow(step))));
        return String.join(",", points);
    }

    /** {@code w:128:10}: an array, and where in it: the second number times the batch size plus the first. */
    static String token(Operand place) {
        String array = place.array().replaceAll("\\[|]", "");
        String space = place.array().startsWith("CONSTANTS")
                ? "c"
                : place.elements().floats() ? array : "in" + array.replaceAll("\\D", "");
        return space + ":" + place.fixed() + ":" + place.perSample();
    }

    private static void write(String kernel, Stage stage, int buffers, List<String> calls, StringBuilder text) {
        long streams =
                stage.steps().stream().filter(RandomStep.class::isInstance).count();
        List<String> parameters = new ArrayList<>();
        for (int k = 0; k < buffers; k++) {
            parameters.add("global float* b" + k + ", int at" + k);
        }
        for (int k = 0; k < streams; k++) {
            parameters.add("int stream" + k);
        }
        if (streams > 0) {
            parameters.add("int seed0, int seed1, int step0, int step1");
        }
        parameters.add("int n, int rows, int tile, int part");
        ClCode code = new ClCode();
        code.line("// " + Text.comment(stage.node()).replaceAll("[^ -~]", "_"));
        code.open("kernel GROUP void " + kernel + "(" + String.join(", ", parameters) + ")");
        code.line("RANGE");
        if (streams > 0) {
            code.line("uint4 draw = (uint4) (seed0, seed1, step0, step1);");
        }
        for (int k = 0; k < calls.size(); k++) {
            code.line("PART(" + k + ") " + calls.get(k));
        }
        text.append(code.close()).append('\n');
    }
}
