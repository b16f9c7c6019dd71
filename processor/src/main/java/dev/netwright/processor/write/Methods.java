package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Methods whose statements may be too many for one. */
final class Methods {
    private static final ClassName LIST = ClassName.get(List.class);

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

    /**
     * Methods that return a list.
     *
     * <pre>{@code
     * private static List<TensorSpec> parameters() {
     *     return List.of(
     *             new TensorSpec(…),
     *             new TensorSpec(…));
     * }
     * }</pre>
     *
     * @param bytes bytes of bytecode that an element takes, estimated from above
     */
    static List<MethodSpec> list(String name, TypeName type, List<CodeBlock> elements, int bytes) {
        int most = Math.max(1, Parts.BUDGET / (bytes + 7));
        List<MethodSpec> methods = new ArrayList<>();
        if (elements.size() <= most) {
            return List.of(signature(name, type)
                    .addStatement(
                            elements.isEmpty() ? "return $T.of($L)" : "return $T.of(\n$L)",
                            LIST,
                            CodeBlock.join(elements, ",\n"))
                    .build());
        }
        MethodSpec.Builder whole = signature(name, type)
                .addStatement("$T all = new $T<>($L)", listOf(type), ArrayList.class, elements.size());
        for (int k = 0; k * most < elements.size(); k++) {
            List<CodeBlock> part = elements.subList(k * most, Math.min(elements.size(), (k + 1) * most));
            String partName = name + (k + 1);
            whole.addStatement("all.addAll($L())", partName);
            methods.add(signature(partName, type)
                    .addStatement("return $T.of(\n$L)", LIST, CodeBlock.join(part, ",\n"))
                    .build());
        }
        methods.add(0, whole.addStatement("return all").build());
        return methods;
    }

    private static MethodSpec.Builder signature(String name, TypeName type) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(listOf(type));
    }

    private static TypeName listOf(TypeName type) {
        return ParameterizedTypeName.get(LIST, type);
    }
}
