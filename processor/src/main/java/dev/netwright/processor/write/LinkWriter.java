package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.schema.Handover;
import dev.netwright.processor.schema.Weights;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes what ties a model to weights and networks outside of it: {@code pretrained} and {@code from}. */
final class LinkWriter {
    private LinkWriter() {}

    /** Name of the file of weights that is packed beside a model. */
    static String resource(ClassName model, Weights weights) {
        return model.simpleName() + weights.extension();
    }

    /**
     * Loads the weights that were packed, or a file of the same tensors.
     *
     * <pre>{@code
     * public static DemoModel pretrained() throws CheckpointException {
     *     DemoModel model = zeros();
     *     model.restoreFrom(DemoModelSchema.PRETRAINED, DemoModel.class.getResourceAsStream("DemoModel.safetensors"));
     *     return model;
     * }
     * }</pre>
     */
    static void addPretrained(TypeSpec.Builder type, ClassName model, ClassName schema, Weights weights) {
        MethodSpec.Builder method = MethodSpec.methodBuilder("pretrained")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(model)
                .addException(Types.CHECKPOINT_EXCEPTION)
                .addStatement("$T model = zeros()", model);
        if (weights.packed()) {
            method.addJavadoc(
                            "A model with the weights of {@code $L}, which lie beside this class; their digest is compared.\n",
                            Text.javadoc(weights.file()))
                    .addStatement(
                            "model.restoreFrom($T.PRETRAINED, $T.class.getResourceAsStream($S))",
                            schema,
                            model,
                            resource(model, weights));
        } else {
            method.addJavadoc(
                            "A model with the weights of a file whose tensors are those of {@code $L}, under its names.\n",
                            Text.javadoc(weights.file()))
                    .addParameter(Path.class, "path")
                    .addStatement("model.restoreFrom($T.PRETRAINED, path)", schema);
        }
        type.addMethod(method.addStatement("return model").build());
    }

    /**
     * What the model was compiled against.
     *
     * <pre>{@code
     * static final Pretrained PRETRAINED = new Pretrained("demo.safetensors", "9f86d0…", pretrainedNames());
     * }</pre>
     *
     * @param digest of the packed file's bytes, or of what its tensors are
     */
    static void addTable(TypeSpec.Builder schema, Weights weights, String digest) {
        schema.addField(FieldSpec.builder(Types.PRETRAINED, "PRETRAINED", Modifier.STATIC, Modifier.FINAL)
                .initializer("new $T($S, $S, pretrainedNames())", Types.PRETRAINED, weights.file(), digest)
                .build());
        schema.addMethod(Methods.text("pretrainedNames", lines(weights.names(), "\t")));
    }

    /**
     * Takes layers over.
     *
     * <pre>{@code
     * public static FashionModel from(MnistModel source, long seed) {
     *     FashionModel model = create(seed);
     *     model.takeOver(source, transferred());
     *     return model;
     * }
     * }</pre>
     */
    static void addFrom(TypeSpec.Builder type, ClassName model, Handover handover) {
        ClassName source = ClassName.get(handover.packageName(), handover.modelName());
        String layers = handover.layers().entrySet().stream()
                .map(e -> e.getKey().equals(e.getValue()) ? e.getKey() : e.getKey() + " from " + e.getValue())
                .collect(Collectors.joining(", "));
        String copied = "Copies the weights of layers of another model: {@code " + layers + "}.";
        if (handover.whole()) {
            type.addMethod(from(model, source)
                    .addJavadoc("$L\n", copied)
                    .addStatement("$T model = zeros()", model)
                    .addStatement("model.takeOver(source, transferred())")
                    .addStatement("return model")
                    .build());
        } else {
            type.addMethod(from(model, source)
                    .addJavadoc("As {@code from(source, 0)}.\n")
                    .addStatement("return from(source, 0)")
                    .build());
            type.addMethod(from(model, source)
                    .addJavadoc("$L The others start as {@code create(seed)} has them.\n", copied)
                    .addParameter(TypeName.LONG, "seed")
                    .addStatement("$T model = create(seed)", model)
                    .addStatement("model.takeOver(source, transferred())")
                    .addStatement("return model")
                    .build());
        }
        type.addMethod(Methods.text("transferred", lines(handover.layers(), "=")));
    }

    private static MethodSpec.Builder from(ClassName model, ClassName source) {
        return MethodSpec.methodBuilder("from")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(model)
                .addParameter(source, "source");
    }

    private static String lines(Map<String, String> pairs, String between) {
        StringBuilder text = new StringBuilder();
        pairs.forEach(
                (name, other) -> text.append(name).append(between).append(other).append('\n'));
        return text.toString();
    }
}
