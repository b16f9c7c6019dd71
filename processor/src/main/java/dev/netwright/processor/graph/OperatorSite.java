package dev.netwright.processor.graph;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problem;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.operator.ParameterSpec;
import dev.netwright.processor.operator.Site;
import dev.netwright.processor.operator.TensorType;
import java.util.List;
import java.util.Optional;

/** An occurrence of an operator in a network under construction. What is inferred is filled in as it becomes known. */
final class OperatorSite implements Site {
    private final NodeDeclaration declaration;
    private final int number;
    private final List<Input> inputs;
    private final Trace trace;
    private final Reporter reporter;
    private Optional<TensorType> output = Optional.empty();
    private List<ParameterSpec> parameters = List.of();

    /** A value consumed: its type where that is known. */
    record Input(String name, Optional<TensorType> type, Place place) {}

    OperatorSite(NodeDeclaration declaration, int number, List<Input> inputs, Trace trace, Reporter reporter) {
        this.declaration = declaration;
        this.number = number;
        this.inputs = List.copyOf(inputs);
        this.trace = trace;
        this.reporter = reporter;
    }

    void resolve(TensorType type, List<ParameterSpec> specs) {
        output = Optional.of(type);
        parameters = List.copyOf(specs);
    }

    OperatorUse use() {
        return declaration.operators().get(number);
    }

    @Override
    public String node() {
        return declaration.name();
    }

    @Override
    public String written() {
        return Written.of(use());
    }

    @Override
    public Attributes attributes() {
        return use().attributes();
    }

    @Override
    public int inputCount() {
        return inputs.size();
    }

    @Override
    public TensorType input(int index) {
        return inputs.get(index)
                .type()
                .orElseThrow(() -> new IllegalStateException(written() + " of '" + node() + "' asks for the type of '"
                        + inputName(index) + "', which is unknown"));
    }

    @Override
    public String inputName(int index) {
        return inputs.get(index).name();
    }

    @Override
    public Place inputPlace(int index) {
        return inputs.get(index).place();
    }

    @Override
    public TensorType output() {
        return output.orElseThrow(
                () -> new IllegalStateException(written() + " of '" + node() + "' asks for its own type too early"));
    }

    @Override
    public List<ParameterSpec> parameters() {
        return parameters;
    }

    @Override
    public String trace(int input) {
        return trace.to(declaration, number, input);
    }

    @Override
    public void report(Problem problem) {
        reporter.report(problem);
    }
}
