package dev.netwright.processor.graph;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.declare.Names;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How long each sample is of an input that varies: an input of its own, one INT32 a sample, which the user never declares. Data sets,
 * batches and files then carry lengths as they carry any input.
 */
public final class Lengths {
    private static final String INPUT = "dev.netwright.annotations.Input";

    private Lengths() {}

    /** Name of the input that holds the lengths of another. */
    public static String name(String input) {
        return input + "Lengths";
    }

    /** The nodes with an input of lengths behind each that varies; before it where that is the last, which may be the result. */
    static Declaration added(Declaration declaration, Reporter reporter) {
        List<NodeDeclaration> nodes = new ArrayList<>();
        int read = 0;
        for (NodeDeclaration node : declaration.nodes()) {
            boolean last = ++read == declaration.nodes().size();
            nodes.add(node);
            if (varies(node)) {
                checkName(declaration, node, reporter);
                nodes.add(nodes.size() - (last ? 1 : 0), lengths(node));
            }
        }
        return new Declaration(
                declaration.packageName(),
                declaration.interfaceName(),
                declaration.modelName(),
                declaration.isPublic(),
                declaration.version(),
                nodes,
                declaration.place());
    }

    private static boolean varies(NodeDeclaration node) {
        OperatorUse use = node.operators().get(0);
        return use.annotation().equals(INPUT) && use.attributes().flag("varying");
    }

    private static NodeDeclaration lengths(NodeDeclaration input) {
        OperatorUse use = input.operators().get(0);
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : use.attributes().names()) {
            values.put(name, use.attributes().value(name));
        }
        values.put("value", List.of(1L));
        values.put("type", "INT32");
        values.put("varying", false);
        Attributes attributes = new Attributes(values, Map.of(), use.place());
        return new NodeDeclaration(
                name(input.name()),
                List.of(),
                List.of(new OperatorUse(INPUT, attributes, Optional.empty(), use.place())),
                Optional.empty(),
                Optional.empty(),
                false,
                input.place());
    }

    private static void checkName(Declaration declaration, NodeDeclaration input, Reporter reporter) {
        String lengths = name(input.name());
        for (NodeDeclaration node : declaration.nodes()) {
            boolean same = Names.constant(node.name()).equals(Names.constant(lengths))
                    || node.name().toLowerCase(Locale.ROOT).equals(lengths.toLowerCase(Locale.ROOT));
            if (same) {
                reporter.report(Problems.nameClash(
                        node.place(), node.name(), node.name(), "the input of the lengths of '" + input.name() + "'"));
            }
        }
    }
}
