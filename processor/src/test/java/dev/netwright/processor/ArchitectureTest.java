package dev.netwright.processor;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.SourcePlace;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.annotation.processing.Messager;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.junit.jupiter.api.Test;

/** The boundaries between the stages of the compiler. */
class ArchitectureTest {
    private static final String ROOT = "dev.netwright.processor";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(NetwrightProcessor.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation());

    /** A rule over no classes holds; here each package must have shown some. */
    @Test
    void sawTheClasses() {
        for (String name :
                List.of("declare", "diagnose", "step", "pointwise", "operator", "graph", "plan", "schema", "write")) {
            long seen = CLASSES.stream()
                    .filter(c -> c.getPackageName().equals(ROOT + "." + name))
                    .filter(c -> !c.getSimpleName().equals("package-info"))
                    .count();
            assertTrue(seen >= 1, () -> "no class of " + name);
        }
        assertTrue(CLASSES.contain(NetwrightProcessor.class));
    }

    /** The rules are read by the classes that are there: one that forbids what is there fails. */
    @Test
    void rulesBite() {
        ArchRule wrong = noClasses()
                .that()
                .resideInAPackage(ROOT + ".declare..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".diagnose.."));
        assertTrue(wrong.evaluate(CLASSES).hasViolation());
    }

    /** What each package may use beside itself, the JDK and its annotations. */
    @Test
    void packagesDependOneWay() {
        Map<String, List<String>> uses = Map.of(
                "diagnose", List.of(),
                "declare", List.of("diagnose"),
                "pointwise", List.of("diagnose", "declare"),
                "step", List.of("pointwise"),
                "operator", List.of("diagnose", "declare", "pointwise", "step"),
                "graph", List.of("diagnose", "declare", "pointwise", "step", "operator"),
                "plan", List.of("diagnose", "declare", "pointwise", "step", "operator", "graph"),
                "schema", List.of("diagnose", "declare", "pointwise", "step", "operator", "graph", "plan"),
                "write", List.of("declare", "pointwise", "step", "operator", "graph", "plan", "schema"));
        uses.forEach((name, used) -> {
            String[] allowed = Stream.concat(Stream.of(name), used.stream())
                    .map(n -> ROOT + "." + n + "..")
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .onlyDependOnClassesThat(not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(allowed)))
                    .check(CLASSES);
        });
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyWriteEmitsCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".write..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.palantir.javapoet..")
                .check(CLASSES);
    }

    @Test
    void onlyDiagnosePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".diagnose..")
                .should()
                .callMethodWhere(
                        JavaCall.Predicates.target(HasOwner.Predicates.With.owner(assignableTo(Messager.class))))
                .check(CLASSES);
    }

    @Test
    void onlyDeclareMakesPlaces() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".declare..")
                .should()
                .callConstructor(SourcePlace.class, Element.class, AnnotationMirror.class, AnnotationValue.class)
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".declare..", ROOT + ".diagnose..")
                .should()
                .dependOnClassesThat(belongTo(JavaClass.Predicates.type(SourcePlace.class)))
                .check(CLASSES);
        assertEquals(
                2,
                CLASSES.stream()
                        .filter(c -> c.isAssignableTo(Place.class) && !c.isInterface())
                        .count());
    }

    /** The compiler's model stays where sources are read, shown and written. */
    @Test
    void stagesKnowNoElements() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".step..",
                        ROOT + ".pointwise..",
                        ROOT + ".operator..",
                        ROOT + ".graph..",
                        ROOT + ".plan..",
                        ROOT + ".schema..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.lang.model..", "javax.annotation.processing..")
                .check(CLASSES);
    }

    @Test
    void seesOnlyWhatItMayOfTheRuntime() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.netwright.runtime..")
                        .and(not(resideInAnyPackage(
                                "dev.netwright.runtime.tensor..",
                                "dev.netwright.runtime.checkpoint..",
                                "dev.netwright.runtime.onnx.."))))
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.protobuf..", "org.jocl..", "com.sun.tools..", "sun..")
                .check(CLASSES);
    }
}
