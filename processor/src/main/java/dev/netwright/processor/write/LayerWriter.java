package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.declare.Names;
import dev.netwright.processor.graph.Graph;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes the names of the layers that a checkpoint can restore one by one.
 *
 * <pre>{@code
 * public enum Layer implements LayerOf<DemoModel> {
 *     HIDDEN1("hidden1");
 *
 *     private final String node;
 *
 *     Layer(String node) {
 *         this.node = node;
 *     }
 *
 *     @Override
 *     public String node() {
 *         return node;
 *     }
 * }
 * }</pre>
 *
 * More than an enum's initializer takes become constants of interfaces that a class of the same name implements: each has an
 * initializer of its own, and initializing a class does not initialize its interfaces (JLS 12.4.1), so no order can deadlock.
 */
final class LayerWriter {
    private static final int MOST = 120;

    private LayerWriter() {}

    static void addTo(TypeSpec.Builder model, ClassName outer, List<Graph.Node> layers) {
        ClassName name = outer.nestedClass("Layer");
        boolean few = layers.size() <= MOST;
        TypeSpec.Builder type = few
                ? TypeSpec.enumBuilder(name).addModifiers(Modifier.PUBLIC)
                : TypeSpec.classBuilder(name).addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL);
        type.addJavadoc("Layers with parameters or buffers, for restoring or freezing some of them.\n")
                .addSuperinterface(ParameterizedTypeName.get(Types.LAYER_OF, outer))
                .addField(String.class, "node", Modifier.PRIVATE, Modifier.FINAL);
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder()
                .addParameter(String.class, "node")
                .addStatement("this.node = node");
        if (few) {
            for (Graph.Node layer : layers) {
                type.addEnumConstant(
                        Names.constant(layer.name()),
                        TypeSpec.anonymousClassBuilder("$S", layer.name())
                                .addJavadoc("$L", doc(layer))
                                .build());
            }
            model.addType(type.addMethod(constructor.build()).addMethod(node()).build());
            return;
        }
        for (int part = 0; part * MOST < layers.size(); part++) {
            ClassName constants = outer.nestedClass("Layers" + (part + 1));
            TypeSpec.Builder holder = TypeSpec.interfaceBuilder(constants);
            for (Graph.Node layer : layers.subList(part * MOST, Math.min(layers.size(), (part + 1) * MOST))) {
                holder.addField(FieldSpec.builder(
                                name, Names.constant(layer.name()), Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                        .addJavadoc("$L", doc(layer))
                        .initializer(CodeBlock.of("new $T($S)", name, layer.name()))
                        .build());
            }
            model.addType(holder.build());
            type.addSuperinterface(constants);
        }
        model.addType(type.addMethod(constructor.addModifiers(Modifier.PRIVATE).build())
                .addMethod(node())
                .addMethod(MethodSpec.methodBuilder("toString")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(String.class)
                        .addStatement("return node")
                        .build())
                .build());
    }

    private static MethodSpec node() {
        return MethodSpec.methodBuilder("node")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(String.class)
                .addStatement("return node")
                .build();
    }

    private static String doc(Graph.Node layer) {
        return "{@code " + layer.name() + "}: {@code " + Text.javadoc(NetworkDoc.operators(layer)) + "}.\n";
    }
}
