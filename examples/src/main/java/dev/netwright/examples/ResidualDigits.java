package dev.netwright.examples;

import dev.netwright.runtime.Device;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Progress;
import dev.netwright.runtime.train.Schedule;
import dev.netwright.runtime.train.Trainer;
import java.io.IOException;

/** Trains a residual network with BatchNorm on the 8×8 digits that come with the examples. */
public final class ResidualDigits {
    private static final int EPOCHS = 15;
    private static final int BATCH = 32;

    private ResidualDigits() {}

    /** Prints each epoch, and the accuracy on the digits that were held out; {@code -Dnetwright.device=opencl} says where. */
    public static void main(String[] args) throws IOException {
        try (Device device = Device.configured()) {
            ResNet8Model model = train(42, device, Progress.lines(System.out));
            System.out.println(device + ": " + model.evaluate(data().test(), Metric.ACCURACY));
        }
    }

    /** Every fifth digit is held out. */
    static Dataset.Split data() throws IOException {
        return DigitsData.read().splitEvery(5, 0);
    }

    static ResNet8Model train(long seed, Device device, Progress progress) throws IOException {
        Dataset.Split digits = data();
        ResNet8Model model = ResNet8Model.create(seed).to(device);
        int steps = EPOCHS * ((digits.train().size() + BATCH - 1) / BATCH);
        Trainer.of(model, Loss.crossEntropy())
                .optimizer(Adam.of(1e-2f))
                .schedule(Schedule.oneCycle(steps))
                .batchSize(BATCH)
                .seed(seed)
                .progress(progress)
                .fit(digits.train(), digits.test(), EPOCHS);
        return model;
    }
}
