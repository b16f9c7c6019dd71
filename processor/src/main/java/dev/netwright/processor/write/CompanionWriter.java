package dev.netwright.processor.write;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.declare.Companion;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes the class whose annotation holds the declaration.
 *
 * <pre>{@code
 * @NetworkDeclaration(
 *         network = "com.example.Demo", version = 1, model = "DemoModel",
 *         nodes = {
 *             @NetworkDeclaration.Node(name = "hidden1", inputs = "pixels", applied = {
 *                 @NetworkDeclaration.Applied(type = "dev.netwright.annotations.Dense", attributes = {"value=128", "bias=true"}) })
 *         })
 * final class Demo_Declaration {
 *     private Demo_Declaration() {}
 * }
 * }</pre>
 */
final class CompanionWriter {
    private static final ClassName DECLARATION = ClassName.get("dev.netwright.annotations", "NetworkDeclaration");
    private static final ClassName NODE = DECLARATION.nestedClass("Node");
    private static final ClassName APPLIED = DECLARATION.nestedClass("Applied");

    private CompanionWriter() {}

    static TypeSpec.Builder write(Companion companion) {
        AnnotationSpec.Builder declaration = AnnotationSpec.builder(DECLARATION)
                .addMember("network", "$S", companion.network())
                .addMember("version", "$L", companion.version())
                .addMember("model", "$S", companion.model())
                .addMember("isPublic", "$L", companion.isPublic());
        companion.nodes().forEach(node -> declaration.addMember("nodes", "$L", node(node)));
        return TypeSpec.classBuilder(companion.className())
                .addModifiers(Modifier.FINAL)
                .addJavadoc("The declaration of a network, for compilations that have its interface as a class file.\n")
                .addAnnotation(declaration.build())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
    }

    private static AnnotationSpec node(Companion.Node node) {
        AnnotationSpec.Builder spec = AnnotationSpec.builder(NODE)
                .addMember("name", "$S", node.name())
                .addMember("inputs", strings(node.inputs()));
        node.applied().forEach(applied -> spec.addMember("applied", "$L", applied(applied)));
        return spec.build();
    }

    private static AnnotationSpec applied(Companion.Applied applied) {
        AnnotationSpec.Builder spec = AnnotationSpec.builder(APPLIED).addMember("type", "$S", applied.type());
        if (!applied.formula().isEmpty()) {
            spec.addMember("formula", "$S", applied.formula());
        }
        if (!applied.onnx().isEmpty()) {
            spec.addMember("onnx", "$S", applied.onnx());
        }
        if (!applied.attributes().isEmpty()) {
            spec.addMember("attributes", strings(applied.attributes()));
        }
        return spec.build();
    }

    private static CodeBlock strings(List<String> values) {
        return CodeBlock.of(
                "{$L}",
                CodeBlock.join(
                        values.stream().map(value -> CodeBlock.of("$S", value)).toList(), ", "));
    }
}
