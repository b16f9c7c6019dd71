package dev.netwright.processor.write;

import dev.netwright.processor.step.Step;
import java.util.List;

/**
 * A kernel: the steps of a stage with the places of their views as arguments.
 *
 * @param owner simple name of the class it stands in
 * @param name its name, of the first node that uses it
 * @param parts its steps
 * @param parameters its parameters but for {@code from} and {@code to}
 * @param arrays for each operand the expression of its array
 * @param offsets for each operand the expression of its offset
 * @param labels for each operand the name of what it held first
 * @param elements for each operand what its array holds
 */
record Kernel(
        String owner,
        String name,
        List<Part> parts,
        List<Parameter> parameters,
        List<String> arrays,
        List<String> offsets,
        List<String> labels,
        List<Elements> elements) {
    Kernel {
        parts = List.copyOf(parts);
        parameters = List.copyOf(parameters);
        arrays = List.copyOf(arrays);
        offsets = List.copyOf(offsets);
        labels = List.copyOf(labels);
        elements = List.copyOf(elements);
    }

    /** Whether a step reads floats alone. */
    boolean floats(Part part) {
        return part.reads().stream().allMatch(operand -> elements.get(operand).floats());
    }

    /**
     * A parameter of a kernel.
     *
     * @param type its type as text, {@code float[]}
     * @param name its name
     */
    record Parameter(String type, String name) {}

    /**
     * A step of a kernel.
     *
     * @param step the step as its first user has it: all but buffers and offsets holds for every user
     * @param reads operands of what it reads; of a matrix product with a panel the left matrix alone
     * @param output operand of what it writes
     * @param extra name of the parameter that holds its packed right operand, or the number of its random stream; else empty
     */
    record Part(Step step, List<Integer> reads, int output, String extra) {
        Part {
            reads = List.copyOf(reads);
        }
    }
}
