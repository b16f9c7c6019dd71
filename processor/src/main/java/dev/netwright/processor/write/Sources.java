package dev.netwright.processor.write;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/** Writes the sources of one network: each with one originating element, nothing in them that another build would change. */
final class Sources {
    private static final AnnotationSpec GENERATED = AnnotationSpec.builder(
                    ClassName.get("javax.annotation.processing", "Generated"))
            .addMember("value", "$S", "dev.netwright.processor.NetwrightProcessor")
            .build();

    private final String packageName;
    private final Filer filer;
    private final TypeElement originating;
    private final boolean marked;

    Sources(String packageName, Filer filer, TypeElement originating) {
        this.packageName = packageName;
        this.filer = filer;
        this.originating = originating;
        this.marked = readsGenerated(originating);
    }

    /** Writes a top-level class. */
    void write(TypeSpec.Builder type) throws IOException {
        if (marked) {
            type.addAnnotation(GENERATED);
        }
        TypeSpec spec = type.build();
        String source = Text.ascii(
                JavaFile.builder(packageName, spec).indent("    ").build().toString());
        String name = packageName.isEmpty() ? spec.name() : packageName + "." + spec.name();
        try (Writer writer = filer.createSourceFile(name, originating).openWriter()) {
            writer.write(source);
        }
    }

    /** Writes a text that is no source, beside the classes of the network's package. */
    void resource(String name, String text) throws IOException {
        FileObject file = filer.createResource(StandardLocation.CLASS_OUTPUT, packageName, name, originating);
        try (Writer writer = new OutputStreamWriter(file.openOutputStream(), StandardCharsets.US_ASCII)) {
            writer.write(text);
        }
    }

    /** Whether the network's module sees {@code @Generated}: it is in java.compiler, which a named module must require. */
    private static boolean readsGenerated(TypeElement type) {
        Element element = type;
        while (element != null && !(element instanceof ModuleElement)) {
            element = element.getEnclosingElement();
        }
        return !(element instanceof ModuleElement module)
                || module.isUnnamed()
                || requires(module, new HashSet<>(), List.of("java.compiler"), false);
    }

    private static boolean requires(
            ModuleElement module, Set<ModuleElement> seen, List<String> wanted, boolean indirect) {
        for (ModuleElement.RequiresDirective directive : ElementFilter.requiresIn(module.getDirectives())) {
            ModuleElement dependency = directive.getDependency();
            if (indirect && !directive.isTransitive()) {
                continue;
            }
            if (wanted.contains(dependency.getQualifiedName().toString())
                    || (seen.add(dependency) && requires(dependency, seen, wanted, true))) {
                return true;
            }
        }
        return false;
    }
}
