package dev.netwright.processor.graph;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.operator.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code @Init}: laws that the parameters of a node's first operator start by. */
final class InitialLaws {
    private static final List<String> TENSORS = List.of("weight", "bias");

    /** Laws that take the argument, with what it is where it is not given; NaN where it must be. */
    private static final Map<String, Double> ARGUMENTS =
            Map.of("CONSTANT", Double.NaN, "NORMAL", 0.05, "UNIFORM", 0.05, "ORTHOGONAL", 1.0);

    private final NodeDeclaration node;
    private final Attributes init;
    private final Reporter reporter;

    private InitialLaws(NodeDeclaration node, Attributes init, Reporter reporter) {
        this.node = node;
        this.init = init;
        this.reporter = reporter;
    }

    /** Checks what does not need the parameters: the argument. */
    static void check(NodeDeclaration node, Reporter reporter) {
        node.init().ifPresent(init -> new InitialLaws(node, init, reporter).checkArgument());
    }

    /** The parameters of the first operator with the laws of {@code @Init}. */
    static List<ParameterSpec> applied(NodeDeclaration node, List<ParameterSpec> specs, Reporter reporter) {
        return node.init()
                .map(init -> new InitialLaws(node, init, reporter).apply(specs))
                .orElse(specs);
    }

    private double argument() {
        return init.number("argument");
    }

    private void checkArgument() {
        List<String> laws = TENSORS.stream()
                .map(init::text)
                .filter(law -> !law.equals("DEFAULT"))
                .distinct()
                .toList();
        List<String> taking = laws.stream().filter(ARGUMENTS::containsKey).toList();
        if (laws.isEmpty()) {
            report(
                    "weight",
                    "it names no law",
                    "a law for 'weight' or 'bias'",
                    "@Init",
                    "write  @Init(weight = Initializer.HE_NORMAL)  or leave @Init out");
        } else if (init.given("argument") && taking.isEmpty()) {
            report(
                    "argument",
                    laws.get(0) + " takes no argument",
                    "no 'argument', or one of CONSTANT, NORMAL, UNIFORM, ORTHOGONAL",
                    "argument = " + argument(),
                    "leave  argument = " + init.place("argument").code(String.valueOf(argument())) + "  out");
        } else if (taking.size() > 1 && (init.given("argument") || taking.contains("CONSTANT"))) {
            report(
                    init.given("argument") ? "argument" : "bias",
                    "one argument for two laws, " + taking.get(0) + " and " + taking.get(1),
                    "one law that takes an argument, or the same for both",
                    "weight = Initializer." + taking.get(0) + ", bias = Initializer." + taking.get(1),
                    "write  bias = Initializer.ZEROS");
        } else if (!init.given("argument") && taking.contains("CONSTANT") && Double.isNaN(argument())) {
            report(
                    init.text("weight").equals("CONSTANT") ? "weight" : "bias",
                    "CONSTANT lacks its argument",
                    "the number to start at",
                    "no 'argument'",
                    "write  argument = 0.1");
        } else if (!taking.isEmpty() && (init.given("argument") || !Double.isNaN(argument()))) {
            boolean positive = taking.contains("NORMAL") || taking.contains("UNIFORM");
            boolean finite = Float.isFinite((float) argument());
            if (!finite || (positive && argument() <= 0) || (taking.contains("ORTHOGONAL") && argument() == 0)) {
                String law = taking.stream()
                        .filter(l -> !l.equals("CONSTANT"))
                        .findFirst()
                        .orElse("CONSTANT");
                report(
                        "argument",
                        "the argument of " + law + " is out of range",
                        positive
                                ? "a finite number above 0"
                                : "a finite number" + (law.equals("ORTHOGONAL") ? " other than 0" : ""),
                        String.valueOf(argument()),
                        positive && finite && argument() < 0
                                ? "write  argument = " + -argument()
                                : "write  argument = " + (law.equals("ORTHOGONAL") ? "1" : "0.05"));
            }
        }
    }

    private List<ParameterSpec> apply(List<ParameterSpec> specs) {
        List<ParameterSpec> result = new ArrayList<>(specs);
        for (String tensor : TENSORS) {
            String law = init.text(tensor);
            if (law.equals("DEFAULT")) {
                continue;
            }
            boolean applied = false;
            for (int k = 0; k < result.size(); k++) {
                ParameterSpec spec = result.get(k);
                if (spec.local().equals(tensor) && spec.learned()) {
                    applied = true;
                    if (law.equals("ORTHOGONAL") && spec.shape().size() < 2) {
                        report(
                                tensor,
                                "ORTHOGONAL needs two dimensions or more",
                                "a law for " + tensor + " " + spec.shape(),
                                "Initializer.ORTHOGONAL",
                                "write  " + tensor + " = Initializer.NORMAL");
                    }
                    result.set(k, ParameterSpec.learned(spec.local(), spec.shape(), spec.role(), law, argument(law)));
                }
            }
            if (!applied) {
                String others = specs.stream()
                        .filter(ParameterSpec::learned)
                        .map(ParameterSpec::local)
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("none");
                OperatorUse first = node.operators().get(0);
                report(
                        tensor,
                        "@" + first.name() + " has no parameter '" + tensor + "'",
                        others.equals("none") ? "no @Init, since there is no parameter" : "a law for one of: " + others,
                        tensor + " = Initializer." + law,
                        alone(tensor)
                                ? "leave  @Init(" + tensor + " = Initializer." + law + ")  out"
                                : "leave  " + tensor + " = Initializer." + law + "  out");
            }
        }
        return result;
    }

    /** Whether nothing else is given. */
    private boolean alone(String attribute) {
        return init.names().stream().noneMatch(name -> init.given(name) && !name.equals(attribute));
    }

    private double argument(String law) {
        if (!ARGUMENTS.containsKey(law)) {
            return Double.NaN;
        }
        return Double.isNaN(argument()) ? ARGUMENTS.get(law) : argument();
    }

    private void report(String attribute, String fault, String expected, String found, String help) {
        reporter.report(Problems.badInitializer(init.place(attribute), node.name(), fault, expected, found, help));
    }
}
