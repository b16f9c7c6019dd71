package dev.netwright.processor.operator;

import dev.netwright.processor.diagnose.Problems;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules that several operators share; each reports what is wrong and says whether it held. */
final class Checks {
    /** Most dimensions of a sample. */
    static final int MOST_DIMENSIONS = 8;

    private Checks() {}

    /** Reports an attribute that must be given. */
    static void missing(Site site, String attribute, String example) {
        site.report(
                Problems.missingAttribute(site.attributes().place(), site.node(), site.written(), attribute, example));
    }

    /** Reports an attribute's value. */
    static void outOfRange(Site site, String attribute, String expected, String found, String... help) {
        site.report(Problems.outOfRange(
                site.attributes().place(attribute), site.node(), site.written(), attribute, expected, found, help));
    }

    /** Reports the shape of an input, at the edge to it. */
    static void mismatch(Site site, int input, String expected, String... help) {
        site.report(Problems.shapeMismatch(
                site.inputPlace(input),
                site.node(),
                site.written(),
                site.inputName(input),
                expected,
                site.input(input).toString(),
                site.trace(input),
                help));
    }

    /** Reports an axis of an input that varies from sample to sample where it may not. */
    static void varying(Site site, int input, int axis, String expected, String... help) {
        site.report(Problems.varyingLength(
                site.inputPlace(input),
                site.node(),
                site.written(),
                site.inputName(input),
                axis,
                expected,
                site.input(input).toString(),
                site.trace(input),
                help.length > 0 ? help : new String[] {without(site, input, axis)}));
    }

    /** The node to put before one that takes no axis that varies. */
    static String without(Site site, int input, int axis) {
        return Operator.withoutVarying(site.inputName(input), site.node(), axis);
    }

    /** Everything is computed in FLOAT32: whether all inputs are. */
    static boolean floats(Site site) {
        boolean all = true;
        for (int k = 0; k < site.inputCount(); k++) {
            TensorType type = site.input(k);
            if (type.element() != TensorType.Element.FLOAT32) {
                all = false;
                site.report(Problems.typeMismatch(
                        site.inputPlace(k),
                        site.node(),
                        site.written(),
                        site.inputName(k),
                        "FLOAT32",
                        type.toString(),
                        site.trace(k),
                        toFloats(type, site.inputName(k), site.node())));
            }
        }
        return all;
    }

    /** The node to put before one that takes floats. */
    private static String[] toFloats(TensorType type, String from, String node) {
        String name = from + "Floats(Tensor " + from + ");  between " + from + " and " + node;
        String cast = "put  @Cast Tensor " + name;
        return type.element() == TensorType.Element.BOOL
                ? new String[] {cast}
                : new String[] {cast, "or, where the values are ids, say 0 to 9,  @OneHot(10) Tensor " + name};
    }

    /** Whether the only input is of one of these element types; {@code help} where it is not. */
    static boolean elements(Site site, Set<TensorType.Element> expected, String help) {
        TensorType type = site.input(0);
        if (expected.contains(type.element())) {
            return true;
        }
        site.report(Problems.typeMismatch(
                site.inputPlace(0),
                site.node(),
                site.written(),
                site.inputName(0),
                expected.stream().sorted().map(Enum::name).collect(Collectors.joining(", ")),
                type.element() == TensorType.Element.FLOAT32 ? "FLOAT32 " + type : type.toString(),
                site.trace(),
                help));
        return false;
    }

    /** A shape that the user wrote in full: 1 to 8 dimensions of 1 or more. {@code example} stands where none is given. */
    static void shape(Site site, String attribute, String example) {
        List<Integer> shape = site.attributes().integers(attribute);
        if (shape.isEmpty()) {
            missing(site, attribute, example);
        } else {
            dimensions(site, attribute, shape);
        }
    }

    /** The dimensions of a shape that is not empty. */
    static void dimensions(Site site, String attribute, List<Integer> shape) {
        String expected = "1 to " + MOST_DIMENSIONS + " dimensions of 1 or more each";
        if (shape.size() > MOST_DIMENSIONS) {
            outOfRange(
                    site,
                    attribute,
                    expected,
                    shape.size() + " dimensions",
                    "write  " + attribute + " = " + braces(shape.subList(0, MOST_DIMENSIONS)) + "  or multiply some");
        } else if (shape.stream().anyMatch(d -> d < 1)) {
            outOfRange(
                    site,
                    attribute,
                    expected,
                    braces(shape),
                    "write  " + attribute + " = "
                            + braces(shape.stream().map(d -> Math.max(d, 1)).toList())
                            + "  (the batch dimension is always there and never written)");
        }
    }

    /** An {@code epsilon} above 0. */
    static void epsilon(Site site) {
        double epsilon = site.attributes().number("epsilon");
        if (!((float) epsilon > 0 && Float.isFinite((float) epsilon))) {
            outOfRange(
                    site,
                    "epsilon",
                    "a finite number above 0",
                    String.valueOf((float) epsilon),
                    "write  epsilon = 1e-5f");
        }
    }

    /** An axis of a shape from 0, or -1 after reporting that there is no such axis. */
    static int axis(Site site, String attribute, TensorType type) {
        int axis = site.attributes().integer(attribute);
        int rank = type.rank();
        if (axis < -rank || axis >= rank) {
            int nearest = axis < 0 ? -rank : rank - 1;
            outOfRange(
                    site,
                    attribute,
                    -rank + " to " + (rank - 1) + ", an axis of " + type + " from " + site.inputName(0),
                    String.valueOf(axis),
                    "write  " + attribute + " = " + nearest + "  (nearest; the batch dimension does not count)");
            return -1;
        }
        return axis < 0 ? axis + rank : axis;
    }

    /** As an array initializer: {@code {1, 28, 28}}. */
    static String braces(List<?> values) {
        String text = values.toString();
        return "{" + text.substring(1, text.length() - 1) + "}";
    }
}
