package dev.netwright.processor.declare;

import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.SourcePlace;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.lang.model.element.ExecutableElement;

/** No two nodes meet in one Java name, none in a name that the generated classes use. */
final class NodeNames {
    private NodeNames() {}

    static void check(Map<String, ExecutableElement> declared, Reporter reporter) {
        Map<String, String> constants = new HashMap<>();
        Map<String, String> folded = new HashMap<>();
        declared.forEach((name, method) -> {
            SourcePlace place = new SourcePlace(method, null, null);
            String constant = Names.constant(name);
            String sameConstant = constants.putIfAbsent(constant, name);
            String sameFolded = folded.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (Names.RESERVED.contains(name)) {
                reporter.report(Problems.nameClash(place, name, name, "a name that every model uses"));
            } else if (sameConstant != null) {
                reporter.report(Problems.nameClash(place, name, constant, "the node '" + sameConstant + "'"));
            } else if (sameFolded != null) {
                reporter.report(
                        Problems.nameClash(place, name, name, "the node '" + sameFolded + "' but for its case"));
            }
        });
    }
}
