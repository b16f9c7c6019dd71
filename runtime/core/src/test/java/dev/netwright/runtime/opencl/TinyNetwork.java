package dev.netwright.runtime.opencl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.netwright.runtime.HandWrittenModel;
import dev.netwright.runtime.engine.Engine;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.Span;
import dev.netwright.runtime.engine.Trainable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@link HandWrittenModel} of 6, 8 and 4 with the OpenCL kernels of the same network, and a run of all that the engine does. */
final class TinyNetwork {
    static final int CL_OUT_OF_RESOURCES = -5;

    final HandWrittenModel model = HandWrittenModel.create(3);
    final float[] x = new float[5 * 6];

    TinyNetwork() {
        for (int k = 0; k < x.length; k++) {
            x[k] = (float) Math.sin(k);
        }
    }

    /** JOCL's calls; where there is no OpenCL device the test is skipped, but fails where there should be one. */
    static Calls calls() {
        boolean required = System.getenv("NETWRIGHT_REQUIRE_OPENCL") != null;
        assumeTrue(required || !OpenClDevices.list().isEmpty(), "no OpenCL device");
        return new JoclCalls();
    }

    static String kernels() {
        try (InputStream in = TinyNetwork.class.getResourceAsStream("HandWritten.cl")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OpenClDevice device(Calls calls, Optional<Path> cache) {
        return OpenClDevices.open(calls, OpenClDevices.choose(calls.devices(), ""), cache);
    }

    Engine on(OpenClDevice device) {
        return on(device, kernels());
    }

    Engine on(OpenClDevice device, String kernels) {
        return device.engine(model.schema(), () -> kernels, model.parameterStore(), model.bufferStore());
    }

    float[] predict(Engine engine) {
        float[] result = new float[5 * 4];
        engine.predicting().predict(new Object[] {x}, new int[1], 5, new float[][] {result}, new int[1]);
        return result;
    }

    /** The JVM's results. */
    float[] expected() {
        return model.infer(new float[][] {x}, 5)[0];
    }

    /** The training plan of the device. */
    Trainable training(Engine engine) {
        return engine.training(new Places(model.trainable()));
    }

    /** Gradients of a pass whose results' gradient is 1, 2, 3, … */
    static float[] gradients(Trainable plan, float[] x) {
        plan.forward(new Object[] {x}, 5, 1, 2);
        int at = plan.heads().get(0).gradient().at(5);
        for (int k = 0; k < 20; k++) {
            plan.workspace()[at + k] = k + 1;
        }
        plan.backward(new boolean[1]);
        return plan.gradients();
    }

    /** The places of results in the workspace that the kernels were written for. */
    private record Places(Trainable plan) implements Trainable {
        @Override
        public List<Head> heads() {
            Span value = new Span(0, 24);
            Span gradient = new Span(0, 16);
            return List.of(new Head("output", List.of(4), Head.Activation.NONE, value, gradient, value, gradient));
        }

        @Override
        public float[] parameters() {
            return plan.parameters();
        }

        @Override
        public float[] gradients() {
            return plan.gradients();
        }

        @Override
        public float[] workspace() {
            return plan.workspace();
        }

        @Override
        public void forward(Object[] inputs, int n, long seed, long step) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void backward(boolean[] fromLogits) {
            throw new UnsupportedOperationException();
        }
    }
}
