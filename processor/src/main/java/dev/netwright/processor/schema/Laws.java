package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Change;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.ParameterSpec;
import dev.netwright.processor.schema.SchemaFile.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The laws by which tensors start that the version before has not. */
final class Laws {
    private final Graph graph;

    Laws(Graph graph) {
        this.graph = graph;
    }

    /** The law that an added tensor starts by. A buffer's own is the only one that makes sense. */
    Optional<String> of(Tensor tensor, Change change, Slices.Report report) {
        String law = change.attributes().text("init");
        double argument = change.attributes().number("argument");
        if (law.equals("DEFAULT") || !tensor.learned()) {
            return Optional.of(own(tensor));
        }
        boolean given = !Double.isNaN(argument);
        boolean taking = Set.of("CONSTANT", "NORMAL", "UNIFORM", "ORTHOGONAL").contains(law);
        if (law.equals("CONSTANT") && !given) {
            report.bad(
                    change,
                    "init",
                    "CONSTANT lacks its argument",
                    "the number to start at",
                    "no 'argument'",
                    "write  argument = 0.1");
        } else if (law.equals("ORTHOGONAL") && tensor.shape().size() < 2) {
            report.bad(
                    change,
                    "init",
                    "ORTHOGONAL needs two dimensions or more",
                    "a law for " + tensor.name() + " " + tensor.shape(),
                    "Initializer.ORTHOGONAL",
                    "write  init = Initializer.DEFAULT");
        } else if (given
                && (!taking || !Float.isFinite((float) argument) || (!law.equals("CONSTANT") && argument <= 0))) {
            report.bad(
                    change,
                    "argument",
                    taking ? "the argument of " + law + " is out of range" : law + " takes no argument",
                    taking ? "a finite number" + (law.equals("CONSTANT") ? "" : " above 0") : "no 'argument'",
                    "argument = " + argument,
                    taking ? "write  argument = 0.05" : "leave  argument = " + argument + "  out");
        } else {
            return Optional.of(law + (given ? "(" + argument + ")" : ""));
        }
        return Optional.empty();
    }

    /** The law that a tensor of the new version starts by on its own. */
    String own(Tensor tensor) {
        for (List<Graph.Stored> table : List.of(graph.parameters(), graph.buffers())) {
            for (Graph.Stored stored : table) {
                if (stored.name().equals(tensor.name())) {
                    ParameterSpec spec = stored.spec();
                    return spec.initializer() + (Double.isNaN(spec.argument()) ? "" : "(" + spec.argument() + ")");
                }
            }
        }
        throw new IllegalStateException("no tensor " + tensor.name());
    }
}
