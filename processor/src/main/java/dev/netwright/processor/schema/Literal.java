package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Declaration.OperatorUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a schema file says, as Java code. */
final class Literal {
    private Literal() {}

    /** An operator with all its attributes: {@code @Dense(value = 128, bias = true)}. */
    static String of(SchemaFile.Operator operator) {
        return annotation(operator, operator.attributes());
    }

    /** An operator as the user would change {@code now} into it: attributes that he gave, and those that differ. */
    static String of(SchemaFile.Operator operator, OperatorUse now) {
        Map<String, Object> given = new LinkedHashMap<>();
        operator.attributes().forEach((name, value) -> {
            boolean same = now.attributes().names().contains(name)
                    && Json.write(value).equals(canonical(now.attributes().json(name)));
            if (!same || now.attributes().given(name)) {
                given.put(name, value);
            }
        });
        return annotation(operator, given);
    }

    /** JSON of an attribute, as schema files have it. */
    static String canonical(String json) {
        try {
            return Json.write(Json.parse(json));
        } catch (Json.Malformed e) {
            throw new IllegalStateException("attributes are JSON: " + json, e);
        }
    }

    private static String annotation(SchemaFile.Operator operator, Map<String, Object> attributes) {
        List<String> written = new ArrayList<>();
        attributes.forEach((name, value) -> written.add(
                attributes.size() == 1 && name.equals("value") ? value(value) : name + " = " + value(value)));
        return "@" + operator.simpleName() + (written.isEmpty() ? "" : "(" + String.join(", ", written) + ")");
    }

    /** Operators in a row. */
    static String of(List<SchemaFile.Operator> operators) {
        return operators.stream().map(Literal::of).collect(Collectors.joining(" "));
    }

    /** A method's head. */
    static String method(String node, List<String> inputs) {
        return "Tensor " + node + "("
                + inputs.stream().map(input -> "Tensor " + input).collect(Collectors.joining(", ")) + ")";
    }

    /** A value; constants of enums are what is written in capitals, doubles end in what a float attribute takes. */
    private static String value(Object value) {
        if (value instanceof List<?> list) {
            String inside = list.stream().map(Literal::value).collect(Collectors.joining(", "));
            return list.size() == 1 ? inside : "{" + inside + "}";
        }
        if (value instanceof String text) {
            return text.matches("[A-Z][A-Z0-9_]*") ? constant(text) : Json.write(text);
        }
        if (value instanceof Json.Figure figure) {
            return switch (figure.digits()) {
                case "1e999" -> "Float.POSITIVE_INFINITY";
                case "-1e999" -> "Float.NEGATIVE_INFINITY";
                default ->
                    figure.digits().matches("-?\\d+(\\.0)?")
                            ? figure.digits().replace(".0", "")
                            : figure.digits() + "f";
            };
        }
        return value == Json.NULL ? "Float.NaN" : value.toString();
    }

    /** A constant of the enums of the language. */
    private static String constant(String name) {
        return switch (name) {
            case "FLOAT32", "INT32", "INT64", "BOOL" -> "DataType." + name;
            case "NEAREST", "BILINEAR" -> "Interpolation." + name;
            case "CONSTANT", "REFLECT", "EDGE" -> "PadMode." + name;
            default -> name;
        };
    }
}
