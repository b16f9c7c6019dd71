package dev.netwright.processor;

import com.google.auto.common.BasicAnnotationProcessor;
import com.google.common.collect.ImmutableSetMultimap;
import dev.netwright.processor.declare.Failure;
import dev.netwright.processor.declare.Networks;
import dev.netwright.processor.diagnose.Printer;
import dev.netwright.processor.diagnose.SchemaProblems;
import dev.netwright.processor.schema.LockedVersions;
import dev.netwright.processor.write.CompatibilityWriter;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Writes the test that each {@code @CompatibilityTest} asks for. After the networks, whose versions may be locked by the way. */
final class CompatibilityStep implements BasicAnnotationProcessor.Step {
    private final ProcessingEnvironment environment;
    private final Networks networks;
    private final Set<String> deferred = new HashSet<>();

    CompatibilityStep(ProcessingEnvironment environment, Networks networks) {
        this.environment = environment;
        this.networks = networks;
    }

    @Override
    public Set<String> annotations() {
        return Set.of(Networks.COMPATIBILITY);
    }

    @Override
    public Set<? extends Element> process(ImmutableSetMultimap<String, Element> elements) {
        Set<Element> waiting = new LinkedHashSet<>();
        for (Element element : elements.values()) {
            if (element instanceof TypeElement type) {
                if (networks.awaits(type)
                        && deferred.add(type.getQualifiedName().toString())) {
                    waiting.add(type);
                } else {
                    write(type);
                }
            }
        }
        return waiting;
    }

    private void write(TypeElement type) {
        Printer printer = new Printer(environment.getMessager());
        try {
            Optional<Networks.Tested> tested = networks.tested(type, printer);
            if (tested.isPresent()) {
                write(type, tested.get(), printer);
            }
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            printer.report(Failure.internal(type, Optional.empty(), e));
        }
        printer.flush();
    }

    private void write(TypeElement type, Networks.Tested tested, Printer printer) throws IOException {
        Elements elements = environment.getElementUtils();
        String network = tested.network().interfaceName();
        if (elements.getTypeElement(elements.getModuleOf(type), CompatibilityWriter.JUNIT) == null) {
            printer.report(SchemaProblems.notTestable(
                    tested.place(),
                    network,
                    "JUnit is not there",
                    CompatibilityWriter.JUNIT + " on the class path",
                    "no such class",
                    "add  org.junit.jupiter:junit-jupiter  to the dependencies of the tests, version 5 or later",
                    "Maven: <dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId>"
                            + "<version>5.14.4</version><scope>test</scope></dependency>",
                    "Gradle: testImplementation(\"org.junit.jupiter:junit-jupiter:5.14.4\")"));
        }
        Optional<LockedVersions> locked =
                LockedVersions.of(environment.getOptions(), tested.network(), tested.place(), printer);
        if (locked.isEmpty() || printer.any()) {
            return;
        }
        String packageName = elements.getPackageOf(type).getQualifiedName().toString();
        String name = elements.getBinaryName(type).toString();
        try {
            CompatibilityWriter.write(tested.network(), locked.get(), packageName, name, environment.getFiler(), type);
        } catch (FilerException e) {
            printer.report(Failure.testTaken(tested.place(), network, name));
        }
    }
}
