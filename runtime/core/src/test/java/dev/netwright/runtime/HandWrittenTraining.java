package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.MatMul;
import dev.netwright.runtime.engine.Span;
import dev.netwright.runtime.engine.TrainingPlan;
import dev.netwright.runtime.tensor.FloatStore;
import java.util.List;

/**
 * The plan that trains a {@link HandWrittenModel}. Workspace, each n times: hidden, its gradient, logits, their gradient, and with
 * Softmax the probabilities and their gradient.
 */
final class HandWrittenTraining extends TrainingPlan {
    private static final int HIDDEN = 0;
    private static final int OUTPUT = 1;
    private static final int SOFTMAX = 2;
    private static final int SOFTMAX_GRADIENT = 3;
    private static final int OUTPUT_WEIGHT = 4;
    private static final int OUTPUT_BIAS = 5;
    private static final int HIDDEN_GRADIENT = 6;
    private static final int HIDDEN_WEIGHT = 7;
    private static final int HIDDEN_BIAS = 8;
    private final HandWrittenModel.Sizes s;

    HandWrittenTraining(HandWrittenModel.Sizes s, FloatStore parameters, FloatStore buffers, List<Schema.Port> inputs) {
        super(parameters, buffers, List.of(head(s)), inputs, 0, 2 * s.hidden() + 4 * s.outputs(), 5);
        this.s = s;
    }

    private static Head head(HandWrittenModel.Sizes s) {
        Span logits = new Span(0, 2 * s.hidden());
        Span logitsGradient = new Span(0, 2 * s.hidden() + s.outputs());
        return s.softmax()
                ? new Head(
                        "output",
                        List.of(s.outputs()),
                        Head.Activation.SOFTMAX,
                        new Span(0, 2 * s.hidden() + 2 * s.outputs()),
                        new Span(0, 2 * s.hidden() + 3 * s.outputs()),
                        logits,
                        logitsGradient)
                : new Head(
                        "output",
                        List.of(s.outputs()),
                        Head.Activation.NONE,
                        logits,
                        logitsGradient,
                        logits,
                        logitsGradient);
    }

    private int logits() {
        return 2 * s.hidden() * n;
    }

    private int logitsGradient() {
        return (2 * s.hidden() + s.outputs()) * n;
    }

    @Override
    protected void forwardPass() {
        pack(0, p, 0, 1, s.inputs(), s.inputs(), s.hidden());
        run(HIDDEN, n, 16, 2L * s.inputs() * s.hidden() * n);
        pack(1, p, s.outputWeight(), 1, s.hidden(), s.hidden(), s.outputs());
        run(OUTPUT, n, 16, 2L * s.hidden() * s.outputs() * n);
        if (s.softmax()) {
            run(SOFTMAX, n, 16, 20L * s.outputs() * n);
        }
    }

    @Override
    protected void backwardPass() {
        if (s.softmax() && !fromLogits[0]) {
            run(SOFTMAX_GRADIENT, n, 16, 4L * s.outputs() * n);
        }
        pack(2, w, 0, s.hidden(), 1, n, s.hidden());
        run(OUTPUT_WEIGHT, s.outputs(), 4, 2L * s.hidden() * s.outputs() * n);
        run(OUTPUT_BIAS, s.outputs(), 64, (long) s.outputs() * n);
        pack(3, p, s.outputWeight(), s.hidden(), 1, s.outputs(), s.hidden());
        run(HIDDEN_GRADIENT, n, 16, 2L * s.hidden() * s.outputs() * n);
        pack(4, in[0], inAt[0], s.inputs(), 1, n, s.inputs());
        run(HIDDEN_WEIGHT, s.hidden(), 16, 2L * s.inputs() * s.hidden() * n);
        run(HIDDEN_BIAS, s.hidden(), 64, (long) s.hidden() * n);
    }

    @Override
    protected void tile(int stage, int from, int to) {
        int hidden = s.hidden();
        int outputs = s.outputs();
        int dh = hidden * n;
        int value = (2 * hidden + 2 * outputs) * n;
        switch (stage) {
            case HIDDEN -> {
                MatMul.rows(in[0], inAt[0], s.inputs(), 1, panels[0], w, 0, hidden, 1, false, from, to);
                HandWrittenKernels.addBias(p, s.hiddenBias(), w, 0, hidden, true, from, to);
            }
            case OUTPUT -> {
                MatMul.rows(w, 0, hidden, 1, panels[1], w, logits(), outputs, 1, false, from, to);
                HandWrittenKernels.addBias(p, s.outputBias(), w, logits(), outputs, false, from, to);
            }
            case SOFTMAX -> HandWrittenKernels.softmax(w, logits(), w, value, outputs, from, to);
            case SOFTMAX_GRADIENT ->
                HandWrittenKernels.softmaxGradient(
                        w, value, w, value + outputs * n, w, logitsGradient(), outputs, from, to);
            case OUTPUT_WEIGHT ->
                MatMul.rows(
                        w, logitsGradient(), 1, outputs, panels[2], g, s.outputWeight(), hidden, 1, false, from, to);
            case OUTPUT_BIAS ->
                HandWrittenKernels.columnSums(w, logitsGradient(), n, outputs, g, s.outputBias(), from, to);
            case HIDDEN_GRADIENT -> {
                MatMul.rows(w, logitsGradient(), outputs, 1, panels[3], w, dh, hidden, 1, false, from, to);
                HandWrittenKernels.reluGradient(w, 0, w, dh, hidden, from, to);
            }
            case HIDDEN_WEIGHT -> MatMul.rows(w, dh, 1, hidden, panels[4], g, 0, s.inputs(), 1, false, from, to);
            case HIDDEN_BIAS -> HandWrittenKernels.columnSums(w, dh, n, hidden, g, s.hiddenBias(), from, to);
            default -> throw noStage(stage);
        }
    }
}
