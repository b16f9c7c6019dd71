package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.declare.Names;
import dev.netwright.processor.schema.LockedVersions;
import java.io.IOException;
import java.util.stream.Collectors;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * Writes the test of a network's versions.
 *
 * <pre>{@code
 * final class DigitsCompatibilityTest {
 *     private final Compatibility compatibility =
 *             new Compatibility("schemas", DigitsModel.create(0), DigitsModel::load);
 *
 *     @Test
 *     void schemaFiles() throws IOException {
 *         compatibility.checkSchemaFiles(1, 2);
 *     }
 *
 *     @Test
 *     void version1() throws IOException {
 *         compatibility.check(1);
 *     }
 * }
 * }</pre>
 */
public final class CompatibilityWriter {
    /** What the test needs beside Netwright. */
    public static final String JUNIT = "org.junit.jupiter.api.Test";

    private CompatibilityWriter() {}

    /**
     * Writes it into the package of the type that asks for it.
     *
     * @param interfaceName binary name of {@code asking}
     * @throws IOException where the file cannot be written, or a class of its name is there
     */
    public static void write(
            Declaration network,
            LockedVersions locked,
            String packageName,
            String interfaceName,
            Filer filer,
            TypeElement asking)
            throws IOException {
        ClassName model = ClassName.get(network.packageName(), network.modelName());
        TypeSpec.Builder type = TypeSpec.classBuilder(Names.compatibilityTest(interfaceName))
                .addModifiers(Modifier.FINAL)
                .addJavadoc(
                        "Files of every locked version of {@code $L} load, and predict what they did. Made for {@code $L}.\n",
                        Text.javadoc(network.interfaceName()),
                        Text.javadoc(asking.getSimpleName().toString()))
                .addField(FieldSpec.builder(Types.COMPATIBILITY, "compatibility", Modifier.PRIVATE, Modifier.FINAL)
                        .initializer(
                                "new $T($S, $T.create(0), $T::load)",
                                Types.COMPATIBILITY,
                                locked.folder(),
                                model,
                                model)
                        .build());
        String all = locked.versions().stream().map(String::valueOf).collect(Collectors.joining(", "));
        type.addMethod(test("schemaFiles", "checkSchemaFiles", all));
        locked.versions().forEach(version -> type.addMethod(test("version" + version, "check", version.toString())));
        new Sources(packageName, filer, asking).write(type);
    }

    private static MethodSpec test(String name, String check, String arguments) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(ClassName.bestGuess(JUNIT))
                .addException(IOException.class)
                .addStatement("compatibility.$L($L)", check, arguments)
                .build();
    }
}
