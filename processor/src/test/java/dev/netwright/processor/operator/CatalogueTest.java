package dev.netwright.processor.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.util.JavacTask;
import dev.netwright.processor.testing.Markers;
import dev.netwright.processor.testing.Resources;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** {@code docs/operators.md} is what the definitions and annotations say; {@code -Dnetwright.updateGoldens=true} writes it. */
class CatalogueTest {
    private static final Path PAGE = Resources.project().resolve("docs/operators.md");

    @Test
    void pageIsWhatTheDefinitionsSay() throws IOException {
        String page = page();
        if (Boolean.getBoolean("netwright.updateGoldens")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "run the test with -Dnetwright.updateGoldens=true");
    }

    @Test
    void everyDefinitionHasItsAnnotationAndItsRow() {
        Elements elements = elements();
        assertFalse(Operators.all().isEmpty());
        for (Operator operator : Operators.all()) {
            TypeElement annotation = elements.getTypeElement(operator.annotation());
            assertEquals(ElementKind.ANNOTATION_TYPE, annotation.getKind());
            assertFalse(operator.documentation().formula().isEmpty(), operator.annotation());
            assertFalse(operator.documentation().shapes().isEmpty(), operator.annotation());
            assertFalse(operator.documentation().onnx().isEmpty(), operator.annotation());
        }
    }

    /** Every annotation on methods that is neither an operator nor one of the language's others lacks its definition. */
    @Test
    void everyAnnotationIsKnown() {
        List<String> others = List.of(
                "Network",
                "NetworkDeclaration",
                "Output",
                "Init",
                "Classes",
                "Pointwise",
                "Pretrained",
                "TransferFrom",
                "Extract",
                "CompatibilityTest",
                "Renamed",
                "Added",
                "Removed",
                "Resized",
                "SplitFrom",
                "MergedFrom",
                "MigratedBy");
        for (TypeElement annotation : annotations()) {
            String name = annotation.getSimpleName().toString();
            assertTrue(
                    others.contains(name)
                            || Operators.known(annotation.getQualifiedName().toString())
                            || pointwise(annotation).isPresent(),
                    name);
        }
    }

