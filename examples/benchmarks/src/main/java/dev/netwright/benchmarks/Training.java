package dev.netwright.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Prints the table of training: steps of Adam on cross-entropy, the batch copied in. Arguments: the networks ({@code abcd}) and the
 * batch sizes ({@code 32,128}), or none.
 */
public final class Training {
    private Training() {}

    public static void main(String[] args) throws Exception {
        Rounds.machine();
        boolean headed = false;
        for (Subject subject : Subject.chosen(args)) {
            for (String batch : (args.length > 1 ? args[1] : "32,128").split(",", -1)) {
                int n = Integer.parseInt(batch);
                Map<String, Double> times = measure(subject, n);
                if (!headed) {
                    Rounds.head(times.keySet(), "PyTorch");
                    headed = true;
                }
                Rounds.print(subject.name() + ", " + n, times, "PyTorch");
            }
        }
    }

    private static Map<String, Double> measure(Subject subject, int n) throws Exception {
        float[] samples = new float[n * subject.size()];
        int[] labels = new int[n];
        Random random = new Random(1);
        for (int k = 0; k < samples.length; k++) {
            samples[k] = random.nextFloat();
        }
        for (int k = 0; k < n; k++) {
            labels[k] = random.nextInt(Subject.CLASSES);
        }
        List<Contender> contenders = new ArrayList<>();
        for (int threads = 1; threads <= 2; threads++) {
            contenders.add(Netwright.training(subject.model().get(), samples, labels, threads));
        }
        for (int threads = 1; threads <= 2 && Pytorch.found(); threads++) {
            contenders.add(Pytorch.training(subject, samples, labels, threads));
        }
        return Rounds.medians(contenders);
    }
}
