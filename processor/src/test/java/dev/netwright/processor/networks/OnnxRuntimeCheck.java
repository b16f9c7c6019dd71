package dev.netwright.processor.networks;

import static dev.netwright.processor.networks.Numbers.difference;
import static dev.netwright.processor.networks.Numbers.doubles;
import static dev.netwright.processor.networks.Numbers.floats;
import static dev.netwright.processor.networks.Numbers.require;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.netwright.processor.operator.OnnxInputs;
import dev.netwright.processor.plan.Planner;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.Format;
import dev.netwright.runtime.checkpoint.Schema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A network's exported file in ONNX Runtime. */
final class OnnxRuntimeCheck {
    private static final double TOLERANCE = 1e-5;
    private static final int TRIALS = 8;

    private final NetworkUnderTest net;

    OnnxRuntimeCheck(NetworkUnderTest net) {
        this.net = net;
    }

    /**
     * The same results as ONNX Runtime from the exported file, for each number of samples. Where that is itself too far from the
     * exact values to tell, ours must be no farther from them; and where the exact values themselves move as far with the last bit of
     * samples, parameters and numbers stored on the way, no farther than that. Such results are counted as undecided.
     */
    double check(Share share, int... batches) throws CheckpointException, OrtException {
        byte[] file = net.model.toBytes(Format.ONNX);
        double worst = 0;
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file, options)) {
                for (int n : batches) {
                    Object[] samples = net.samples(n);
                    float[][] ours = net.model.infer(samples, n);
                    float[][] theirs = run(environment, session, samples, n);
                    double[][] exact = null;
                    for (int k = 0; k < ours.length; k++) {
                        String what = "output '" + net.schema.outputs().get(k).name() + "' of " + n;
                        double difference = difference(doubles(theirs[k]), ours[k]);
                        share.compared++;
                        if (difference > TOLERANCE) {
                            exact = exact == null ? exact(samples, n) : exact;
                            double own = difference(exact[k], theirs[k]);
                            double our = difference(exact[k], ours[k]);
                            boolean theirFault = own > TOLERANCE / 2 && our <= Math.max(own, TOLERANCE);
                            double moves = theirFault ? 0 : sensitivity(exact[k], samples, n, k);
                            require(
                                    theirFault || (moves > TOLERANCE && our <= moves),
                                    what + ": " + difference + " from ONNX Runtime, which is itself " + own
                                            + " from the exact values, ours " + our + "; last bits move them by "
                                            + moves);
                            share.undecided++;
                        } else {
                            worst = Math.max(worst, difference);
                        }
                    }
                }
            }
        }
        return worst;
    }

    private double[][] exact(Object[] samples, int n) {
        return net.interpreter(Planner.inference(net.network.graph())).forward(doubles(samples), n);
    }

    /** How far an exact result moves with the last bit of samples and parameters, and with what is stored on the way as floats. */
    private double sensitivity(double[] exact, Object[] samples, int n, int output) {
        double most = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            long rounding = trial;
            double[] parameters = doubles(net.model.parameterStore().values());
            double[][] moved = net.interpreter(Planner.inference(net.network.graph()))
                    .parameters(Roundings.moved(parameters, 0x1p-24, net.random))
                    .rounding(x -> Roundings.stored(x, rounding))
                    .forward(Roundings.samples(samples, 0x1p-24, net.random), n);
            most = Math.max(most, difference(exact, floats(moved[output])));
        }
        return most;
    }

    private float[][] run(OrtEnvironment environment, OrtSession session, Object[] samples, int n) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (int k = 0; k < samples.length; k++) {
                Schema.Port port = net.schema.inputs().get(k);
                boolean lengths = net.schema.inputs().stream()
                        .anyMatch(input -> input.lengths().equals(port.name()));
                inputs.put(
                        port.name(),
                        lengths
                                ? OnnxInputs.lengths(environment, (int[]) samples[k])
                                : OnnxInputs.tensor(environment, samples[k], shape(port, n)));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                float[][] outputs = new float[net.schema.outputs().size()][];
                for (int k = 0; k < outputs.length; k++) {
                    Schema.Port port = net.schema.outputs().get(k);
                    OnnxTensor tensor = (OnnxTensor) result.get(port.name()).orElseThrow();
                    require(
                            Arrays.equals(shape(port, n), tensor.getInfo().getShape()),
                            "'" + port.name() + "' has in ONNX the shape "
                                    + Arrays.toString(tensor.getInfo().getShape()));
                    outputs[k] = new float[n * port.size()];
                    tensor.getFloatBuffer().get(outputs[k]);
                }
                return outputs;
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static long[] shape(Schema.Port port, int n) {
        long[] shape = new long[port.shape().size() + 1];
        shape[0] = n;
        for (int k = 1; k < shape.length; k++) {
            shape[k] = port.shape().get(k - 1);
        }
        return shape;
    }
}
