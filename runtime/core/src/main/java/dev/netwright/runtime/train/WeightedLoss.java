package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loss times a factor; so is its gradient. */
record WeightedLoss(Loss loss, double weight) implements Loss {
    WeightedLoss {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight of " + loss.name() + ": expected 0 or more, found " + weight);
        }
    }

    @Override
    public String name() {
        return weight + " * " + loss.name();
    }

    @Override
    public boolean takesLogits(Head.Activation activation) {
        return loss.takesLogits(activation);
    }

    @Override
    public List<Metric> metrics() {
        return loss.metrics();
    }

    @Override
    public double compute(Scores scores, Batch batch, int output, float @Nullable [] gradient, int gradientAt) {
        double value = loss.compute(scores, batch, output, gradient, gradientAt);
        if (gradient != null) {
            for (int i = gradientAt; i < gradientAt + scores.size(); i++) {
                gradient[i] = (float) (weight * gradient[i]);
            }
        }
        return weight * value;
    }
}
