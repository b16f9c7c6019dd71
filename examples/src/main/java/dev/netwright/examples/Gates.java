package dev.netwright.examples;

import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Progress;
import dev.netwright.runtime.train.Trainer;
import java.nio.file.Path;
import java.util.Locale;

/** Tells irises apart by {@link Branches}, and asks ONNX Runtime, which knows no QuickGELU, for the same answers. */
public final class Gates {
    private Gates() {}

    /** Takes the folder in which {@code branches.onnx} is to be. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args.length > 0 ? args[0] : ".").resolve("branches.onnx");
        Dataset.Split irises = IrisData.read().splitEvery(5, 0);
        BranchesModel model = train(irises.train(), Progress.console());
        System.out.println(model.evaluate(irises.test(), Metric.ACCURACY));

        model.save(file);
        float[] x = irises.test().inputs(0);
        float[] reference = Reference.predict(file, "x", x, irises.test().size(), 4);
        double difference = Reference.difference(model.predict(x), reference);
        System.out.printf(Locale.ROOT, "%s: ONNX Runtime's answers differ by at most %.1e%n", file, difference);
    }

    static BranchesModel train(Dataset irises, Progress progress) {
        BranchesModel model = BranchesModel.create(42).standardize(irises);
        Trainer.of(model, Loss.crossEntropy())
                .optimizer(Adam.of(5e-3f))
                .batchSize(16)
                .progress(progress)
                .fit(irises, 60);
        return model;
    }
}
