package dev.netwright.processor.plan;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What will run: stages in order, and where every buffer lies.
 *
 * @param graph what it was made from
 * @param training whether it has a backward pass
 * @param forward stages of the forward pass
 * @param backward stages of the backward pass; empty in inference
 * @param layout where the buffers of the workspace lie
 * @param constants the literals, one table
 * @param outputs the results, in the graph's order
 */
public record Plan(
        Graph graph,
        boolean training,
        List<Stage> forward,
        List<Stage> backward,
        Layout layout,
        List<Float> constants,
        List<Output> outputs) {
    public Plan {
        forward = List.copyOf(forward);
        backward = List.copyOf(backward);
        constants = List.copyOf(constants);
        outputs = List.copyOf(outputs);
    }

    /**
     * Where the buffers of the workspace lie: at {@code fixed + perSample * N}. The workspace has {@link #fixed()} floats and
     * {@link #perSample()} a sample.
     */
    public record Layout(Map<Buffer, Slot> slots, int fixed, int perSample) {
        public Layout {
            slots = Map.copyOf(slots);
        }
    }

    /** Offset of a buffer in the workspace: {@code fixed + perSample * N}. */
    public record Slot(int fixed, int perSample) {
        /** The offset at batch size n. */
        public long at(int n) {
            return fixed + (long) perSample * n;
        }
    }

    /**
     * A result.
     *
     * @param name its node's name
     * @param value where it is: a buffer of space OUTPUT in inference, a whole buffer of WORK in training
     * @param gradient in training, where its gradient is expected before the backward pass
     * @param head in training, its final activation where a loss may take what is below it
     */
    public record Output(String name, View value, Optional<View> gradient, Optional<Head> head) {}

    /**
     * The final activation of a result: Softmax or LogSoftmax over the last axis, or Sigmoid.
     *
     * @param activation its name: {@code Softmax}, {@code LogSoftmax}, {@code Sigmoid}
     * @param logits what it takes, a whole buffer of WORK
     * @param gradient where the gradient of that may be put, in place of the result's: a whole buffer of WORK of its own
     * @param first number of the first backward stage that carries the result's gradient to it; heads' stages precede all others
     * @param stages how many such stages follow each other, skipped then
     */
    public record Head(String activation, View logits, View gradient, int first, int stages) {}
}
