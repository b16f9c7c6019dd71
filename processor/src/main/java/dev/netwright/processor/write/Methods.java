package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Methods whose statements may be too many for one. */
final class Methods {
    private Methods() {}

    /**
     * A method without a result that holds the groups: itself where it is one, else by methods {@code name1}, {@code name2}, …
     * with the same parameters, which {@code arguments} passes on.
     */
    static List<MethodSpec> split(MethodSpec.Builder method, List<CodeBlock> groups, String arguments) {
        List<MethodSpec> methods = new ArrayList<>();
        MethodSpec named = method.build();
        if (groups.size() == 1) {
            return List.of(method.addCode(groups.get(0)).build());
        }
        for (int k = 0; k < groups.size(); k++) {
            String name = named.name() + (k + 1);
            method.addStatement("$L($L)", name, arguments);
            MethodSpec.Builder part = MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE);
            if (named.modifiers().contains(Modifier.STATIC)) {
                part.addModifiers(Modifier.STATIC);
            }
            for (ParameterSpec parameter : named.parameters()) {
                part.addParameter(parameter);
            }
            methods.add(part.addCode(groups.get(k)).build());
        }
        methods.add(0, method.build());
        return methods;
    }

    /** Adds a line of words to a table that generated code holds as a text. */
    static void line(StringBuilder table, String... words) {
        table.append(String.join(" ", words)).append('\n');
    }

    /**
     * A method that returns a text of lines.
     *
     * <pre>{@code
     * private static String table() {
     *     return """
     *             input image float32 [1, 28, 28]
     *             """;
     * }
     * }</pre>
     */
    static MethodSpec text(String name, String text) {
        List<String> constants = Text.lines(text).stream().map(Text::constant).toList();
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(String.class);
        return (constants.size() == 1
                        ? method.addStatement("return $L", constants.get(0))
                        : method.addStatement(
                                "return $T.join($S,\n$L)", String.class, "", String.join(",\n", constants)))
                .build();
    }
}
