package dev.netwright.processor.plan;

import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From which stage to which a buffer of the workspace holds something. */
final class Lifetimes {
    /** After the last stage. */
    static final int END = Integer.MAX_VALUE;

    private final Map<Buffer, int[]> spans = new HashMap<>();

    /**
     * @param stages the steps of each stage, forward and backward, an empty one between the passes for the loss
     * @param boundary number of that one
     * @param kept buffers that hold to the end
     * @param filled buffers that the loss fills
     */
    Lifetimes(List<? extends List<Step>> stages, int boundary, Set<Buffer> kept, Set<Buffer> filled) {
        for (int k = 0; k < stages.size(); k++) {
            for (Step step : stages.get(k)) {
                use(step.output().buffer(), k);
                for (View read : step.reads()) {
                    use(read.buffer(), k);
                }
            }
        }
        filled.forEach(buffer -> use(buffer, boundary));
        kept.forEach(buffer -> use(buffer, END));
    }

    private void use(Buffer buffer, int stage) {
        int[] span = spans.computeIfAbsent(buffer, b -> new int[] {stage, stage});
        span[0] = Math.min(span[0], stage);
        span[1] = Math.max(span[1], stage);
    }

    Set<Buffer> buffers() {
        return spans.keySet();
    }

    int first(Buffer buffer) {
        return span(buffer)[0];
    }

    int last(Buffer buffer) {
        return span(buffer)[1];
    }

    /** {@code from} becomes part of {@code to}. */
    void unite(Buffer from, Buffer to) {
        int[] gone = span(from);
        int[] span = span(to);
        span[0] = Math.min(span[0], gone[0]);
        span[1] = Math.max(span[1], gone[1]);
        spans.remove(from);
    }

    private int[] span(Buffer buffer) {
        int[] span = spans.get(buffer);
        if (span == null) {
            throw new IllegalArgumentException("unused: " + buffer);
        }
        return span;
    }
}
