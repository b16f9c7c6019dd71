package dev.netwright.examples;

import dev.netwright.runtime.Device;
import dev.netwright.runtime.checkpoint.Checkpoint;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.SaveOptions;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.Evaluation;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Progress;
import dev.netwright.runtime.train.Trainer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The whole story of a model in one program: trained on the handwritten digits that come with the examples, saved in each format,
 * loaded back, compared bit for bit and with ONNX Runtime, inspected, and refused where it does not fit.
 */
public final class Tour {
    private Tour() {}

    /** Takes the folder for the files; without an argument a temporary one. {@code -Dnetwright.device=opencl} says where the work is done. */
    public static void main(String[] args) throws Exception {
        Path folder =
                args.length > 0 ? Files.createDirectories(Path.of(args[0])) : Files.createTempDirectory("netwright");
        try (Device device = Device.configured()) {
            run(folder, device, System.out);
        }
    }

    static void run(Path folder, Device device, PrintStream out) throws Exception {
        out.printf("Demo  784 -> 128 -> 64 -> 10   %,d parameters   engine: %s%n%n", DemoModel.PARAMETERS, device);
        Dataset.Split digits = DigitsData.enlarged().splitEvery(5, 0);

        out.println("train");
        DemoModel model = DemoModel.create(42).to(device);
        Trainer<DemoModel> trainer = Trainer.of(model, Loss.crossEntropy())
                .optimizer(Adam.of(1e-3f))
                .batchSize(32)
                .metrics(Metric.ACCURACY)
                .progress(Progress.lines(out));
        trainer.fit(digits.train(), digits.test(), 10);
        Evaluation result = model.evaluate(digits.test(), Metric.ACCURACY);
        out.printf("%nheld-out digits%n%s%n", result);

        out.println("save and load back");
        float[] expected = model.predict(images(digits.test()));
        for (String extension : new String[] {"json", "onnx", "safetensors"}) {
            Path file = folder.resolve("demo." + extension);
            long start = System.nanoTime();
            model.save(file);
            long saved = System.nanoTime();
            DemoModel again = DemoModel.load(file);
            long loaded = System.nanoTime();
            boolean same = Arrays.equals(
                    again.parameterStore().values(), model.parameterStore().values());
            out.printf(
                    "  %-18s %,9d bytes   saved in %5.1f ms, loaded in %5.1f ms, %s%n",
                    file.getFileName(),
                    Files.size(file),
                    (saved - start) / 1e6,
                    (loaded - saved) / 1e6,
                    same ? "every bit the same" : "DIFFERENT");
        }

        Path bare = folder.resolve("demo-bare.onnx");
        model.save(bare, SaveOptions.DEFAULT.bare());
        out.printf("  %-18s %,9d bytes   for inference alone%n", bare.getFileName(), Files.size(bare));

        out.println("\ncompare");
        Path onnx = folder.resolve("demo.onnx");
        float[] reference = Reference.predict(
                onnx, "image", images(digits.test()), digits.test().size(), 1, 28, 28);
        out.printf(
                "  ONNX Runtime on %d digits: largest difference %.1e of the largest logit%n",
                digits.test().size(), Reference.difference(expected, reference));

        out.println("\ninspect");
        out.println(
                Checkpoint.read(folder.resolve("demo.safetensors")).toString().indent(2));

        out.println("refuse: demo.safetensors for the network Digits");
        try {
            DigitsModel.load(folder.resolve("demo.safetensors"));
        } catch (CheckpointException e) {
            out.println(e.getMessage().indent(2));
        }
        out.println("files are in " + folder);
    }

    private static float[] images(Dataset data) {
        float[] images = new float[data.size() * data.inputSize(0)];
        for (int i = 0; i < data.size(); i++) {
            System.arraycopy(data.input(i), 0, images, i * data.inputSize(0), data.inputSize(0));
        }
        return images;
    }
}
