package dev.netwright.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.function.UnaryOperator;

/** PyTorch through DJL. Its libraries come with the Maven profile {@code pytorch}; without them it takes no part. */
final class Pytorch {
    private Pytorch() {}

    /** Whether PyTorch's libraries are there. */
    static boolean found() {
        return Pytorch.class.getClassLoader().getResource("native/lib/pytorch.properties") != null;
    }

    /** Predicts a batch: a tensor of the array, the network, the results copied. */
    static Contender predicting(Subject subject, float[] samples, int n, float[] results, int threads) {
        NDManager manager = NDManager.newBaseManager();
        Block block = subject.block().get();
        block.initialize(manager, DataType.FLOAT32, new Shape(subject.batch(n)));
        block.freezeParameters(true);
        ParameterStore parameters = new ParameterStore(manager, false);
        return contender(threads, manager, calls -> {
            NDArray x = calls.create(samples, new Shape(subject.batch(n)));
            float[] y = block.forward(parameters, new NDList(x), false).head().toFloatArray();
            System.arraycopy(y, 0, results, 0, y.length);
            return calls;
        });
    }

    /** Steps of Adam on cross-entropy. */
    static Contender training(Subject subject, float[] samples, int[] labels, int threads) {
        int n = labels.length;
        Model model = Model.newInstance("benchmark");
        model.setBlock(subject.block().get());
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(1e-3f))
                        .build()));
        trainer.initialize(new Shape(subject.batch(n)));
        return contender(threads, trainer.getManager(), calls -> {
            NDList x = new NDList(calls.create(samples, new Shape(subject.batch(n))));
            NDList y = new NDList(calls.create(labels));
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList scores = trainer.forward(x);
                scores.attach(calls);
                NDArray loss = trainer.getLoss().evaluate(y, scores);
                loss.attach(calls);
                collector.backward(loss);
                loss.getFloat();
            }
            trainer.step();
            return calls;
        });
    }

    private static Contender contender(int threads, NDManager manager, UnaryOperator<NDManager> work) {
        return new Contender() {
            @Override
            public String name() {
                return "PyTorch " + threads + "T";
            }

            @Override
            public void call() {
                JniUtils.setNumThreads(threads);
                try (NDManager calls = manager.newSubManager()) {
                    work.apply(calls);
                }
            }

            @Override
            public void close() {
                manager.close();
            }
        };
    }
}
