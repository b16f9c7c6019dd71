package dev.netwright.processor.declare;

import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.SourcePlace;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** The name of the model, and whether the names of the generated classes are free. One for all networks of a compilation. */
final class ModelName {
    /** Names that no type may have, though they are identifiers: JLS 3.9. */
    private static final Set<String> RESTRICTED = Set.of("permits", "record", "sealed", "var", "yield");

    /** Types nested in every model of their kind: a type may not have the name of one around it. */
    private static final Set<String> NESTED =
            Set.of("Layer", "Inputs", "Outputs", "Targets", "Losses", "RecordPredictor");

    private final Elements elements;

    /** The interface that each class to generate belongs to, by qualified name in lower case: these become file names. */
    private final Map<String, String> generated = new HashMap<>();

    ModelName(Elements elements) {
        this.elements = elements;
    }

    /** The name that {@code @Network(model)} asks for, or that follows from the interface's. */
    String of(TypeElement type, Attributes network, Reporter reporter) {
        String interfaceName = elements.getBinaryName(type).toString();
        String usual = Names.model(interfaceName);
        String asked = network.text("model");
        if (!asked.isEmpty() && !isTypeName(asked)) {
            reporter.report(Problems.invalidName(network.place("model"), "@Network(model)", asked, false, usual));
            return usual;
        }
        if (NESTED.contains(asked) || (!asked.isEmpty() && exists(type, "dev.netwright.annotations." + asked))) {
            reporter.report(Problems.invalidName(network.place("model"), "@Network(model)", asked, true, usual));
            return usual;
        }
        String model = asked.isEmpty() ? usual : asked;
        Place place = asked.isEmpty() ? new SourcePlace(type, null, null) : network.place("model");
        String packageName = elements.getPackageOf(type).getQualifiedName().toString();
        String prefix = packageName.isEmpty() ? "" : packageName + ".";
        boolean ours = ours(type, prefix, interfaceName, model);
        String simpleName = type.getSimpleName().toString();
        for (String name : Names.generated(interfaceName, model)) {
            String owner = generated.putIfAbsent((prefix + name).toLowerCase(Locale.ROOT), interfaceName);
            boolean another = owner != null && !owner.equals(interfaceName);
            if (another || (!ours && exists(type, prefix + name))) {
                reporter.report(
                        name.equals(Names.companion(interfaceName))
                                ? Problems.nameTaken(new SourcePlace(type, null, null), simpleName, prefix + name, "")
                                : Problems.nameTaken(
                                        place, simpleName, prefix + name, free(type, prefix, interfaceName)));
                break;
            }
        }
        return model;
    }

    /** Whether classes of these names are what an earlier compilation generated for the same interface. */
    private boolean ours(TypeElement type, String prefix, String interfaceName, String model) {
        TypeElement companion =
                elements.getTypeElement(elements.getModuleOf(type), prefix + Names.companion(interfaceName));
        return companion != null
                && AttributeReader.find(companion, CompanionReader.DECLARATION)
                        .map(mirror -> AttributeReader.read(companion, mirror))
                        .filter(held -> held.text("network").equals(interfaceName)
                                && held.text("model").equals(model))
                        .isPresent();
    }

    private static boolean isTypeName(String name) {
        return SourceVersion.isName(name, SourceVersion.latest()) && !name.contains(".") && !RESTRICTED.contains(name);
    }

    /** A name for the model such that no class generated with it has one that is taken, but for the companion's. */
    private String free(TypeElement type, String prefix, String interfaceName) {
        String name = Names.model(interfaceName).replaceAll("Model$", "Network");
        while (Names.generated(interfaceName, name).stream()
                .filter(each -> !each.equals(Names.companion(interfaceName)))
                .anyMatch(each -> isTaken(type, prefix + each))) {
            name += "2";
        }
        return name;
    }

    private boolean isTaken(TypeElement type, String qualified) {
        return exists(type, qualified) || generated.containsKey(qualified.toLowerCase(Locale.ROOT));
    }

    /** Whether the network's module sees a type of this name; a search of every module takes javac milliseconds. */
    private boolean exists(TypeElement type, String qualified) {
        return elements.getTypeElement(elements.getModuleOf(type), qualified) != null;
    }
}