    /** What a number, an array or a text may not be has a marker among the diagnostics; a flag or a choice is always right. */
    @Test
    void everyAttributeHasItsMarker() {
        List<String> texts =
                Resources.texts(Resources.module().resolve("src/test/resources/diagnostics"), ".java").values().stream()
                        .flatMap(source -> Markers.of(source).stream())
                        .map(marker -> marker.texts().get(0))
                        .toList();
        List<String> missing = new ArrayList<>();
        int checked = 0;
        for (TypeElement annotation : annotations()) {
            boolean operator = Operators.known(annotation.getQualifiedName().toString());
            if (!operator && pointwise(annotation).isEmpty()) {
                continue;
            }
            for (ExecutableElement attribute : ElementFilter.methodsIn(annotation.getEnclosedElements())) {
                TypeMirror type = attribute.getReturnType();
                if (type.getKind() == TypeKind.BOOLEAN || type.getKind() == TypeKind.DECLARED) {
                    continue;
                }
                checked++;
                String at = "(@" + annotation.getSimpleName() + ")";
                String name = "'" + attribute.getSimpleName() + "'";
                if (texts.stream().noneMatch(text -> text.contains(at) && text.contains(name))) {
                    missing.add(at + " " + name);
                }
            }
        }
        assertTrue(checked > 50, checked + " attributes");
        assertEquals(List.of(), missing);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Operators

                Made from the operators' definitions. Shapes are those of one sample: the batch dimension is always there, always first and
                never written. What is computed from `@Parameter` and `@Constant` alone has no batch dimension and repeats for every sample.
                Everything is computed in float32. Files are opset 17.

                """);
        for (Operator.Position position : Operator.Position.values()) {
            page.append(
                    switch (position) {
                        case SOURCE -> "## Sources: alone in their node, taking no node\n\n";
                        case FIRST -> "\n## First in their node\n\n";
                        case ANYWHERE -> "\n## Anywhere: they keep the shape\n\n";
                    });
            page.append("| operator | nodes | computes | shapes | parameters | ONNX |\n|---|---|---|---|---|---|\n");
            Elements elements = elements();
            for (Operator operator : Operators.all()) {
                if (operator.position() == position) {
                    Documentation row = operator.documentation();
                    page.append(line(
                            signature(elements.getTypeElement(operator.annotation())),
                            inputs(operator),
                            row.formula(),
                            row.shapes(),
                            row.parameters(),
                            row.onnx()));
                }
            }
        }
        page.append("""

                ## Activation functions

                Each is an annotation with its formula, as your own can be; they stand anywhere and keep the shape. Where no ONNX operator is
                named, the formula becomes primitive nodes.

                | operator | formula | ONNX |
                |---|---|---|
                """);
        for (TypeElement annotation : annotations()) {
            pointwise(annotation)
                    .ifPresent(values -> page.append(line(
                            signature(annotation),
                            "`" + values.get("value") + "`",
                            values.getOrDefault("onnx", "").isEmpty() ? "" : "`" + values.get("onnx") + "`")));
        }
        return page.toString();
    }

    private static String line(String... cells) {
        return "| " + String.join(" | ", cells).replace("  ", " ") + " |\n";
    }

    private static String inputs(Operator operator) {
        int min = operator.minInputs();
        return operator.maxInputs() == min
                ? String.valueOf(min)
                : operator.maxInputs() == Integer.MAX_VALUE ? min + " or more" : min + " to " + operator.maxInputs();
    }

    /** {@code @Dense(int value, boolean bias = true)}, attributes in the order declared. */
    private static String signature(TypeElement annotation) {
        List<String> attributes = new ArrayList<>();
        for (ExecutableElement attribute : ElementFilter.methodsIn(annotation.getEnclosedElements())) {
            String type = attribute.getReturnType().toString();
            AnnotationValue value = attribute.getDefaultValue();
            String text = String.valueOf(value);
            boolean unset = value == null
                    || text.equals("{}")
                    || text.equals(String.valueOf(Integer.MIN_VALUE))
                    || text.contains("NaN")
                    || value.getValue().equals(Float.NaN);
            attributes.add(type.substring(type.lastIndexOf('.') + 1) + " " + attribute.getSimpleName()
                    + (unset
                            ? ""
                            : " = "
                                    + text.substring(
                                            text.lastIndexOf("DataType.") < 0 ? 0 : text.lastIndexOf('.') + 1)));
        }
        String name = "@" + annotation.getSimpleName();
        return "`" + name + (attributes.isEmpty() ? "" : "(" + String.join(", ", attributes) + ")") + "`";
    }

    private static Optional<Map<String, String>> pointwise(TypeElement annotation) {
        for (AnnotationMirror mirror : annotation.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().toString().equals("dev.netwright.annotations.Pointwise")) {
                return Optional.<Map<String, String>>of(mirror.getElementValues().entrySet().stream()
                        .collect(Collectors.toMap(
                                e -> e.getKey().getSimpleName().toString(),
                                e -> e.getValue().getValue().toString(),
                                (a, b) -> a,
                                TreeMap::new)));
            }
        }
        return Optional.empty();
    }

    private static List<TypeElement> annotations() {
        return ElementFilter.typesIn(elements()
                        .getPackageElement("dev.netwright.annotations")
                        .getEnclosedElements())
                .stream()
                .filter(type -> type.getKind() == ElementKind.ANNOTATION_TYPE)
                .sorted((a, b) ->
                        a.getSimpleName().toString().compareTo(b.getSimpleName().toString()))
                .toList();
    }

    private static Elements elements() {
        List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
        return ((JavacTask) ToolProvider.getSystemJavaCompiler()
                        .getTask(Writer.nullWriter(), null, null, options, List.of("java.lang.Object"), null))
                .getElements();
    }
}
