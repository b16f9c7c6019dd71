package dev.netwright.processor.operator;

import dev.netwright.annotations.Pointwise;
import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.diagnose.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Uses of every annotation type of the language that carries a formula, read from its class file by javac. */
public final class BuiltIns {
    private BuiltIns() {}

    /** By simple name, the attributes at their defaults. */
    public static Map<String, Declaration.OperatorUse> read() {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> names = new ArrayList<>();
            String scope = "dev.netwright.annotations";
            for (JavaFileObject file :
                    files.list(StandardLocation.CLASS_PATH, scope, Set.of(JavaFileObject.Kind.CLASS), false)) {
                names.add(files.inferBinaryName(StandardLocation.CLASS_PATH, file));
            }
            Reader reader = new Reader(names);
            var task = compiler.getTask(null, files, null, List.of("-proc:only"), List.of("java.lang.Object"), null);
            task.setProcessors(List.of(reader));
            if (!task.call()) {
                throw new IllegalStateException("javac failed");
            }
            return reader.uses;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SupportedAnnotationTypes("*")
    private static final class Reader extends AbstractProcessor {
        private final List<String> names;
        private final Map<String, Declaration.OperatorUse> uses = new TreeMap<>();

        Reader(List<String> names) {
            this.names = names;
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            for (String name : names) {
                TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
                Pointwise pointwise = type == null ? null : type.getAnnotation(Pointwise.class);
                if (type != null && pointwise != null) {
                    uses.put(type.getSimpleName().toString(), use(type, pointwise));
                }
            }
            return false;
        }

        private static Declaration.OperatorUse use(TypeElement type, Pointwise pointwise) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (ExecutableElement attribute : ElementFilter.methodsIn(type.getEnclosedElements())) {
                Object value = attribute.getDefaultValue().getValue();
                values.put(attribute.getSimpleName().toString(), Double.valueOf(value.toString()));
            }
            var formula = new Declaration.Formula(pointwise.value(), pointwise.onnx(), Place.NOWHERE);
            return new Declaration.OperatorUse(
                    type.getQualifiedName().toString(),
                    new Attributes(values, Map.of(), Place.NOWHERE),
                    Optional.of(formula),
                    Place.NOWHERE);
        }
    }
}
