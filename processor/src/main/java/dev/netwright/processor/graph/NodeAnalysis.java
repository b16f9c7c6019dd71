package dev.netwright.processor.graph;

import dev.netwright.processor.declare.Declaration.Edge;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.diagnose.Problem;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.graph.Graph.Applied;
import dev.netwright.processor.graph.GraphBuilder.Tensor;
import dev.netwright.processor.operator.Operator;
import dev.netwright.processor.operator.Operator.Position;
import dev.netwright.processor.operator.Operators;
import dev.netwright.processor.operator.ParameterSpec;
import dev.netwright.processor.operator.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One node looked at: its operators checked in order, each from the type of what it consumes as far as that is known. */
final class NodeAnalysis {
    private final NodeDeclaration node;
    private final Trace trace;
    private final Reporter reporter;
    private final List<Applied> applied = new ArrayList<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private final Map<String, String> members = new HashMap<>();
    private int problems;
    private Optional<TensorType> type = Optional.empty();

    private NodeAnalysis(NodeDeclaration node, Trace trace, Reporter reporter) {
        this.node = node;
        this.trace = trace;
        this.reporter = problem -> {
            problems++;
            reporter.report(problem);
        };
    }

    /** Looks at a node whose inputs have these types, each empty where it is unknown. */
    static NodeAnalysis of(NodeDeclaration node, List<Optional<TensorType>> inputs, Trace trace, Reporter reporter) {
        NodeAnalysis analysis = new NodeAnalysis(node, trace, reporter);
        analysis.run(inputs);
        return analysis;
    }

    String name() {
        return node.name();
    }

    /** The type of the node's value, where it is known. */
    Optional<TensorType> type() {
        return type;
    }

    /** The operators, complete where no problem was reported. */
    List<Applied> applied() {
        return applied;
    }

    /** Parameters and buffers, with {@code @Init} applied. */
    List<Tensor> tensors() {
        return tensors;
    }

    boolean isInput() {
        return node.operators().stream().anyMatch(use -> use.annotation().equals("dev.netwright.annotations.Input"));
    }

    private void run(List<Optional<TensorType>> inputs) {
        InitialLaws.check(node, reporter);
        for (int k = 0; k < node.operators().size(); k++) {
            OperatorUse use = node.operators().get(k);
            Operator operator = Operators.find(use)
                    .orElseThrow(() -> new IllegalStateException("no definition of @" + use.annotation()));
            List<OperatorSite.Input> consumed = new ArrayList<>();
            if (k > 0) {
                consumed.add(new OperatorSite.Input(node.name(), type, use.place()));
            } else {
                for (int i = 0; i < inputs.size(); i++) {
                    Edge edge = node.inputs().get(i);
                    consumed.add(new OperatorSite.Input(edge.node(), inputs.get(i), edge.place()));
                }
            }
            OperatorSite site = new OperatorSite(node, k, consumed, trace, reporter);
            type = apply(operator, site, k, consumed);
        }
    }

    private Optional<TensorType> apply(
            Operator operator, OperatorSite site, int number, List<OperatorSite.Input> inputs) {
        boolean placed = checkPosition(operator, site, number);
        int before = problems;
        boolean counted = number > 0 || checkCount(operator, site);
        boolean known = inputs.stream().allMatch(input -> input.type().isPresent());
        int beforeCheck = problems;
        operator.check(site);
        if (problems > beforeCheck || !placed) {
            // A follower keeps the shape, so that what comes after it can be checked all the same.
            boolean keeps = operator.position() == Position.ANYWHERE && inputs.size() == 1;
            return keeps ? inputs.get(0).type() : Optional.empty();
        }
        if (operator.position() != Position.SOURCE && !(counted && known)) {
            return Optional.empty();
        }
        if (!operator.takesVarying() && refusesVarying(site, inputs)) {
            return Optional.empty();
        }
        Optional<TensorType> result = operator.infer(site);
        if (result.isEmpty() || !checkSize(site, result.get())) {
            return Optional.empty();
        }
        if (problems == before) {
            resolve(operator, site, number, result.get());
        }
        return result;
    }

    /** Whether some value varies from sample to sample; reports it. */
    private boolean refusesVarying(OperatorSite site, List<OperatorSite.Input> inputs) {
        for (int k = 0; k < inputs.size(); k++) {
            if (inputs.get(k).type().map(TensorType::varies).orElse(false)) {
                TensorType type = site.input(k);
                int axis = type.varying().firstKey();
                reporter.report(Problems.varyingLength(
                        site.inputPlace(k),
                        node.name(),
                        site.written(),
                        site.inputName(k),
                        axis,
                        "a shape that is the same for every sample",
                        type.toString(),
                        site.trace(k),
                        Operator.withoutVarying(site.inputName(k), node.name(), axis),
                        "or leave  varying = true  out of the @Input"));
                return true;
            }
        }
        return false;
    }

