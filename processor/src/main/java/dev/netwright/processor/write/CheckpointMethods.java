package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.nio.file.Path;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the methods that ask of a file whether it fits, and those that load it without exceptions. */
final class CheckpointMethods {
    private CheckpointMethods() {}

    static void addTo(TypeSpec.Builder type, ClassName model, ClassName schema, boolean layers) {
        type.addMethod(tryLoad(model));
        if (layers) {
            type.addMethod(tryLoadPart(model));
        }
        type.addMethod(isCompatible()).addMethod(diff(schema));
    }

    /** {@code return tryRestore(path, zeros());}. */
    private static MethodSpec tryLoad(ClassName model) {
        return asking("tryLoad", ParameterizedTypeName.get(Types.LOAD_RESULT, model), """
                        Reads a model from a file, by extension, and says what came of it: loaded, migrated, another network's, damaged, not there.
                        What the operating system refuses is thrown.
                        """)
                .addStatement("return tryRestore(path, zeros())")
                .build();
    }

    /** {@code return tryRestoreLayers(path, create(seed));}. */
    private static MethodSpec tryLoadPart(ClassName model) {
        return asking("tryLoad", ParameterizedTypeName.get(Types.LOAD_RESULT, model), """
                        As {@code tryLoad(path)}, but of another network's file the layers are read whose tensors all fit; the others start
                        as {@code create(seed)} has them.
                        """)
                .addParameter(TypeName.LONG, "seed")
                .addStatement("return tryRestoreLayers(path, create(seed))")
                .build();
    }

    /** {@code return diff(path).isEmpty();}. */
    private static MethodSpec isCompatible() {
        return asking("isCompatible", TypeName.BOOLEAN, """
                        Whether a file fits, as far as shows without reading its numbers.
                        """)
                .addStatement("return diff(path).isEmpty()")
                .build();
    }

    /** {@code return differences(path, DemoModelSchema.SCHEMA);}. */
    private static MethodSpec diff(ClassName schema) {
        return asking("diff", ParameterizedTypeName.get(ClassName.get(List.class), Types.DIFFERENCE), """
                        Every difference between the tensors of a file and this model's, each of which {@code load} refuses. Reads no
                        numbers.
                        """)
                .addStatement("return differences(path, $T.SCHEMA)", schema)
                .build();
    }

    private static MethodSpec.Builder asking(String name, TypeName result, String doc) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(result)
                .addJavadoc("$L", doc)
                .addParameter(Path.class, "path")
                .addException(Types.CHECKPOINT_EXCEPTION);
    }
}
