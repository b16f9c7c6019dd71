package dev.netwright.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.data.Statistics;
import dev.netwright.runtime.train.Adam;
import dev.netwright.runtime.train.Evaluation;
import dev.netwright.runtime.train.Loss;
import dev.netwright.runtime.train.Metric;
import dev.netwright.runtime.train.Trainer;
import org.junit.jupiter.api.Test;
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
}
