package dev.netwright.runtime.opencl;

import dev.netwright.runtime.engine.InputArrays;
import dev.netwright.runtime.engine.Predicting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Predicts on a device: inputs over, launches, results back. On devices that work on tiles all stages are one launch. Not thread-safe: each
 * call in flight has its own.
 */
final class OpenClInference implements Predicting {
    private static final int[] NO_DRAW = new int[4];

    private final ClModel model;
    private final LaunchTable.Plan plan;
    private final ClArrays arrays;
    private final List<ClStage> stages = new ArrayList<>();
    private @Nullable ClKernel whole;
    private int boundTo;
    private int boundAt = -1;
    private float[] converted = new float[0];

    OpenClInference(ClModel model) {
        this.model = model;
        this.plan = model.table.inference();
        this.arrays = new ClArrays(model.device.session(), model.schema.network());
    }

    @Override
    public void reserve(int n) {
        Lock open = model.device.session().enter();
        try {
            room(n);
        } finally {
            open.unlock();
        }
    }

    private void room(int n) {
        int tile = model.device.tile(n, n);
        long items = model.oneLaunch() ? (n - 1) / tile + 1 : 1;
        arrays.reserve("w", items * (plan.fixed() + plan.perSample() * (model.oneLaunch() ? tile : n)));
        for (int k = 0; k < plan.inputs(); k++) {
            arrays.reserve("in" + k, (long) n * model.schema.inputs().get(k).size());
        }
        for (int k = 0; k < plan.outputs(); k++) {
            arrays.reserve("out" + k, (long) n * model.schema.outputs().get(k).size());
        }
    }

    @Override
    public void predict(Object[] inputs, int[] inputOffsets, int n, float[][] outputs, int[] outputOffsets) {
        Lock open = model.device.session().enter();
        try {
            model.share(arrays);
            room(n);
            for (int k = 0; k < inputs.length; k++) {
                int count = n * model.schema.inputs().get(k).size();
                ClBuffer buffer = arrays.get("in" + k);
                if (inputs[k] instanceof float[] floats) {
                    buffer.write(0, floats, inputOffsets[k], count);
                } else {
                    converted = InputArrays.floats(inputs[k], inputOffsets[k], count, converted);
                    buffer.write(0, converted, 0, count);
                }
            }
            if (model.oneLaunch()) {
                launchWhole(n);
            } else {
                launchStages(n);
            }
            for (int k = 0; k < outputs.length; k++) {
                int count = n * model.schema.outputs().get(k).size();
                arrays.get("out" + k).read(0, outputs[k], outputOffsets[k], count);
            }
        } finally {
            open.unlock();
        }
    }

    private void launchStages(int n) {
        if (stages.isEmpty()) {
            for (LaunchTable.Stage stage : plan.forward()) {
                stages.add(ClStage.unpacked(model.device, model.program, stage));
            }
        }
        stages.forEach(stage -> stage.launch(arrays, n, NO_DRAW));
    }

    private void launchWhole(int n) {
        ClKernel kernel = whole;
        if (kernel == null) {
            kernel = new ClKernel(model.program, "predict", model.schema.network());
            whole = kernel;
        }
        int tile = model.device.tile(n, n);
        if (boundTo != n || boundAt != arrays.changes()) {
            int argument = 0;
            for (String name : List.of("p", "b", "c", "k", "w")) {
                kernel.set(argument++, arrays.get(name));
            }
            for (int k = 0; k < plan.inputs(); k++) {
                kernel.set(argument++, arrays.get("in" + k));
            }
            for (int k = 0; k < plan.outputs(); k++) {
                kernel.set(argument++, arrays.get("out" + k));
            }
            kernel.set(argument++, n);
            kernel.set(argument++, tile);
            kernel.set(argument, plan.fixed() + plan.perSample() * tile);
            boundTo = n;
            boundAt = arrays.changes();
        }
        kernel.launch((n - 1) / tile + 1, 1);
    }
}