    private void resolve(Operator operator, OperatorSite site, int number, TensorType result) {
        List<ParameterSpec> specs = operator.parameters(site);
        site.resolve(result, specs);
        OperatorUse use = site.use();
        String prefix = node.name() + "." + (number == 0 ? "" : Names.member(use.name()) + ".");
        if (number > 0 && !specs.isEmpty()) {
            claim(Names.member(use.name()), "the parameters of @" + use.annotation(), use);
        }
        List<ParameterSpec> started = number == 0 ? InitialLaws.applied(node, specs, reporter) : specs;
        for (ParameterSpec spec : started) {
            if (number == 0) {
                claim(spec.local(), "the tensor '" + spec.local() + "' of @" + use.name(), use);
            }
            tensors.add(new Tensor(prefix + spec.local(), spec));
        }
        applied.add(new Applied(operator, site, prefix, result));
    }

    /** Takes a name among the node's members. */
    private void claim(String member, String owner, OperatorUse use) {
        String other = members.putIfAbsent(member, owner);
        if (other != null) {
            reporter.report(Problems.nameClash(use.place(), node.name(), node.name() + "." + member, other));
        }
    }

    private boolean checkPosition(Operator operator, OperatorSite site, int number) {
        OperatorUse use = site.use();
        OperatorUse first = node.operators().get(0);
        String after = "after @" + node.operators().get(Math.max(0, number - 1)).name();
        Problem problem;
        if (number == 0) {
            return true;
        } else if (Operators.find(first).map(Operator::position).orElse(Position.FIRST) == Position.SOURCE) {
            problem = Problems.wrongPosition(
                    use.place(),
                    node.name(),
                    site.written(),
                    "@" + first.name() + " alone in its node",
                    after,
                    "declare another node below:  " + use.place().code(site.written()) + " Tensor "
                            + node.name() + Written.capital(use.name()) + "(Tensor " + node.name()
                            + ");  and name it where "
                            + node.name() + " was");
        } else if (operator.position() == Position.SOURCE) {
            problem = Problems.wrongPosition(
                    use.place(),
                    node.name(),
                    site.written(),
                    "alone in its node",
                    after,
                    "declare it as a node of its own:  " + use.place().code(site.written()) + " Tensor "
                            + Names.member(use.name()) + "();  and name it where it is consumed");
        } else if (operator.position() == Position.FIRST) {
            problem = Problems.wrongPosition(
                    use.place(),
                    node.name(),
                    site.written(),
                    "first in its node",
                    after,
                    "declare another node below:  " + use.place().code(site.written()) + " Tensor "
                            + node.name() + Written.capital(use.name()) + "(Tensor " + node.name()
                            + ");  and name it where "
                            + node.name() + " was");
        } else {
            return true;
        }
        reporter.report(problem);
        return false;
    }

    private boolean checkCount(Operator operator, OperatorSite site) {
        int count = site.inputCount();
        // "" stands for a node that the declaration left open, which has been reported.
        boolean open = node.inputs().stream().anyMatch(edge -> edge.node().isEmpty());
        if ((count >= operator.minInputs() && count <= operator.maxInputs()) || open) {
            return true;
        }
        reporter.report(Problems.wrongInputCount(
                node.place(),
                node.name(),
                site.written(),
                operator.minInputs(),
                operator.maxInputs(),
                count,
                candidates(operator)));
        return false;
    }

    /** As many nodes as the operator takes: those named, and then the last ones above. */
    private List<String> candidates(Operator operator) {
        List<String> names = new ArrayList<>(
                node.inputs().stream().map(Edge::node).distinct().toList());
        List<String> above = trace.names();
        for (int k = above.size() - 1; k >= 0 && names.size() < operator.minInputs(); k--) {
            if (!names.contains(above.get(k))) {
                names.add(above.get(k));
            }
        }
        return names.subList(0, Math.min(names.size(), operator.maxInputs()));
    }

    private boolean checkSize(OperatorSite site, TensorType result) {
        if (result.size() <= GraphBuilder.MOST_VALUES) {
            return true;
        }
        reporter.report(Problems.tooLarge(
                site.use().place(),
                "a sample of '" + node.name() + "' " + result,
                result.size() == Long.MAX_VALUE ? "more than 9,223,372,036,854,775,806" : String.valueOf(result.size()),
                GraphBuilder.MOST_VALUES,
                "elements",
                site.inputCount() == 0 ? "" : site.trace(0),
                "make its dimensions smaller"));
        return false;
    }
}
