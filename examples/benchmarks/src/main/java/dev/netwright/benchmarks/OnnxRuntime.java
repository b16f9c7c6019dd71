package dev.netwright.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime on an exported network: naive, a tensor of a Java array and a copied result in each call, or pinned, with input and
 * output tensors over direct buffers that are made once.
 */
final class OnnxRuntime implements Contender {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private final OrtSession session;
    private final OrtSession.RunOptions options = new OrtSession.RunOptions();
    private final boolean pinned;
    private final int threads;
    private final float[] samples;
    private final float[] results;
    private final long[] shape;
    private final Map<String, OnnxTensorLike> inputs;
    private final Map<String, OnnxValue> outputs;

    OnnxRuntime(byte[] onnx, Subject subject, float[] samples, int n, float[] results, int threads, boolean pinned)
            throws OrtException {
        OrtSession.SessionOptions settings = new OrtSession.SessionOptions();
        settings.setIntraOpNumThreads(threads);
        settings.setInterOpNumThreads(1);
        this.session = ENVIRONMENT.createSession(onnx, settings);
        this.pinned = pinned;
        this.threads = threads;
        this.samples = samples;
        this.results = results;
        this.shape = subject.batch(n);
        FloatBuffer in = direct(samples.length).put(samples).rewind();
        inputs = Map.of("x", OnnxTensor.createTensor(ENVIRONMENT, in, shape));
        outputs = Map.of(
                "y", OnnxTensor.createTensor(ENVIRONMENT, direct(results.length), new long[] {n, Subject.CLASSES}));
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(4 * floats)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public String name() {
        return "ORT " + (pinned ? "pinned " : "naive ") + threads + "T";
    }

    @Override
    public void call() throws OrtException {
        if (pinned) {
            session.run(inputs, Set.of(), outputs, options).close();
            return;
        }
        try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(samples), shape);
                OrtSession.Result result = session.run(Map.of("x", tensor))) {
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(results);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
