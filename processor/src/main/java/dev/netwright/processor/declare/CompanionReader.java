package dev.netwright.processor.declare;

import dev.netwright.processor.declare.Declaration.Edge;
import dev.netwright.processor.declare.Declaration.Formula;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.diagnose.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Reads what a companion class holds: equal to the declaration that it was made from, with places nowhere. */
public final class CompanionReader {
    static final String DECLARATION = "dev.netwright.annotations.NetworkDeclaration";

    private final Elements elements;

    public CompanionReader(Elements elements) {
        this.elements = elements;
    }

    /**
     * The declaration that {@code companion} holds.
     *
     * @throws IllegalArgumentException if it is no companion, or one that this version cannot read
     */
    public Declaration read(TypeElement companion) {
        AnnotationMirror mirror = AttributeReader.find(companion, DECLARATION)
                .orElseThrow(() -> new IllegalArgumentException(companion + " is no companion"));
        Map<String, Object> held = values(mirror);
        return new Declaration(
                elements.getPackageOf(companion).getQualifiedName().toString(),
                (String) value(held, "network"),
                (String) value(held, "model"),
                (Boolean) value(held, "isPublic"),
                (Integer) value(held, "version"),
                joined(strings(held, "nodes")).stream()
                        .map(CompanionReader::node)
                        .toList(),
                Place.NOWHERE);
    }

    private static NodeDeclaration node(String text) {
        List<String> fields = List.of(text.split("\t", -1));
        List<OperatorUse> operators = new ArrayList<>();
        Optional<Attributes> init = Optional.empty();
        Optional<Attributes> classes = Optional.empty();
        boolean output = false;
        for (int k = 1; k < fields.size(); ) {
            String type = fields.get(k).substring(1);
            Map<String, Object> values = new LinkedHashMap<>();
            for (k++; k < fields.size() && !fields.get(k).startsWith("@"); k++) {
                int equals = fields.get(k).indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException("not an attribute: " + fields.get(k));
                }
                values.put(
                        fields.get(k).substring(0, equals),
                        AttributeJson.read(fields.get(k).substring(equals + 1)));
            }
            Optional<Formula> formula = Optional.ofNullable(values.remove(Companion.FORMULA))
                    .map(found -> new Formula((String) found, (String) value(values, Companion.ONNX), Place.NOWHERE));
            values.remove(Companion.ONNX);
            Attributes attributes = new Attributes(values, Map.of(), Place.NOWHERE);
            if (type.equals(Companion.OUTPUT)) {
                output = true;
            } else if (type.equals(Companion.INIT)) {
                init = Optional.of(attributes);
            } else if (type.equals(Companion.CLASSES)) {
                classes = Optional.of(attributes);
            } else {
                operators.add(new OperatorUse(type, attributes, formula, Place.NOWHERE));
            }
        }
        List<String> names = List.of(fields.get(0).split(" "));
        List<Edge> inputs = names.stream()
                .skip(1)
                .map(name -> new Edge(name, Place.NOWHERE))
                .toList();
        return new NodeDeclaration(names.get(0), inputs, operators, init, classes, output, Place.NOWHERE);
    }

    private static List<String> joined(List<String> pieces) {
        List<StringBuilder> texts = new ArrayList<>();
        for (String piece : pieces) {
            if (piece.startsWith(Companion.MORE) && !texts.isEmpty()) {
                texts.get(texts.size() - 1).append(piece.substring(Companion.MORE.length()));
            } else {
                texts.add(new StringBuilder(piece));
            }
        }
        return texts.stream().map(StringBuilder::toString).toList();
    }

    private static Object value(Map<String, Object> held, String name) {
        Object value = held.get(name);
        if (value == null) {
            throw new IllegalArgumentException("companion without " + name);
        }
        return value;
    }

    private static List<String> strings(Map<String, Object> held, String name) {
        return list(held, name).stream().map(v -> (String) v).toList();
    }

    /** An array; a compiler may give a single value as it is. */
    private static List<?> list(Map<String, Object> held, String name) {
        Object value = value(held, name);
        if (!(value instanceof List<?> list)) {
            return List.<Object>of(value);
        }
        return list.stream().map(v -> ((AnnotationValue) v).getValue()).toList();
    }

    private static Map<String, Object> values(AnnotationMirror mirror) {
        Map<String, Object> values = new LinkedHashMap<>();
        mirror.getAnnotationType().asElement().getEnclosedElements().forEach(method -> {
            if (method instanceof ExecutableElement attribute) {
                AnnotationValue value = mirror.getElementValues().get(attribute);
                AnnotationValue held = value == null ? attribute.getDefaultValue() : value;
                if (held != null) {
                    values.put(attribute.getSimpleName().toString(), held.getValue());
                }
            }
        });
        return values;
    }
}
