package dev.netwright.processor.write;

import dev.netwright.processor.pointwise.ExprRenderer;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Geometry;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a kernel computes, a line a step, for its Javadoc. */
final class KernelDoc {
    private static final int MAX_FORMULA = 300;
    private static final String AXES = "ijklqr";

    private KernelDoc() {}

    static String of(Kernel kernel) {
        return kernel.parts().stream()
                .map(part -> "<p>{@code " + Text.javadoc(line(kernel, part)) + "}\n")
                .collect(Collectors.joining())
                .substring("<p>".length());
    }

    private static String line(Kernel kernel, Kernel.Part part) {
        Step step = part.step();
        String output = kernel.labels().get(part.output());
        if (step instanceof MapStep map) {
            return map(kernel, part, map, output);
        }
        if (step instanceof MatMulStep product) {
            String right =
                    part.extra().isEmpty() ? kernel.labels().get(part.reads().get(1)) : part.extra();
            return "%s %s %s %s x %s %s"
                    .formatted(
                            output,
                            product.accumulate() ? "+=" : "=",
                            kernel.labels().get(part.reads().get(0)),
                            product.a().extents(),
                            right,
                            product.b().extents());
        }
        if (step instanceof CopyStep copy) {
            return "%s %s %s %s"
                    .formatted(
                            output,
                            copy.accumulate() ? "+=" : "=",
                            kernel.labels().get(part.reads().get(0)),
                            copy.output().extents());
        }
        if (step instanceof ConvolveStep || step instanceof PoolStep) {
            return windows(kernel, part, output);
        }
        return output + " = uniform in [0, 1) " + ((RandomStep) step).output().extents();
    }

    private static String windows(Kernel kernel, Kernel.Part part, String output) {
        Step step = part.step();
        String reads = part.reads().stream().map(kernel.labels()::get).collect(Collectors.joining(", "));
        String what;
        String shape;
        if (step instanceof ConvolveStep convolution) {
            what = switch (convolution.role()) {
                case OUTPUT -> "convolution";
                case INPUT -> "transposed convolution";
                case WEIGHT -> "gradient of filters";
            };
            shape = "x %s, w %s, y %s, %s"
                    .formatted(
                            convolution.x().extents(),
                            convolution.w().extents(),
                            convolution.y().extents(),
                            geometry(convolution.geometry()));
        } else {
            PoolStep pool = (PoolStep) step;
            what = switch (pool.form()) {
                case MAX -> "maxima";
                case MEAN -> "means";
                case MAX_ADJOINT -> "gradient through maxima";
                case MEAN_ADJOINT -> "gradient through means";
            };
            shape = "x %s, y %s, kernel %s, %s"
                    .formatted(pool.x().extents(), pool.y().extents(), pool.kernel(), geometry(pool.geometry()));
        }
        return output + (step.accumulate() ? " += " : " = ") + what + " of " + reads + ": " + shape;
    }

    private static String geometry(Geometry geometry) {
        return "stride %s, padding %s, dilation %s"
                .formatted(geometry.stride(), geometry.padding(), geometry.dilation());
    }

    private static String map(Kernel kernel, Kernel.Part part, MapStep map, String output) {
        ExprRenderer.Code body = ExprRenderer.java("", "t")
                .render(
                        map.body(),
                        k -> element(
                                kernel.labels().get(part.reads().get(k)),
                                map.inputs().get(k)));
        String formula = body.results().get(0);
        if (!body.statements().isEmpty()) {
            formula += " where "
                    + body.statements().stream()
                            .map(s -> s.substring("float ".length(), s.length() - 1))
                            .collect(Collectors.joining(", "));
        }
        String shown = formula.length() > MAX_FORMULA ? formula.substring(0, MAX_FORMULA) + " ..." : formula;
        List<Extent> extents = map.extents();
        List<String> reduced = new ArrayList<>();
        for (int k = extents.size() - map.reduced(); k < extents.size(); k++) {
            reduced.add(axis(k) + " < " + extents.get(k));
        }
        String over = reduced.isEmpty()
                ? ""
                : (map.reduction() == MapStep.Reduction.MAX ? "max over " : "sum over ")
                        + String.join(", ", reduced)
                        + " of ";
        return element(output, map.output()) + (map.accumulate() ? " += " : " = ") + over + shown;
    }

    private static String element(String label, View view) {
        List<String> axes = new ArrayList<>();
        for (int k = 0; k < view.rank(); k++) {
            if (view.strides().get(k) != 0) {
                axes.add(axis(k));
            }
        }
        return axes.isEmpty() ? label : label + axes;
    }

    private static String axis(int k) {
        return k < AXES.length() ? AXES.substring(k, k + 1) : "i" + k;
    }
}
