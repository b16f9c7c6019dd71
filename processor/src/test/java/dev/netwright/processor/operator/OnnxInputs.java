package dev.netwright.processor.operator;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/** Arrays of every element type as ONNX Runtime takes them. */
public final class OnnxInputs {
    private OnnxInputs() {}

    /** A tensor of a {@code float[]}, {@code int[]}, {@code long[]} or {@code boolean[]}. */
    public static OnnxTensor tensor(OrtEnvironment environment, Object array, long[] shape) throws OrtException {
        if (array instanceof int[] ints) {
            return OnnxTensor.createTensor(environment, IntBuffer.wrap(ints), shape);
        } else if (array instanceof long[] longs) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), shape);
        } else if (array instanceof boolean[] flags) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(flags.length).order(ByteOrder.nativeOrder());
            for (boolean flag : flags) {
                bytes.put((byte) (flag ? 1 : 0));
            }
            return OnnxTensor.createTensor(environment, bytes.flip(), shape, OnnxJavaType.BOOL);
        }
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap((float[]) array), shape);
    }

    /** How long samples are, as files take it: an int64 a sample. */
    public static OnnxTensor lengths(OrtEnvironment environment, int[] lengths) throws OrtException {
        long[] longs = java.util.Arrays.stream(lengths).asLongStream().toArray();
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), new long[] {longs.length});
    }

    /** Values of an element type from numbers. */
    static Object array(TensorType.Element element, double[] values) {
        Object array = switch (element) {
            case FLOAT32 -> new float[values.length];
            case INT32 -> new int[values.length];
            case INT64 -> new long[values.length];
            case BOOL -> new boolean[values.length];
        };
        for (int k = 0; k < values.length; k++) {
            switch (element) {
                case FLOAT32 -> ((float[]) array)[k] = (float) values[k];
                case INT32 -> ((int[]) array)[k] = (int) values[k];
                case INT64 -> ((long[]) array)[k] = (long) values[k];
                case BOOL -> ((boolean[]) array)[k] = values[k] != 0;
            }
        }
        return array;
    }
}
