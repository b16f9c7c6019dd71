package dev.netwright.processor.declare;

import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.SourcePlace;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** The name of the model, and whether the names of the generated classes are free. */
final class ModelName {
    private final Elements elements;

    ModelName(Elements elements) {
        this.elements = elements;
    }

    /** The name that {@code @Network(model)} asks for, or that follows from the interface's. */
    String of(TypeElement type, Attributes network, Reporter reporter) {
        String interfaceName = elements.getBinaryName(type).toString();
        String usual = Names.model(interfaceName);
        String asked = network.text("model");
        if (!asked.isEmpty() && (!SourceVersion.isName(asked, SourceVersion.latest()) || asked.contains("."))) {
            reporter.report(Problems.invalidName(network.place("model"), "@Network(model)", asked, usual));
            return usual;
        }
        String model = asked.isEmpty() ? usual : asked;
        Place place = asked.isEmpty() ? new SourcePlace(type, null, null) : network.place("model");
        String packageName = elements.getPackageOf(type).getQualifiedName().toString();
        String prefix = packageName.isEmpty() ? "" : packageName + ".";
        if (!ours(prefix, interfaceName, model)) {
            for (String name : Names.generated(interfaceName, model)) {
                if (elements.getTypeElement(prefix + name) != null) {
                    reporter.report(Problems.nameTaken(
                            place, type.getSimpleName().toString(), prefix + name, free(prefix, interfaceName, usual)));
                    break;
                }
            }
        }
        return model;
    }

    /** Whether classes of these names are what an earlier compilation generated for the same interface. */
    private boolean ours(String prefix, String interfaceName, String model) {
        TypeElement companion = elements.getTypeElement(prefix + Names.companion(interfaceName));
        return companion != null
                && AttributeReader.find(companion, CompanionReader.DECLARATION)
                        .map(mirror -> AttributeReader.read(companion, mirror))
                        .filter(held -> held.text("network").equals(interfaceName)
                                && held.text("model").equals(model))
                        .isPresent();
    }

    private String free(String prefix, String interfaceName, String usual) {
        String name = usual.equals(Names.model(interfaceName)) ? usual.replaceAll("Model$", "Network") : usual;
        while (elements.getTypeElement(prefix + name) != null) {
            name += "2";
        }
        return name;
    }
}
