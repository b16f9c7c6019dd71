package dev.netwright.benchmarks;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Prints the table of inference. Arguments: the networks ({@code abcd}) and the batch sizes ({@code 1,32,256}), or none. */
public final class Inference {
    private static final String[] PEERS = {"ORT pinned", "ORT naive", "PyTorch"};

    private Inference() {}

    public static void main(String[] args) throws Exception {
        Rounds.machine();
        boolean headed = false;
        for (Subject subject : Subject.chosen(args)) {
            for (String batch : (args.length > 1 ? args[1] : "1,32,256").split(",", -1)) {
                int n = Integer.parseInt(batch);
                Map<String, Double> times = measure(subject, n);
                if (!headed) {
                    Rounds.head(times.keySet(), PEERS);
                    headed = true;
                }
                Rounds.print(subject.name() + ", " + n, times, PEERS);
            }
        }
    }

    private static Map<String, Double> measure(Subject subject, int n) throws Exception {
        Model model = subject.model().get();
        byte[] onnx = model.toBytes(Format.ONNX);
        float[] samples = new float[n * subject.size()];
        Random random = new Random(1);
        for (int k = 0; k < samples.length; k++) {
            samples[k] = random.nextFloat();
        }
        float[] own = new float[n * Subject.CLASSES];
        float[] theirs = new float[n * Subject.CLASSES];
        List<Contender> contenders = new ArrayList<>();
        for (int threads = 1; threads <= 2; threads++) {
            contenders.add(Netwright.predicting(model, samples, n, own, threads));
        }
        for (int threads = 1; threads <= 2; threads++) {
            contenders.add(new OnnxRuntime(onnx, subject, samples, n, theirs, threads, true));
        }
        contenders.add(new OnnxRuntime(onnx, subject, samples, n, theirs, 1, false));
        contenders.get(0).call();
        contenders.get(contenders.size() - 1).call();
        requireSame(own, theirs);
        for (int threads = 1; threads <= 2 && Pytorch.found(); threads++) {
            contenders.add(Pytorch.predicting(subject, samples, n, new float[n * Subject.CLASSES], threads));
        }
        return Rounds.medians(contenders);
    }

    private static void requireSame(float[] own, float[] theirs) {
        for (int k = 0; k < own.length; k++) {
            if (!(Math.abs(own[k] - theirs[k]) <= 1e-4f)) {
                throw new IllegalStateException("result " + k + ": " + own[k] + " here, " + theirs[k] + " there");
            }
        }
    }
}
