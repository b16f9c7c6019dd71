package dev.netwright.processor.write;

import dev.netwright.processor.pointwise.ExprRenderer;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loops of a map in OpenCL C.
 *
 * <pre>{@code
 * ROWS(i, 1) {
 *     sum_t sum = 0;
 *     for (int j = 0; j < 10; j++) {
 *         sum += x0[10 * i + j];
 *     }
 *     y[i] = (float) sum;
 * }
 * }</pre>
 */
final class ClMap {
    private ClMap() {}

    /**
     * Writes a map.
     *
     * @param names of the pointers to what is read, one an input
     */
    static void write(MapStep map, List<String> names, ClCode code) {
        List<Extent> extents = map.extents();
        List<String> variables =
                IntStream.range(0, extents.size()).mapToObj(ClCode::variable).toList();
        int free = extents.size() - map.reduced();
        code.free(extents.subList(0, free), variables);
        String output = "y[" + ClCode.place(map.output().strides(), variables) + "]";
        List<String> inputs = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            View view = map.inputs().get(k);
            inputs.add(names.get(k) + "[" + ClCode.place(view.strides(), variables) + "]");
        }
        String assign = map.accumulate() ? " += " : " = ";
        if (map.reduction() == MapStep.Reduction.NONE) {
            code.line(output + assign + body(map, inputs, code) + ";");
        } else {
            boolean max = map.reduction() == MapStep.Reduction.MAX;
            code.line(max ? "float most = -INFINITY;" : "sum_t sum = 0;");
            for (int k = free; k < extents.size(); k++) {
                code.each(variables.get(k), extents.get(k));
            }
            String value = body(map, inputs, code);
            code.line(max ? "most = maximum(most, " + value + ");" : "sum += " + value + ";");
            code.close(map.reduced());
            code.line(output + assign + (max ? "most;" : "(float) sum;"));
        }
        code.close(free);
    }

    private static String body(MapStep map, List<String> inputs, ClCode code) {
        ExprRenderer.Code body = ExprRenderer.openCl("t").render(map.body(), inputs::get);
        body.statements().forEach(code::line);
        return body.results().get(0);
    }
}
