package dev.netwright.examples;

import dev.netwright.runtime.array.Idx;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Progress;
import dev.netwright.runtime.train.Schedule;
import dev.netwright.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Trains a residual network with BatchNorm on MNIST's 10,000 test images, of which every fifth is held out. */
public final class ResidualMnist {
    private static final String IMAGES = "mnist-t10k-images-idx3-ubyte.gz";
    private static final String LABELS = "mnist-t10k-labels-idx1-ubyte.gz";
    private static final int EPOCHS = 6;
    private static final int BATCH = 32;

    private ResidualMnist() {}

    /** Prints each epoch, and the accuracy on the images that were held out. */
    public static void main(String[] args) throws IOException {
        Dataset.Split images = data(folder().orElseThrow(() -> new NoSuchFileException(
                IMAGES, null, "it is not in ../shared/data; say where it is:  -Dnetwright.data=FOLDER")));
        ResNet28Model model = train(images, 42, Progress.lines(System.out));
        System.out.println(model.evaluate(images.test(), Metric.ACCURACY));
    }

    /** Where MNIST's files are: the folder that {@code -Dnetwright.data} names, or {@code ../shared/data} beside the project. */
    static Optional<Path> folder() {
        return Stream.of(System.getProperty("netwright.data", "../shared/data"), "../../shared/data")
                .map(Path::of)
                .filter(folder -> Files.isReadable(folder.resolve(IMAGES)) && Files.isReadable(folder.resolve(LABELS)))
                .findFirst();
    }

    /** 8,000 images to train on, 2,000 held out: the first half of the file is easier than the second. */
    static Dataset.Split data(Path folder) throws IOException {
        return Dataset.of(Idx.read(folder.resolve(IMAGES)), Idx.read(folder.resolve(LABELS)))
                .splitEvery(5, 0);
    }

    static ResNet28Model train(Dataset.Split images, long seed, Progress progress) {
        ResNet28Model model = ResNet28Model.create(seed);
        int steps = EPOCHS * ((images.train().size() + BATCH - 1) / BATCH);
        Trainer.of(model, Loss.crossEntropy())
                .optimizer(Adam.of(1e-2f))
                .schedule(Schedule.oneCycle(steps))
                .batchSize(BATCH)
                .seed(seed)
                .progress(progress)
                .fit(images.train(), images.test(), EPOCHS);
        return model;
    }
}
