package dev.netwright.processor.write;

import dev.netwright.processor.step.Extent;
import java.util.List;

/** Lines of OpenCL C, indented by the braces that are open. */
final class ClCode {
    /** Loop variables, one an axis. */
    private static final String VARIABLES = "ijklqr";

    private final StringBuilder text = new StringBuilder();
    private int open;

    /** The variable of an axis. */
    static String variable(int axis) {
        return axis < VARIABLES.length() ? VARIABLES.substring(axis, axis + 1) : "i" + axis;
    }

    /** {@code 784 * i + j}: the place at these variables. */
    static String place(List<Integer> strides, List<String> variables) {
        StringBuilder sum = new StringBuilder();
        for (int k = 0; k < strides.size(); k++) {
            if (strides.get(k) != 0) {
                sum.append(sum.length() == 0 ? "" : " + ").append(JavaCode.times(strides.get(k), variables.get(k)));
            }
        }
        return sum.length() == 0 ? "0" : sum.toString();
    }

    /** The product of lengths: {@code 9}, {@code 4 * n}. */
    static String points(List<Extent> extents) {
        Extent product = Extent.of(1);
        for (Extent extent : extents) {
            product = product.times(extent);
        }
        return JavaCode.length(product);
    }

    ClCode line(String line) {
        text.append("    ".repeat(open)).append(line).append('\n');
        return this;
    }

    /** A line that is not indented: a directive. */
    ClCode directive(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** A line that opens a brace. */
    ClCode open(String line) {
        line(line + " {");
        open++;
        return this;
    }

    ClCode close() {
        open--;
        return line("}");
    }

    /** The rows of a step and its other free axes: loops where a work-item has a tile of rows, one point where it has that. */
    ClCode free(List<Extent> extents, List<String> variables) {
        for (int k = 0; k < extents.size(); k++) {
            String below = points(extents.subList(k + 1, extents.size()));
            open(
                    k == 0
                            ? "ROWS(" + variables.get(0) + ", " + below + ")"
                            : "AXIS(" + variables.get(k) + ", " + JavaCode.length(extents.get(k)) + ", " + below + ")");
        }
        return this;
    }

    /** A loop over an axis. */
    ClCode each(String variable, Extent extent) {
        return open("for (int " + variable + " = 0; " + variable + " < " + JavaCode.length(extent) + "; " + variable
                + "++)");
    }

    ClCode close(int braces) {
        for (int k = 0; k < braces; k++) {
            close();
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
