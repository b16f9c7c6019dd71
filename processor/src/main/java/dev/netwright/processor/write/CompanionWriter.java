package dev.netwright.processor.write;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.declare.Companion;
import javax.lang.model.element.Modifier;

/**
 * Writes the class whose annotation holds the declaration.
 *
 * <pre>{@code
 * @NetworkDeclaration(
 *         network = "com.example.Demo", version = 1, model = "DemoModel",
 *         nodes = {
 *             "pixels\\t@dev.netwright.annotations.Input\\tvalue=[784]",
 *             "hidden1 pixels\\t@dev.netwright.annotations.Dense\\tvalue=128\\tbias=true"
 *         })
 * final class Demo_Declaration {
 *     private Demo_Declaration() {}
 * }
 * }</pre>
 */
final class CompanionWriter {
    private static final ClassName DECLARATION = ClassName.get("dev.netwright.annotations", "NetworkDeclaration");

    private CompanionWriter() {}

    static TypeSpec.Builder write(Companion companion) {
        AnnotationSpec.Builder declaration = AnnotationSpec.builder(DECLARATION)
                .addMember("network", "$S", companion.network())
                .addMember("version", "$L", companion.version())
                .addMember("model", "$S", companion.model())
                .addMember("isPublic", "$L", companion.isPublic());
        companion.nodes().forEach(node -> declaration.addMember("nodes", "$S", node));
        return TypeSpec.classBuilder(companion.className())
                .addModifiers(Modifier.FINAL)
                .addJavadoc("The declaration of a network, for compilations that have its interface as a class file.\n")
                .addAnnotation(declaration.build())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
    }
}
