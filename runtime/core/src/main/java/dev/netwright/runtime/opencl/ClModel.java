package dev.netwright.runtime.opencl;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.Engine;
import dev.netwright.runtime.engine.Predicting;
import dev.netwright.runtime.engine.Trainable;
import dev.netwright.runtime.tensor.FloatStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;

/**
 * A model on a device: its program, and its weights as the device has them, uploaded and packed when the host's have changed. Thread-safe
 * but for {@link #training}.
 */
final class ClModel implements Engine {
    final OpenClDevice device;
    final Schema schema;
    final LaunchTable table;
    final FloatStore parameters;
    final FloatStore buffers;
    final ClProgram program;
    private final ClArrays arrays;
    private final List<ClStage> stages = new ArrayList<>();
    private int parameterRevision;
    private int bufferRevision;
    private boolean uploaded;

    ClModel(OpenClDevice device, Schema schema, String source, FloatStore parameters, FloatStore buffers) {
        this.device = device;
        this.schema = schema;
        this.table = LaunchTable.parse(source);
        this.parameters = parameters;
        this.buffers = buffers;
        this.arrays = new ClArrays(device.session(), schema.network());
        Lock open = device.session().enter();
        try {
            this.program = device.program(schema.network(), source, purpose());
            LaunchTable.Plan plan = table.inference();
            arrays.reserve("p", parameters.values().length);
            arrays.reserve("b", buffers.values().length);
            arrays.reserve("c", plan.constants().length).write(0, plan.constants(), 0, plan.constants().length);
            arrays.reserve("k", plan.panels());
            for (LaunchTable.Stage stage : plan.forward()) {
                if (device.tiles() && !stage.packs().isEmpty()) {
                    ClStage packing = ClStage.packing(device, program, stage);
                    stages.add(packing);
                    packing.bindPacks(arrays, 1);
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        } finally {
            open.unlock();
        }
    }

    /** Whether all stages of inference are one launch. */
    boolean oneLaunch() {
        return table.inference().whole() && device.tiles();
    }

    private OpenClDevice.Purpose purpose() {
        return oneLaunch() ? OpenClDevice.Purpose.WHOLE : OpenClDevice.Purpose.STAGES;
    }

    /** Brings what changed on the host to the device, and gives the buffers to a plan. */
    synchronized void share(ClArrays plan) {
        if (!uploaded || parameterRevision != parameters.revision()) {
            parameterRevision = parameters.revision();
            uploaded = false;
            arrays.get("p").write(0, parameters.values(), 0, parameters.values().length);
            stages.forEach(stage -> stage.pack(1));
        }
        if (!uploaded || bufferRevision != buffers.revision()) {
            bufferRevision = buffers.revision();
            uploaded = false;
            arrays.get("b").write(0, buffers.values(), 0, buffers.values().length);
        }
        uploaded = true;
        for (String name : List.of("p", "b", "c", "k")) {
            plan.adopt(name, arrays.get(name));
        }
    }

    @Override
    public Predicting predicting() {
        return new OpenClInference(this);
    }

    @Override
    public Trainable training(Trainable host) {
        return new OpenClTraining(this, host);
    }

    private void close() {
        stages.forEach(ClStage::close);
        arrays.close();
    }
}
