package dev.netwright.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.netwright.runtime.Device;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Statistics;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.Evaluation;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Progress;
import dev.netwright.runtime.train.Trainer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the example networks learn from real data, on samples they did not see. */
class AccuracyTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void irisIsToldApart(long seed) throws Exception {
        Dataset.Split irises = IrisData.read().splitEvery(5, 0);
        IrisModel model = IrisModel.create(seed);
        Statistics statistics = irises.train().statistics(0);
        model.standardized.mean.set(statistics.mean());
        model.standardized.deviation.set(statistics.deviation());

        Trainer.of(model, Loss.crossEntropy())
                .optimizer(Adam.of(5e-3f))
                .batchSize(16)
                .seed(seed)
                .fit(irises.train(), 100);

        Evaluation result = model.evaluate(irises.test(), Metric.ACCURACY);
        assertTrue(result.accuracy() >= 0.95, result::toString);
        assertTrue(result.confusion().isPresent());
    }

    @Test
    void digitsAreRead() throws Exception {
        Dataset.Split digits = DigitsData.read().splitEvery(5, 0);
        DigitsModel model = DigitsModel.create(42);

        Trainer.of(model, Loss.crossEntropy()).batchSize(32).fit(digits.train(), 30);

        Evaluation result = model.evaluate(digits.test(), Metric.ACCURACY);
        assertTrue(result.accuracy() >= 0.95, result::toString);
    }

    @Test
    void aResidualNetworkReadsThemBetter() throws Exception {
        ResNet8Model model = ResidualDigits.train(42, Device.jvm(), Progress.none());

        Evaluation result = model.evaluate(ResidualDigits.data().test(), Metric.ACCURACY);
        assertTrue(result.accuracy() >= 0.98, result::toString);
    }

    /** Where there is an OpenCL device; {@code NETWRIGHT_REQUIRE_OPENCL} says that there is. */
    @Test
    void anOpenClDeviceReadsThemAsWell() throws Exception {
        boolean required = System.getenv("NETWRIGHT_REQUIRE_OPENCL") != null;
        assumeTrue(required || !Device.list().isEmpty(), "no OpenCL device");
        try (Device device = Device.openCl()) {
            ResNet8Model model = ResidualDigits.train(42, device, Progress.none());

            Evaluation result = model.evaluate(ResidualDigits.data().test(), Metric.ACCURACY);
            assertTrue(result.accuracy() >= 0.98, result::toString);
        }
    }

    /** A minute or two; asked for by {@code -Dnetwright.mnist=true}. */
    @Test
    @EnabledIfSystemProperty(named = "netwright.mnist", matches = "true", disabledReason = "takes a minute or two")
    void aResidualNetworkReadsMnist() throws Exception {
        Optional<Path> folder = ResidualMnist.folder();
        assumeTrue(folder.isPresent(), "MNIST's files are not in ../shared/data");
        Dataset.Split images = ResidualMnist.data(folder.orElseThrow());
        assertEquals(8_000, images.train().size());
        assertEquals(2_000, images.test().size());

        ResNet28Model model = ResidualMnist.train(images, 42, Progress.none());
        Evaluation result = model.evaluate(images.test(), Metric.ACCURACY);
        assertTrue(result.accuracy() >= 0.975, result::toString);
    }
}
