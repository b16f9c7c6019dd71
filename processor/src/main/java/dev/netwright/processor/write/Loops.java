package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes loops over a nest. Where an array stands in a row is a local of the loop around it, so that the innermost loop's
 * indices are a local plus the loop's own variable, the form that C2 vectorizes.
 */
final class Loops {
    private static final List<String> VARIABLES = List.of("i", "j", "k", "l", "q", "r", "i6", "i7", "i8", "i9");

    /** Names that no parameter or local of a kernel takes: loop variables, and classes that its code names. */
    static final String[] RESERVED = {
        "from",
        "to",
        "n",
        "seed",
        "step",
        "x",
        "at",
        "i",
        "j",
        "k",
        "l",
        "q",
        "r",
        "i6",
        "i7",
        "i8",
        "i9",
        "java",
        "dev",
        "Math",
        "System",
        "Float",
        "Convolution",
        "Elementary",
        "MatMul",
        "Panel",
        "Philox",
        "Pooling",
        "Sums"
    };

    private final Kernel kernel;
    private final Nest nest;
    private final CodeBlock.Builder code;
    private final FreeNames names;

    Loops(Kernel kernel, Nest nest, CodeBlock.Builder code, FreeNames names) {
        this.kernel = kernel;
        this.nest = nest;
        this.code = code;
        this.names = names;
    }

    /** Where each access starts: the offset of its argument. */
    List<String> start() {
        return nest.accesses().stream()
                .map(access -> kernel.offsets().get(access.argument()))
                .toList();
    }

    /** The variable of an axis' loop. */
    static String variable(int axis) {
        return VARIABLES.get(axis);
    }

    /** The array of each access. */
    List<String> arrays() {
        return nest.accesses().stream()
                .map(access -> kernel.arrays().get(access.argument()))
                .toList();
    }

    /** The element of an access at a place, a float. */
    String element(int access, List<String> at) {
        int argument = nest.accesses().get(access).argument();
        return kernel.elements().get(argument).asFloat(kernel.arrays().get(argument) + "[" + at.get(access) + "]");
    }

    /**
     * Opens the loop of an axis and returns where the accesses stand within it.
     *
     * <pre>
     * for (int i = from; i &lt; to; i++) {
     *     int xRow = xAt + 128 * i;
     * </pre>
     *
     * @param used for each access how many of the axes its element depends on being run through before it is used
     */
    List<String> open(int axis, List<String> at, List<Integer> used) {
        Axis loop = nest.axes().get(axis);
        String variable = variable(axis);
        code.beginControlFlow("for (int $1L = $2L; $1L < $3L; $1L++)", variable, loop.from(), loop.to());
        Map<Access, String> locals = new HashMap<>();
        List<String> inside = new ArrayList<>();
        for (int a = 0; a < nest.accesses().size(); a++) {
            Access access = nest.accesses().get(a);
            if (!access.moves(axis)) {
                inside.add(at.get(a));
                continue;
            }
            String place = JavaCode.plus(at.get(a), access.strides().get(axis), variable);
            if (axis + 1 < used.get(a)) {
                String known = locals.get(access);
                if (known == null) {
                    String suffix = loop.rows() ? "Row" : FreeNames.upper(variable);
                    known = names.take(kernel.labels().get(access.argument()) + suffix);
                    code.addStatement("int $L = $L", known, place);
                    locals.put(access, known);
                }
                place = known;
            }
            inside.add(place);
        }
        return inside;
    }

    /** Closes the loop opened last. */
    void close() {
        code.endControlFlow();
    }
}
