package dev.netwright.processor.write;

import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Geometry;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions and pooling in OpenCL C, a result after the other. The spatial axes of inputs are i0, i1, …, those of results o0, o1, …
 * and the taps of windows k0, k1, …
 */
final class ClWindows {
    private final Geometry geometry;
    private final List<Extent> inputs;
    private final List<Extent> results;
    private final List<Extent> taps;
    private final ClCode code;

    private ClWindows(Geometry geometry, List<Extent> inputs, List<Extent> results, List<Extent> taps, ClCode code) {
        this.geometry = geometry;
        this.inputs = inputs;
        this.results = results;
        this.taps = taps;
        this.code = code;
    }

    /** Writes a convolution by one of its roles; pointers are {@code x}, {@code w} and {@code y}. */
    static void write(ConvolveStep step, ClCode code) {
        ClWindows windows =
                new ClWindows(step.geometry(), spatial(step.x(), 3), spatial(step.y(), 3), spatial(step.w(), 3), code);
        Extent samples = step.x().extents().get(0);
        Extent groups = step.w().extents().get(0);
        Extent filters = step.w().extents().get(1);
        Extent channels = step.w().extents().get(2);
        int braces = switch (step.role()) {
            case OUTPUT -> windows.output(samples, groups, filters, channels);
            case INPUT -> windows.input(samples, groups, filters, channels);
            case WEIGHT -> windows.weight(samples, groups, filters, channels);
        };
        String target = switch (step.role()) {
            case OUTPUT -> "y[" + at("s", groups, filters, "m", "o", windows.results) + "]";
            case INPUT -> "x[" + at("s", groups, channels, "c", "i", windows.inputs) + "]";
            case WEIGHT -> "w[" + weight(filters, channels, windows.taps) + "]";
        };
        int inner = braces - free(step.role(), windows.geometry.rank());
        code.close(inner);
        code.line(target + (step.accumulate() ? " += " : " = ") + "(float) sum;");
        code.close(braces - inner);
    }

    /**
     * The call that works on registers, of one or two spatial axes; a missing one is of length 1.
     *
     * <pre>{@code
     * convolve_output(x, w, y, from, to, 1, 64, 32, 32, 32, 3, 3, 16, 16, 2, 2, 1, 1, 1, 1, 0);
     * }</pre>
     */
    static String tiled(ConvolveStep step) {
        Geometry geometry = step.geometry();
        List<Object> arguments = new ArrayList<>(List.of(
                step.w().extents().get(0).factor(),
                step.w().extents().get(1).factor(),
                step.w().extents().get(2).factor()));
        for (View view : List.of(step.x(), step.w(), step.y())) {
            List<Integer> lengths =
                    spatial(view, 3).stream().map(Extent::factor).toList();
            arguments.addAll(plane(lengths, 1));
        }
        arguments.addAll(plane(geometry.stride(), 1));
        arguments.addAll(plane(geometry.padding(), 0));
        arguments.addAll(plane(geometry.dilation(), 1));
        arguments.add(step.accumulate() ? 1 : 0);
        String lengths =
                String.join(", ", arguments.stream().map(String::valueOf).toList());
        return switch (step.role()) {
            case OUTPUT -> "convolve_output(x, w, y, from, to, " + lengths + ");";
            case INPUT -> "convolve_input(w, y, x, from, to, " + lengths + ");";
            case WEIGHT ->
                "convolve_weight(x, y, w, " + JavaCode.length(step.x().extents().get(0)) + ", from, to, " + lengths
                        + ");";
        };
    }

    private static List<Integer> plane(List<Integer> axes, int missing) {
        return axes.size() == 1 ? List.of(missing, axes.get(0)) : axes;
    }

    private static int free(ConvolveStep.Role role, int rank) {
        return role == ConvolveStep.Role.WEIGHT ? 4 + rank : 3 + rank;
    }

    private int output(Extent samples, Extent groups, Extent filters, Extent channels) {
        free(List.of(samples, groups, filters), List.of("s", "g", "m"), results, "o");
        code.line("sum_t sum = 0;").each("c", channels);
        int braces = 4 + geometry.rank() + taps(false);
        code.line("sum += x[" + at("s", groups, channels, "c", "i", inputs) + "] * w[" + weight(filters, channels, taps)
                + "];");
        return braces;
    }

