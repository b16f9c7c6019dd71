package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The switch from a stage's number to its kernel. Where the cases are too many for a method, each level of methods switches over
 * a quotient of the number.
 *
 * <pre>{@code
 * @Override
 * protected void tile(int stage, int from, int to) {
 *     switch (stage) {
 *         case HIDDEN1 -> DemoModelKernels.hidden1(in[0], inAt[0], w, 0, panels[0], from, to);
 *         default -> throw noStage(stage);
 *     }
 * }
 * }</pre>
 */
final class TileSwitch {
    private static final int CASES = 128;

    private final List<String> names;
    private final List<CodeBlock> calls;
    private final List<MethodSpec> methods = new ArrayList<>();

    TileSwitch(List<String> names, List<CodeBlock> calls) {
        this.names = names;
        this.calls = calls;
    }

    List<MethodSpec> methods() {
        int group = group();
        List<CodeBlock> cases = new ArrayList<>();
        for (int k = 0; k < calls.size(); k++) {
            cases.add(CodeBlock.of("case $L -> $L", names.get(k), calls.get(k)));
        }
        int divisor = 1;
        for (int level = 1; cases.size() > group; level++) {
            List<CodeBlock> next = new ArrayList<>();
            for (int k = 0; k * group < cases.size(); k++) {
                String name = "tiles" + (level == 1 ? "" : "Level" + level + "Part") + (k + 1);
                methods.add(method(name, divisor, cases.subList(k * group, Math.min(cases.size(), (k + 1) * group)))
                        .addModifiers(Modifier.PRIVATE)
                        .build());
                next.add(CodeBlock.of("case $L -> $L(stage, from, to);\n", k, name));
            }
            divisor *= group;
            cases = next;
            group = CASES;
        }
        methods.add(
                0,
                method("tile", divisor, cases)
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PROTECTED)
                        .build());
        return methods;
    }

    /** The number of cases of a method such that none is too large. */
    private int group() {
        List<Integer> bytes = calls.stream().map(TileSwitch::bytes).toList();
        int group = CASES;
        while (group > 1) {
            int most = 0;
            for (int k = 0; k < bytes.size(); k += group) {
                most = Math.max(
                        most,
                        bytes.subList(k, Math.min(bytes.size(), k + group)).stream()
                                .mapToInt(b -> b)
                                .sum());
            }
            if (most <= Parts.BUDGET) {
                break;
            }
            group /= 2;
        }
        return group;
    }

    private static int bytes(CodeBlock call) {
        return 20 + 11 * (int) call.toString().chars().filter(c -> c == ',').count();
    }

    private static MethodSpec.Builder method(String name, int divisor, List<CodeBlock> cases) {
        CodeBlock.Builder code = CodeBlock.builder()
                .beginControlFlow(divisor == 1 ? "switch (stage)" : "switch (stage / " + divisor + ")");
        cases.forEach(code::add);
        code.add("default -> throw noStage(stage);\n").endControlFlow();
        return MethodSpec.methodBuilder(name)
                .addParameter(TypeName.INT, "stage")
                .addParameter(TypeName.INT, "from")
                .addParameter(TypeName.INT, "to")
                .addCode(code.build());
    }
}
