package dev.netwright.runtime.opencl;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.InputArrays;
import dev.netwright.runtime.engine.ModelParts;
import dev.netwright.runtime.engine.Philox;
import java.util.List;

/**
 * Compares a device with the JVM before a model is moved to it: a few samples of known numbers through all kernels of inference. A driver
 * that computes something else is refused by name, before any number of the user's is wrong.
 */
final class SelfTest {
    private static final int SAMPLES = 2;

    /** Of a result's largest value: far above what roundings do, far below what a wrong kernel does. */
    private static final double TOLERANCE = 1e-2;

    private SelfTest() {}

    /**
     * Runs it.
     *
     * @throws OpenClException where a result is another than the JVM's
     */
    static void run(OpenClDevice device, ClModel engine, ModelParts model) {
        Schema schema = model.schema();
        Object[] inputs = schema.inputs().stream()
                .map(port -> samples(schema.inputs(), port))
                .toArray();
        float[][] expected = results(schema);
        float[][] found = results(schema);
        int[] none = new int[inputs.length];
        int[] start = new int[expected.length];
        model.host().get().predict(inputs, none, SAMPLES, expected, start);
        engine.predicting().predict(inputs, none, SAMPLES, found, start);
        for (int k = 0; k < expected.length; k++) {
            double difference = difference(expected[k], found[k]);
            if (difference > TOLERANCE) {
                throw new OpenClException("self-test", 0, "a wrong result")
                        .at("output '" + schema.outputs().get(k).name() + "' of " + schema.network() + " differs by "
                                + difference + " of its largest value from the JVM's on " + device);
            }
        }
    }

    private static float[][] results(Schema schema) {
        return schema.outputs().stream()
                .map(port -> new float[SAMPLES * port.size()])
                .toArray(float[][]::new);
    }

    /** The largest difference, as a part of the largest value; 0 where the JVM's own values are not finite. */
    private static double difference(float[] expected, float[] found) {
        double largest = Float.MIN_NORMAL;
        double difference = 0;
        for (int k = 0; k < expected.length; k++) {
            if (!Float.isFinite(expected[k])) {
                return 0;
            }
            largest = Math.max(largest, Math.abs(expected[k]));
            double off = Math.abs((double) expected[k] - found[k]);
            difference = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(difference, off);
        }
        return difference / largest;
    }

    private static Object samples(List<Schema.Port> inputs, Schema.Port port) {
        int size = SAMPLES * port.size();
        for (Schema.Port input : inputs) {
            if (input.lengths().equals(port.name())) {
                int[] lengths = new int[size];
                java.util.Arrays.fill(lengths, input.most());
                return lengths;
            }
        }
        float[] uniform = new float[size];
        Philox.uniform(1, 1, inputs.indexOf(port), uniform, 0, size, 0, 1);
        int ids = port.ids() > 0 ? port.ids() : 10;
        Object array = switch (port.type()) {
            case "int32" -> new int[size];
            case "int64" -> new long[size];
            case "bool" -> new boolean[size];
            default -> new float[size];
        };
        for (int k = 0; k < InputArrays.length(array); k++) {
            if (array instanceof float[] floats) {
                floats[k] = 2 * uniform[k] - 1;
            } else if (array instanceof int[] ints) {
                ints[k] = (int) (uniform[k] * ids);
            } else if (array instanceof long[] longs) {
                longs[k] = (long) (uniform[k] * ids);
            } else {
                ((boolean[]) array)[k] = uniform[k] < 0.5f;
            }
        }
        return array;
    }
}
