package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.ExprRenderer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import javax.lang.model.element.Modifier;

/** Writes the bodies of maps. What is too large for a method is computed by methods of its own. */
final class Formulas {
    /** Most distinct values of a body that stays whole, and of a method that computes a part of a larger one. */
    private static final int WHOLE = 300;

    private static final int PART = 150;

    private final FreeNames methodNames;
    private final List<MethodSpec> methods = new ArrayList<>();

    Formulas(FreeNames methodNames) {
        this.methodNames = methodNames;
    }

    /** The methods that compute parts. */
    List<MethodSpec> methods() {
        return methods;
    }

    /** Writes the locals of an expression and returns what computes its value; {@code inputs} are read without side effects. */
    String write(String kernel, Expr expr, List<String> inputs, CodeBlock.Builder code, FreeNames scope) {
        Body body = new Body(expr);
        if (body.size() <= WHOLE) {
            return render(expr, inputs::get, code, scope);
        }
        Set<Integer> cuts = body.cuts(PART);
        Map<Integer, String> named = new LinkedHashMap<>();
        for (int cut : cuts) {
            Expr part = body.expression(cut, cuts);
            String value = call(kernel, part, k -> text(k, inputs, named));
            String local = scope.take("part");
            code.addStatement("float $L = $L", local, value);
            named.put(cut, local);
        }
        return render(body.expression(body.size() - 1, cuts), k -> text(k, inputs, named), code, scope);
    }

    private static String text(int input, List<String> inputs, Map<Integer, String> named) {
        return input < Body.CUT ? inputs.get(input) : named.getOrDefault(input - Body.CUT, "");
    }

    /**
     * A method that computes a part, and its call.
     *
     * <pre>{@code
     * private static float hidden1Part(float a0, float a1) {
     *     return a0 * Elementary.tanh(a1);
     * }
     * }</pre>
     */
    private String call(String kernel, Expr part, IntFunction<String> arguments) {
        Set<Integer> inputs = new TreeSet<>(new Body(part).inputs());
        String name = methodNames.take(kernel + "Part");
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(float.class);
        List<String> call = new ArrayList<>();
        Map<Integer, String> parameters = new LinkedHashMap<>();
        for (int input : inputs) {
            String parameter = "a" + parameters.size();
            parameters.put(input, parameter);
            method.addParameter(float.class, parameter);
            call.add(arguments.apply(input));
        }
        CodeBlock.Builder code = CodeBlock.builder();
        String result = render(part, k -> parameters.getOrDefault(k, ""), code, new FreeNames(false));
        methods.add(method.addCode(code.build())
                .addStatement("return $L", JavaCode.of(result))
                .build());
        return name + "(" + String.join(", ", call) + ")";
    }

    private static String render(Expr expr, IntFunction<String> inputs, CodeBlock.Builder code, FreeNames scope) {
        ExprRenderer.Code java =
                ExprRenderer.java("Elementary.", scope.prefix("t")).render(expr, inputs);
        java.statements().forEach(statement -> code.add("$L\n", JavaCode.of(statement)));
        return java.results().get(0);
    }
}
