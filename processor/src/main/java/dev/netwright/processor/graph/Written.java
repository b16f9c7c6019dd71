package dev.netwright.processor.graph;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.declare.Declaration.OperatorUse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An operator as the user wrote it: {@code @Dense(128)}, {@code @Dense(value = 128, bias = false)} as {@code @Dense(128, bias = false)}. */
final class Written {
    private static final int MOST_VALUES = 8;

    private Written() {}

    static String of(OperatorUse use) {
        Attributes attributes = use.attributes();
        List<String> written = new ArrayList<>();
        for (String name : attributes.names()) {
            if (attributes.given(name)) {
                String value = value(attributes.value(name));
                if (name.equals("value")) {
                    written.add(0, value);
                } else {
                    written.add(name + " = " + value);
                }
            }
        }
        return "@" + use.name() + (written.isEmpty() ? "" : "(" + String.join(", ", written) + ")");
    }

    /** A word with its first letter in upper case. */
    static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static String value(Object value) {
        if (value instanceof List<?> values) {
            String shown =
                    values.stream().limit(MOST_VALUES).map(Written::value).collect(Collectors.joining(", "));
            return values.size() == 1 ? shown : "{" + shown + (values.size() > MOST_VALUES ? ", …}" : "}");
        }
        return String.valueOf(value);
    }
}
