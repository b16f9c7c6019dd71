package dev.netwright.processor.write;

import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.plan.Stage;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operands of a stage's kernel: each place that its steps read or write, once. Only a map that writes over what it reads, element
 * by element, names the place anew: so it is the same kernel as where it writes elsewhere, and training, which keeps what it reads, and
 * inference, which does not, share it.
 */
final class Operands {
    private final List<Operand> places = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<List<Integer>> reads = new ArrayList<>();
    private final List<Integer> outputs = new ArrayList<>();
    private final StringBuilder key = new StringBuilder();

    Operands(Plan plan, Stage stage) {
        Map<Operand, Integer> current = new HashMap<>();
        for (Step step : stage.steps()) {
            List<Integer> read = new ArrayList<>();
            for (View view : Steps.operands(step)) {
                read.add(current.computeIfAbsent(Operand.of(plan, view), place -> add(place, view)));
            }
            Operand place = Operand.of(plan, step.output());
            if (overwrites(step)) {
                current.put(place, add(place, step.output()));
            }
            int output = current.computeIfAbsent(place, p -> add(p, step.output()));
            reads.add(List.copyOf(read));
            outputs.add(output);
            key.append(Steps.signature(step)).append(read);
            read.stream()
                    .map(operand -> places.get(operand).elements())
                    .filter(elements -> !elements.floats())
                    .forEach(elements -> key.append(elements.type()));
            key.append('>').append(output).append('\n');
        }
    }

    /** Equal for stages that run by the same kernel. */
    String key() {
        return key.toString();
    }

    int size() {
        return places.size();
    }

    /** Where an operand is. */
    Operand place(int operand) {
        return places.get(operand);
    }

    /** Name of what an operand holds. */
    String label(int operand) {
        return labels.get(operand);
    }

    /** What a step reads. */
    List<Integer> reads(int step) {
        return reads.get(step);
    }

    /** What a step writes. */
    int output(int step) {
        return outputs.get(step);
    }

    private int add(Operand place, View view) {
        places.add(place);
        labels.add(view.buffer().name());
        return places.size() - 1;
    }

    /** Whether a map reads exactly the elements that it writes, each before it is written, and no others of that place. */
    private static boolean overwrites(Step step) {
        return step instanceof MapStep map
                && map.reduced() == 0
                && !map.accumulate()
                && map.inputs().contains(map.output())
                && map.inputs().stream()
                        .noneMatch(view -> view.buffer().equals(map.output().buffer()) && !view.equals(map.output()));
    }
}
