package dev.netwright.runtime.train;

import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How wrong an output is: a mean over the batch, and its gradient. Losses are immutable and thread-safe; a loss of your own
 * implements this interface.
 *
 * <p>A loss that fits an output with a final {@code @Softmax}, {@code @LogSoftmax} or {@code @Sigmoid} takes the logits below it: that
 * is the same function, exact where the probabilities would round to 0 or 1.
 *
 * <p>Of an output whose samples differ in length a loss is given the rows within the lengths alone, so that its mean is over them.
 */
public interface Loss {
    /** Short name for reports. */
    String name();

    /** Whether in training it is to be given the logits below this final activation. */
    default boolean takesLogits(Head.Activation activation) {
        return false;
    }

    /** What a trainer measures beside the loss unless told otherwise. */
    default List<Metric> metrics() {
        return List.of();
    }

    /**
     * The mean loss of the batch.
     *
     * @param scores what the network says: logits where {@link #takesLogits} asked for them
     * @param batch the targets
     * @param output index of the output, and so of its target in the batch
     * @param gradient where the gradient goes, laid out as the scores, each element written; null where none is asked for
     * @param gradientAt offset of its first element
     * @throws IllegalArgumentException where the targets do not fit the scores; names the sample
     */
    @SuppressWarnings("exports") // a user's module need not have JSpecify
    double compute(Scores scores, Batch batch, int output, float @Nullable [] gradient, int gradientAt);

    /** This loss times a factor of 0 or more: how much an output counts beside others. */
    default Loss times(double weight) {
        return new WeightedLoss(this, weight);
    }

    /**
     * Cross-entropy of class ids, {@code mean(-log p[label])}, or of probabilities, {@code mean(-sum t log p)}, by what the data has (Goodfellow
     * et al. 2016, Deep Learning, section 6.2). The output is logits, or ends in {@code @Softmax} or {@code @LogSoftmax}. Of logits z it is
     * {@code logsumexp(z) - z[label]}, with gradient {@code (softmax(z) - onehot(label)) / rows}. Rows are samples, or samples times
     * positions.
     */
    static Loss crossEntropy() {
        return CrossEntropy.CROSS_ENTROPY;
    }

    /**
     * Kullback-Leibler divergence of the output from target probabilities, {@code mean(sum t (log t - log p))} with {@code 0 log 0 = 0}
     * (Kullback and Leibler 1951). The output is as for {@link #crossEntropy}.
     */
    static Loss kullbackLeibler() {
        return CrossEntropy.KULLBACK_LEIBLER;
    }

    /**
     * Binary cross-entropy, {@code mean(-t log p - (1 - t) log(1 - p))} over all elements; targets are 0 to 1, or class ids 0 and 1. The
     * output is logits, or ends in {@code @Sigmoid}. Of a logit z it is {@code max(z, 0) - z t + log1p(exp(-|z|))} (TensorFlow's
     * sigmoid_cross_entropy_with_logits), with gradient {@code (sigmoid(z) - t) / elements}.
     */
    static Loss binaryCrossEntropy() {
        return ElementLoss.BINARY_CROSS_ENTROPY;
    }

    /**
     * Binary cross-entropy of an output whose values are probabilities themselves but not by a final {@code @Sigmoid}. Logarithms
     * are bounded by -100, as in PyTorch's BCELoss.
     */
    static Loss binaryCrossEntropyOnProbabilities() {
        return ElementLoss.ON_PROBABILITIES;
    }

    /** Mean of the squared errors over all elements, {@code mean((y - t)^2)}. */
    static Loss mse() {
        return ElementLoss.MSE;
    }

    /** Mean of the absolute errors over all elements, {@code mean(|y - t|)}; the derivative at 0 is 0. */
    static Loss mae() {
        return ElementLoss.MAE;
    }

    /**
     * Huber's loss, the mean over all elements of {@code e^2 / 2} where {@code |e| <= delta}, else {@code delta (|e| - delta / 2)}, with e = y - t
     * (Huber 1964).
     */
    static Loss huber(double delta) {
        return ElementLoss.huber(delta);
    }
}
