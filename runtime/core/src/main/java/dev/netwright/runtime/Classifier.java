package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.Head;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the scores of an output with class names into answers. Of logits z the probabilities are softmax(z), of a single logit
 * sigmoid(z) for the second class (Goodfellow et al. 2016, Deep Learning, section 6.2.2); computed in double. Thread-safe.
 */
public final class Classifier {
    private Classifier() {}

    /** The answer for the one sample whose scores these are; the first of equally probable classes. */
    public static Classification one(Schema.Port output, Head.Activation activation, float[] scores) {
        if (scores.length != output.size()) {
            throw new IllegalArgumentException("classify takes one sample, found " + scores.length / output.size()
                    + "; classifyAll takes any number");
        }
        return at(output, activation, scores, 0);
    }

    /** The answer for each sample. */
    public static List<Classification> all(Schema.Port output, Head.Activation activation, float[] scores) {
        List<Classification> answers = new ArrayList<>();
        for (int at = 0; at < scores.length; at += output.size()) {
            answers.add(at(output, activation, scores, at));
        }
        return List.copyOf(answers);
    }

    private static Classification at(Schema.Port output, Head.Activation activation, float[] scores, int at) {
        if (output.size() == 1) {
            double yes = activation == Head.Activation.SIGMOID ? scores[at] : 1 / (1 + Math.exp(-scores[at]));
            int id = yes > 0.5 ? 1 : 0;
            return new Classification(output.classes().get(id), id, (float) (id == 1 ? yes : 1 - yes));
        }
        int best = 0;
        for (int k = 1; k < output.size(); k++) {
            best = scores[at + k] > scores[at + best] ? k : best;
        }
        double score = scores[at + best];
        double probability = switch (activation) {
            case SOFTMAX, SIGMOID -> score;
            case LOG_SOFTMAX -> Math.exp(score);
            case NONE -> 1 / sumOfExponentials(scores, at, output.size(), score);
        };
        return new Classification(output.classes().get(best), best, (float) probability);
    }

    private static double sumOfExponentials(float[] scores, int at, int count, double highest) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += Math.exp(scores[at + k] - highest);
        }
        return sum;
    }
}
