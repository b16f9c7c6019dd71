package dev.netwright.runtime.opencl;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.InputArrays;
import dev.netwright.runtime.engine.Span;
import dev.netwright.runtime.engine.Trainable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;

/**
 * Trains on a device. Parameters, buffers and inputs go there with each forward pass; results, the buffers that follow the batches and
 * gradients come back. Not thread-safe.
 */
final class OpenClTraining implements Trainable {
    private final ClModel model;
    private final Trainable host;
    private final LaunchTable.Plan plan;
    private final ClArrays arrays;
    private final List<ClStage> forward;
    private final List<ClStage> backward;
    private final List<Head> onDevice;
    private final List<Head> heads;
    private final float[] gradients;
    private float[] workspace = new float[0];
    private float[] converted = new float[0];
    private int n;

    OpenClTraining(ClModel model, Trainable host) {
        this.model = model;
        this.host = host;
        this.plan = model.table.training();
        this.arrays = new ClArrays(model.device.session(), model.schema.network());
        this.onDevice = host.heads();
        this.heads = compact(onDevice);
        this.gradients = new float[model.parameters.values().length];
        Lock open = model.device.session().enter();
        try {
            this.forward = stages(plan.forward());
            this.backward = stages(plan.backward());
            int constants = plan.constants().length;
            arrays.reserve("c", constants).write(0, plan.constants(), 0, constants);
            arrays.reserve("p", gradients.length);
            arrays.reserve("g", gradients.length);
            arrays.reserve("b", model.buffers.values().length);
        } finally {
            open.unlock();
        }
    }

    private List<ClStage> stages(List<LaunchTable.Stage> stages) {
        ClProgram program =
                model.device.program(model.schema.network(), model.table.source(), OpenClDevice.Purpose.TRAINING);
        return stages.stream()
                .map(stage -> ClStage.whole(model.device, program, stage))
                .toList();
    }

    /** The heads over a workspace that holds nothing else. */
    private static List<Head> compact(List<Head> heads) {
        List<Head> compact = new ArrayList<>();
        int at = 0;
        for (Head head : heads) {
            int size = head.size();
            Span value = new Span(0, at);
            Span gradient = new Span(0, at + size);
            at += 2 * size;
            if (head.activation() == Head.Activation.NONE) {
                compact.add(new Head(head.name(), head.shape(), head.activation(), value, gradient, value, gradient));
                continue;
            }
            Span logits = new Span(0, at);
            Span logitsGradient = new Span(0, at + size);
            at += 2 * size;
            compact.add(
                    new Head(head.name(), head.shape(), head.activation(), value, gradient, logits, logitsGradient));
        }
        return compact;
    }

    @Override
    public float[] parameters() {
        return model.parameters.values();
    }

    @Override
    public float[] gradients() {
        return gradients;
    }

    @Override
    public List<Head> heads() {
        return heads;
    }

    @Override
    public float[] workspace() {
        return workspace;
    }

    @Override
    public void requireBatch(int n) {
        host.requireBatch(n);
    }

    @Override
    public void forward(Object[] inputs, int n, long seed, long step) {
        List<Schema.Port> ports = model.schema.inputs();
        if (inputs.length != ports.size()) {
            throw new IllegalArgumentException("expected " + ports.size() + " inputs, found " + inputs.length);
        }
        if (n < 1) {
            throw new IllegalArgumentException("number of samples: expected 1 or more, found " + n);
        }
        for (int k = 0; k < inputs.length; k++) {
            InputArrays.requireSamples(ports.get(k), inputs[k], n);
        }
        requireBatch(n);
        Lock open = model.device.session().enter();
        try {
            this.n = 0;
            room(n);
            arrays.get("p").write(0, parameters(), 0, gradients.length);
            float[] buffers = model.buffers.values();
            arrays.get("b").write(0, buffers, 0, buffers.length);
            for (int k = 0; k < inputs.length; k++) {
                int count = n * ports.get(k).size();
                upload(k, inputs[k], count);
            }
            int[] draw = {(int) seed, (int) (seed >>> 32), (int) step, (int) (step >>> 32)};
            forward.forEach(stage -> stage.launch(arrays, n, draw));
            for (int k = 0; k < heads.size(); k++) {
                read(onDevice.get(k).value(), heads.get(k).value(), k, n);
                if (heads.get(k).activation() != Head.Activation.NONE) {
                    read(onDevice.get(k).logits(), heads.get(k).logits(), k, n);
                }
            }
            arrays.get("b").read(0, buffers, 0, buffers.length);
            this.n = n;
        } finally {
            open.unlock();
        }
    }

    private void upload(int input, Object array, int count) {
        if (array instanceof float[] floats) {
            arrays.get("in" + input).write(0, floats, 0, count);
        } else {
            converted = InputArrays.floats(array, 0, count, converted);
            arrays.get("in" + input).write(0, converted, 0, count);
        }
    }

    private void room(int n) {
        arrays.reserve("w", plan.fixed() + plan.perSample() * n);
        long panels = 0;
        for (ClStage stage : forward) {
            panels = Math.max(panels, stage.panels(n));
        }
        for (ClStage stage : backward) {
            panels = Math.max(panels, stage.panels(n));
        }
        arrays.reserve("k", model.device.tiles() ? panels : 0);
        int floats = 0;
        for (int k = 0; k < plan.inputs(); k++) {
            arrays.reserve("in" + k, (long) n * model.schema.inputs().get(k).size());
        }
        for (Head head : heads) {
            floats += (head.activation() == Head.Activation.NONE ? 2 : 4) * head.size();
        }
        if (workspace.length < floats * n) {
            workspace = new float[Math.multiplyExact(floats, n)];
        }
    }

    private void read(Span device, Span here, int head, int n) {
        arrays.get("w")
                .read(device.at(n), workspace, here.at(n), n * heads.get(head).size());
    }

    @Override
    public void backward(boolean[] fromLogits) {
        if (n == 0) {
            throw new IllegalStateException("a backward pass needs a forward pass before it");
        }
        if (fromLogits.length != heads.size()) {
            throw new IllegalArgumentException("expected " + heads.size() + " heads, found " + fromLogits.length);
        }
        Lock open = model.device.session().enter();
        try {
            for (int k = 0; k < fromLogits.length; k++) {
                Head head = heads.get(k);
                Span here = fromLogits[k] ? head.logitsGradient() : head.gradient();
                Span device = fromLogits[k]
                        ? onDevice.get(k).logitsGradient()
                        : onDevice.get(k).gradient();
                arrays.get("w").write(device.at(n), workspace, here.at(n), n * head.size());
            }
            boolean[] skipped = new boolean[backward.size()];
            for (LaunchTable.Head head : plan.heads()) {
                for (int k = 0; k < head.stages(); k++) {
                    skipped[head.first() + k] = fromLogits[head.output()];
                }
            }
            int[] draw = new int[4];
            for (int k = 0; k < skipped.length; k++) {
                if (!skipped[k]) {
                    backward.get(k).launch(arrays, n, draw);
                }
            }
            arrays.get("g").read(0, gradients, 0, gradients.length);
        } finally {
            open.unlock();
        }
    }
}
