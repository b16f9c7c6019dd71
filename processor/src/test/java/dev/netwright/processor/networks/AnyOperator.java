package dev.netwright.processor.networks;

import dev.netwright.processor.operator.Operators;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Any operator of the registry with any of its attributes set to anything of its type: what is found there by the annotations'
 * own methods, so that a new operator takes part by being there.
 */
final class AnyOperator {
    private static final List<Class<?>> ANNOTATIONS = annotations();

    private static final int[] INTEGERS = {
        0, 1, 2, 3, 4, 5, 7, 8, -1, -2, 16, 1000, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE
    };
    private static final String[] NUMBERS = {
        "0f", "1f", "-1f", "0.5f", "0.1f", "2f", "1e-45f", "3e38f", "Float.NaN", "Float.NEGATIVE_INFINITY", "1e-5f"
    };

    private AnyOperator() {}

    /** The annotations of all structured operators; the pointwise ones take the same path and stand in the written list. */
    private static List<Class<?>> annotations() {
        List<Class<?>> found = new ArrayList<>();
        Operators.all().stream()
                .map(operator -> operator.annotation())
                .filter(name -> !name.isEmpty())
                .sorted()
                .forEach(name -> {
                    try {
                        found.add(Class.forName(name));
                    } catch (ClassNotFoundException e) {
                        throw new AssertionError(name, e);
                    }
                });
        return found;
    }

    /** One as it is written. */
    static String of(Random random) {
        Class<?> annotation = ANNOTATIONS.get(random.nextInt(ANNOTATIONS.size()));
        List<Method> attributes = Arrays.stream(annotation.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        String values = attributes.stream()
                .filter(attribute -> random.nextInt(3) > 0)
                .map(attribute -> attribute.getName() + " = " + value(attribute.getReturnType(), random))
                .collect(Collectors.joining(", "));
        return "@" + annotation.getSimpleName() + (values.isEmpty() ? "" : "(" + values + ")");
    }

    private static String value(Class<?> type, Random random) {
        if (type.isArray()) {
            List<String> values = new ArrayList<>();
            int count = random.nextInt(4);
            for (int k = 0; k < count; k++) {
                values.add(value(type.getComponentType(), random));
            }
            return count == 1 ? values.get(0) : "{" + String.join(", ", values) + "}";
        }
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return type.getSimpleName() + "." + constants[random.nextInt(constants.length)];
        }
        if (type == boolean.class) {
            return String.valueOf(random.nextBoolean());
        }
        if (type == String.class) {
            return random.nextBoolean() ? "\"\"" : "\"a b\"";
        }
        // Small numbers mostly, so that many are right.
        return type == float.class || type == double.class
                ? NUMBERS[random.nextInt(NUMBERS.length)]
                : String.valueOf(
                        random.nextBoolean() ? 1 + random.nextInt(4) : INTEGERS[random.nextInt(INTEGERS.length)]);
    }
}
