package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.Suggestions;
import dev.netwright.processor.graph.Graph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names that tensors have in a file, where they are not the network's: {@code "hidden1=fc1"}. */
final class Mapping {
    private static final String ATTRIBUTE = "@Pretrained(names)";

    /** Names in the file by names of layers and tensors. */
    private final Map<String, String> entries = new LinkedHashMap<>();

    /** Reads the entries, reporting those that cannot be used. */
    static Mapping of(Attributes pretrained, Graph graph, Reporter reporter) {
        Mapping mapping = new Mapping();
        List<String> known = new ArrayList<>(Tensors.layers(graph));
        Tensors.all(graph).forEach(stored -> known.add(stored.name()));
        for (String entry : pretrained.texts("names")) {
            int equals = entry.indexOf('=');
            String name = equals < 0 ? entry : entry.substring(0, equals).strip();
            String other = equals < 0 ? "" : entry.substring(equals + 1).strip();
            String fault = equals < 0
                            || other.isEmpty()
                            || name.isEmpty()
                            || other.lines().count() != 1
                    ? "is no pair of names"
                    : !known.contains(name)
                            ? "names no layer or tensor of the network"
                            : mapping.entries.containsKey(name) ? "names '" + name + "' a second time" : "";
            if (fault.isEmpty()) {
                mapping.entries.put(name, other);
                continue;
            }
            List<String> near = Suggestions.nearest(name, known);
            reporter.report(Problems.badMapping(
                    pretrained.place("names"),
                    ATTRIBUTE,
                    entry,
                    fault,
                    "the network's name of a layer or tensor, '=', the file's, each once",
                    help(pretrained.texts("names"), entry, fault, name, near)));
        }
        return mapping;
    }

    private static String help(List<String> entries, String entry, String fault, String name, List<String> near) {
        if (fault.startsWith("is no pair")) {
            return "name the file's too:  \"" + (name.isEmpty() ? "hidden1" : name) + "=fc1\"";
        } else if (fault.startsWith("names no") && near.isEmpty()) {
            return "name a layer or tensor of the network";
        }
        String right = fault.startsWith("names no") ? entry.replace(name + "=", near.get(0) + "=") : "";
        return "write  " + Suggestions.corrected("names", entries, entry, right);
    }

    /** The name of a tensor in the file: as declared of it, else as of its layer, else its own. */
    String name(Graph.Stored stored) {
        String whole = entries.get(stored.name());
        String layer = entries.get(stored.node().name());
        return whole != null ? whole : layer != null ? layer + Tensors.local(stored) : stored.name();
    }
}
