package dev.netwright.examples;

import dev.netwright.runtime.checkpoint.Checkpoint;
import dev.netwright.runtime.checkpoint.Metadata;
import dev.netwright.runtime.checkpoint.SaveOptions;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.Evaluation;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Trainer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What a checkpoint tells without the class that saved it: a convolutional network in each format, trained for a moment on generated images. */
public final class Inspect {
    private static final int SIDE = 32;
    private static final int PIXELS = SIDE * SIDE;

    private Inspect() {}

    /** Takes the folder for the files; without an argument a temporary one. */
    public static void main(String[] args) throws IOException {
        Path folder =
                args.length > 0 ? Files.createDirectories(Path.of(args[0])) : Files.createTempDirectory("netwright");
        run(folder, System.out);
    }

    static void run(Path folder, PrintStream out) throws IOException {
        Dataset.Split images = stripes(200).splitEvery(5, 0);
        CifarModel model = CifarModel.create(42);
        Trainer.of(model, Loss.crossEntropy())
                .optimizer(Adam.of(1e-3f))
                .batchSize(20)
                .fit(images.train(), 3);
        Evaluation result = model.evaluate(images.test());

        SaveOptions options = SaveOptions.DEFAULT.metadata(Metadata.EMPTY
                .version("1.0")
                .description("which way the stripes run")
                .tags("cnn", "generated images")
                .accuracy(result.accuracy()));
        for (String format : new String[] {"json", "onnx", "safetensors"}) {
            Path file = folder.resolve("cifar." + format);
            model.save(file, options);
            out.println(Checkpoint.read(file));
        }
    }

    /** Coloured stripes at ten angles with noise, the angle being the class. */
    static Dataset stripes(int count) {
        Random random = new Random(1);
        float[][] images = new float[count][3 * PIXELS];
        int[] angles = new int[count];
        for (int i = 0; i < count; i++) {
            angles[i] = random.nextInt(10);
            double across = Math.cos(angles[i] * Math.PI / 10);
            double down = Math.sin(angles[i] * Math.PI / 10);
            double phase = random.nextDouble() * 2 * Math.PI;
            for (int c = 0; c < 3; c++) {
                double strength = 0.5 + random.nextDouble();
                for (int p = 0; p < PIXELS; p++) {
                    double wave = Math.sin(p % SIDE * across + p / SIDE * down + phase);
                    images[i][c * PIXELS + p] = (float) (strength * wave + 0.2 * random.nextGaussian());
                }
            }
        }
        return Dataset.of(images, angles);
    }
}