    private int input(Extent samples, Extent groups, Extent filters, Extent channels) {
        free(List.of(samples, groups, channels), List.of("s", "g", "c"), inputs, "i");
        code.line("sum_t sum = 0;").each("m", filters);
        int braces = 4 + geometry.rank() + windowsOf();
        code.line("sum += y[" + at("s", groups, filters, "m", "o", results) + "] * w[" + weight(filters, channels, taps)
                + "];");
        return braces;
    }

    private int weight(Extent samples, Extent groups, Extent filters, Extent channels) {
        free(List.of(Extent.of(1), groups, filters, channels), List.of("one", "g", "m", "c"), taps, "k");
        code.line("sum_t sum = 0;").each("s", samples);
        int braces = 5 + geometry.rank();
        for (int a = 0; a < geometry.rank(); a++) {
            code.each("o" + a, results.get(a));
            place(a);
            braces += inside("i" + a, inputs.get(a), padded(a, false));
        }
        code.line("sum += x[" + at("s", groups, channels, "c", "i", inputs) + "] * y["
                + at("s", groups, filters, "m", "o", results) + "];");
        return braces + geometry.rank();
    }

    /** Writes maxima, means or their adjoints; pointers are {@code x}, {@code g} (the results' gradient) and {@code y}. */
    static void write(PoolStep step, ClCode code) {
        List<Extent> taps = step.kernel().stream().map(Extent::of).toList();
        ClWindows windows = new ClWindows(step.geometry(), spatial(step.x(), 2), spatial(step.y(), 2), taps, code);
        Extent samples = step.x().extents().get(0);
        Extent channels = step.x().extents().get(1);
        switch (step.form()) {
            case MAX, MEAN -> windows.pool(step, samples, channels);
            case MAX_ADJOINT, MEAN_ADJOINT -> windows.poolAdjoint(step, samples, channels);
        }
    }

    private void pool(PoolStep step, Extent samples, Extent channels) {
        boolean max = step.form() == PoolStep.Form.MAX;
        free(List.of(samples, channels), List.of("s", "c"), results, "o");
        String plane = plane(channels, inputs);
        code.line(max ? "float most = -INFINITY;" : "sum_t sum = 0;");
        boolean counted = !max && !step.countPadding();
        if (counted) {
            code.line("int count = 0;");
        }
        int braces = taps(true);
        String value = "x[" + plane + in("i", inputs) + "]";
        if (max) {
            code.line("most = maximum(most, " + value + ");");
        } else {
            code.line("sum += " + value + ";");
            if (counted) {
                code.line("count++;");
            }
        }
        code.close(braces);
        String divisor = counted ? "count" : ClCode.points(taps);
        code.line("y[" + plane(channels, results) + in("o", results) + "] "
                + (step.accumulate() ? "+= " : "= ")
                + (max ? "most;" : "(float) (sum / " + divisor + ");"));
        code.close(2 + geometry.rank());
    }

    /** Windows may overlap, so a plane is one work-item's. */
    private void poolAdjoint(PoolStep step, Extent samples, Extent channels) {
        boolean max = step.form() == PoolStep.Form.MAX_ADJOINT;
        code.free(List.of(samples, channels), List.of("s", "c"));
        code.line("global float* plane = y + " + plane(channels, inputs) + ";");
        if (!step.accumulate()) {
            code.open("for (int e = 0; e < " + ClCode.points(inputs) + "; e++)");
            code.line("plane[e] = 0.0f;").close();
        }
        for (int a = 0; a < geometry.rank(); a++) {
            code.each("o" + a, results.get(a));
        }
        code.line("float share = g[" + plane(channels, results) + in("o", results) + "];");
        if (max) {
            code.line("int best = -1;").line("float most = 0.0f;");
            int braces = taps(true);
            code.line("float value = x[" + plane(channels, inputs) + in("i", inputs) + "];");
            code.open("if (best < 0 || value > most || (isnan(value) && !isnan(most)))");
            code.line("best = " + sum(in("i", inputs)) + ";")
                    .line("most = value;")
                    .close();
            code.close(braces);
            code.open("if (best >= 0)").line("plane[best] += share;").close();
        } else {
            if (step.countPadding()) {
                code.line("share /= " + ClCode.points(taps) + ";");
            } else {
                code.line("int count = 0;");
                int braces = taps(true);
                code.line("count++;");
                code.close(braces);
                code.line("share /= count;");
            }
            int braces = taps(true);
            code.line("plane[" + sum(in("i", inputs)) + "] += share;");
            code.close(braces);
        }
        code.close(geometry.rank() + 2);
    }

