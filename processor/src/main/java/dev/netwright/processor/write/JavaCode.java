package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.netwright.processor.step.Extent;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Java text whose class names JavaPoet imports, or qualifies where a nested class has the same name. */
final class JavaCode {
    private static final String ENGINE = "dev.netwright.runtime.engine";

    private static final Map<String, ClassName> CLASSES = Stream.of(
                    ClassName.get(Math.class),
                    ClassName.get(System.class),
                    ClassName.get(Float.class),
                    ClassName.get(ENGINE, "Convolution"),
                    ClassName.get(ENGINE, "Elementary"),
                    ClassName.get(ENGINE, "MatMul"),
                    ClassName.get(ENGINE, "Panel"),
                    ClassName.get(ENGINE, "Philox"),
                    ClassName.get(ENGINE, "Pooling"),
                    ClassName.get(ENGINE, "Sums"))
            .collect(Collectors.toMap(ClassName::simpleName, c -> c));

    private static final Pattern CLASS = Pattern.compile("(?<![\\p{javaJavaIdentifierPart}.])("
            + String.join("|", CLASSES.keySet().stream().sorted().toList())
            + ")\\.");

    private static final Pattern BREAK = Pattern.compile(", | [?:] ");

    private JavaCode() {}

    /** An expression or statement in text, class names resolved. */
    static CodeBlock of(String text) {
        Matcher matcher = CLASS.matcher(text);
        CodeBlock.Builder code = CodeBlock.builder();
        int end = 0;
        while (matcher.find()) {
            wrapped(text.substring(end, matcher.start()), code);
            code.add("$T.", CLASSES.get(matcher.group(1)));
            end = matcher.end();
        }
        wrapped(text.substring(end), code);
        return code.build();
    }

    /** Text that may break after commas and before the choices of a condition. */
    private static void wrapped(String text, CodeBlock.Builder code) {
        Matcher matcher = BREAK.matcher(text);
        int end = 0;
        while (matcher.find()) {
            boolean comma = matcher.group().startsWith(",");
            code.add(comma ? "$L,$W" : "$L$W", text.substring(end, matcher.start()));
            end = comma ? matcher.end() : matcher.start() + 1;
        }
        code.add("$L", text.substring(end));
    }

    /** A length: {@code 128}, {@code n}, {@code 4 * n}. */
    static String length(Extent extent) {
        return extent.batch() ? times(extent.factor(), "n") : Integer.toString(extent.factor());
    }

    /** A literal times a variable. */
    static String times(int factor, String variable) {
        return factor == 1 ? variable : factor + " * " + variable;
    }

    /** {@code base + factor * variable}, without a factor 1 and without a term of factor 0. */
    static String plus(String base, int factor, String variable) {
        return factor == 0 ? base : base + " + " + times(factor, variable);
    }

    /** An integer with its thousands apart: {@code 100_352}. */
    static String integer(long value) {
        return value < 100_000
                ? Long.toString(value)
                : String.format(java.util.Locale.ROOT, "%,d", value).replace(',', '_');
    }
}
