package dev.netwright.processor.declare;

import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.SourcePlace;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Operators where no network is: on types, and on methods of types without {@code @Network}. */
public final class StrayOperators {
    private static final String LANGUAGE = "dev.netwright.annotations";

    private final Set<String> annotations = new TreeSet<>();

    public StrayOperators(Elements elements, List<KnownOperator> operators) {
        operators.forEach(operator -> annotations.add(operator.annotation()));
        PackageElement language = elements.getPackageElement(LANGUAGE);
        if (language != null) {
            for (TypeElement type : ElementFilter.typesIn(language.getEnclosedElements())) {
                if (type.getKind() == ElementKind.ANNOTATION_TYPE
                        && AttributeReader.find(type, MethodReader.POINTWISE).isPresent()) {
                    annotations.add(type.getQualifiedName().toString());
                }
            }
        }
        annotations.add(Companion.OUTPUT);
        annotations.add(Companion.CLASSES);
    }

    /** Qualified names of the annotations to look for: the operators of the language, {@code @Output} and {@code @Classes}. */
    public Set<String> annotations() {
        return annotations;
    }

    /** Checks an element that carries {@code annotation}. */
    public void check(Element element, String annotation, Reporter reporter) {
        AnnotationMirror mirror = AttributeReader.find(element, annotation).orElse(null);
        if (mirror == null) {
            return;
        }
        SourcePlace place = new SourcePlace(element, mirror, null);
        if (element instanceof TypeElement type) {
            if (!DeclarationReader.isNetwork(type)) {
                reporter.report(Problems.operatorOnType(
                        place,
                        MethodReader.written(mirror),
                        type.getSimpleName().toString()));
            }
        } else if (element instanceof ExecutableElement method
                && method.getEnclosingElement() instanceof TypeElement type
                && !DeclarationReader.isNetwork(type)) {
            reporter.report(Problems.outsideNetwork(
                    place,
                    method.getSimpleName().toString(),
                    MethodReader.written(mirror),
                    type.getKind() == ElementKind.INTERFACE,
                    type.getSimpleName().toString()));
        }
    }
}