    private static String sum(String terms) {
        return terms.substring(" + ".length());
    }

    /** {@code rows}, the other leading axes and spatial ones as free axes. */
    private void free(List<Extent> leading, List<String> names, List<Extent> spatial, String name) {
        List<Extent> extents = new ArrayList<>(leading);
        List<String> variables = new ArrayList<>(names);
        for (int a = 0; a < spatial.size(); a++) {
            extents.add(spatial.get(a));
            variables.add(name + a);
        }
        code.free(extents, variables);
    }

    /** Loops over the taps of a result's window that lie on the input; how many braces are open. */
    private int taps(boolean pool) {
        int braces = 0;
        for (int a = 0; a < geometry.rank(); a++) {
            code.each("k" + a, taps.get(a));
            place(a);
            braces += 1 + inside("i" + a, inputs.get(a), padded(a, pool));
        }
        return braces;
    }

    /** Loops over the windows that an element of the input lies in, and by which tap; how many braces are open. */
    private int windowsOf() {
        int braces = 0;
        for (int a = 0; a < geometry.rank(); a++) {
            code.each("k" + a, taps.get(a));
            int stride = geometry.stride().get(a);
            code.line("int p" + a + " = i" + a + " + " + geometry.padding().get(a) + " - "
                    + JavaCode.times(geometry.dilation().get(a), "k" + a) + ";");
            code.line("int o" + a + " = p" + a + (stride == 1 ? ";" : " / " + stride + ";"));
            String divides = stride == 1 ? "" : " && p" + a + " % " + stride + " == 0";
            code.open("if (p" + a + " >= 0 && o" + a + " < " + JavaCode.length(results.get(a)) + divides + ")");
            braces += 2;
        }
        return braces;
    }

    private void place(int a) {
        int padding = geometry.padding().get(a);
        code.line("int i" + a + " = " + JavaCode.times(geometry.stride().get(a), "o" + a) + " + "
                + JavaCode.times(geometry.dilation().get(a), "k" + a)
                + (padding == 0 ? ";" : " - " + padding + ";"));
    }

    /** Whether a window of an axis reaches beyond the input. */
    private boolean padded(int a, boolean pool) {
        int last = geometry.place(a, results.get(a).factor() - 1, taps.get(a).factor() - 1);
        return geometry.padding().get(a) > 0 || last >= inputs.get(a).factor();
    }

    private int inside(String variable, Extent length, boolean padded) {
        if (!padded) {
            return 0;
        }
        code.open("if (" + variable + " >= 0 && " + variable + " < " + JavaCode.length(length) + ")");
        return 1;
    }

    /** The place of a sample's group's element: {@code ((s * 2 + g) * 16 + m) * 64 + 8 * o0 + o1}. */
    private static String at(
            String sample, Extent groups, Extent planes, String plane, String spatial, List<Extent> extents) {
        String of = groups.isOne() ? sample : "(" + sample + " * " + groups.factor() + " + g)";
        return "(" + of + " * " + planes.factor() + " + " + plane + ") * " + ClCode.points(extents)
                + in(spatial, extents);
    }

    private static String weight(Extent filters, Extent channels, List<Extent> taps) {
        return "((g * " + filters.factor() + " + m) * " + channels.factor() + " + c) * " + ClCode.points(taps)
                + in("k", taps);
    }

    private static String plane(Extent channels, List<Extent> extents) {
        return "(s * " + channels.factor() + " + c) * " + ClCode.points(extents);
    }

    /** {@code  + 8 * i0 + i1}. */
    private static String in(String name, List<Extent> extents) {
        StringBuilder sum = new StringBuilder();
        for (int a = 0; a < extents.size(); a++) {
            int stride = 1;
            for (Extent extent : extents.subList(a + 1, extents.size())) {
                stride *= extent.factor();
            }
            sum.append(" + ").append(JavaCode.times(stride, name + a));
        }
        return sum.toString();
    }

    private static List<Extent> spatial(View view, int first) {
        return view.extents().subList(first, view.rank());
    }
}
