package dev.netwright.processor.plan;

import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.Buffer.Space;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a plan's buffers and its table of constants. */
final class Buffers {
    private final Map<String, Buffer> stored = new HashMap<>();
    private final Map<List<Float>, Buffer> literals = new HashMap<>();
    private final Map<Integer, Buffer> gradients = new HashMap<>();
    private final List<Float> constants = new ArrayList<>();
    private int next;

    Buffer make(Space space, String name, int index, Extent size) {
        return new Buffer(next++, space, name, index, size);
    }

    /** A new value in the workspace, in row-major order; the batch dimension, wherever it is, lies outermost. */
    View work(String name, List<Extent> extents) {
        int batch = 0;
        while (batch < extents.size() && !extents.get(batch).batch()) {
            batch++;
        }
        if (batch == 0 || batch == extents.size()) {
            return View.whole(make(Space.WORK, name, 0, size(extents)), extents);
        }
        List<Extent> outermost = new ArrayList<>(extents);
        outermost.add(0, outermost.remove(batch));
        List<Integer> axes = new ArrayList<>();
        for (int k = 0; k < extents.size(); k++) {
            axes.add(k == batch ? 0 : k < batch ? k + 1 : k);
        }
        return work(name, outermost).permuted(axes);
    }

    Buffer stored(Graph.Stored tensor) {
        return stored.computeIfAbsent(tensor.name(), name -> {
            Space space = tensor.spec().learned() ? Space.PARAMETER : Space.STATE;
            return make(space, name, tensor.offset(), Extent.of(tensor.size()));
        });
    }

    /** Where the gradient of a parameter goes. */
    Buffer gradientOf(Buffer parameter) {
        return gradients.computeIfAbsent(
                parameter.id(),
                id -> make(Space.GRADIENT, "gradient of " + parameter.name(), parameter.index(), parameter.size()));
    }

    Buffer literals(List<Float> values) {
        return literals.computeIfAbsent(List.copyOf(values), key -> {
            Buffer buffer = make(Space.CONSTANT, "constant", constants.size(), Extent.of(values.size()));
            constants.addAll(values);
            return buffer;
        });
    }

    List<Float> constants() {
        return constants;
    }

    static Extent size(List<Extent> extents) {
        Extent size = Extent.of(1);
        for (Extent extent : extents) {
            size = size.times(extent);
        }
        return size;
    }
}
