package dev.netwright.benchmarks;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.Predictor;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Workers;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Trainer;

/** Netwright, on a number of threads. */
final class Netwright {
    private Netwright() {}

    /** Predicts a batch into the caller's array. */
    static Contender predicting(Model model, float[] samples, int n, float[] results, int threads) {
        Predictor predictor = model.predictor(n);
        return contender(threads, () -> predictor.predict(samples, 0, n, results, 0));
    }

    /** Steps of Adam on cross-entropy; the batch is made of the arrays anew each time. */
    static Contender training(Model model, float[] samples, int[] labels, int threads) {
        Trainer<Model> trainer = Trainer.of(model, Loss.crossEntropy()).optimizer(Adam.of(1e-3f));
        return contender(threads, () -> trainer.step(Batch.of(samples, labels)));
    }

    private static Contender contender(int threads, Runnable work) {
        return new Contender() {
            @Override
            public String name() {
                return "netwright " + threads + "T";
            }

            @Override
            public void call() {
                Workers.threads(threads);
                work.run();
            }
        };
    }
}
