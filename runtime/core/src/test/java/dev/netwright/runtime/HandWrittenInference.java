package dev.netwright.runtime;

import dev.netwright.runtime.engine.InferencePlan;
import dev.netwright.runtime.engine.MatMul;
import dev.netwright.runtime.engine.PanelCache;
import dev.netwright.runtime.tensor.FloatStore;

/** The plan that predicts with a {@link HandWrittenModel}. Workspace: hidden [n, hidden]. */
final class HandWrittenInference extends InferencePlan {
    private static final int HIDDEN = 0;
    private static final int OUTPUT = 1;
    private final HandWrittenModel.Sizes s;

    HandWrittenInference(HandWrittenModel.Sizes s, FloatStore parameters, FloatStore buffers, PanelCache weights) {
        super(parameters, buffers, weights, 1, 1, 0, s.hidden(), 2);
        this.s = s;
    }

    @Override
    protected void forwardPass() {
        packWeights(0, 0, 1, s.inputs(), s.inputs(), s.hidden());
        run(HIDDEN, n, 16, 2L * s.inputs() * s.hidden() * n);
        packWeights(1, s.outputWeight(), 1, s.hidden(), s.hidden(), s.outputs());
        run(OUTPUT, n, 16, 2L * s.hidden() * s.outputs() * n);
    }

    @Override
    protected void tile(int stage, int from, int to) {
        switch (stage) {
            case HIDDEN -> {
                MatMul.rows(in[0], inAt[0], s.inputs(), 1, panels[0], w, 0, s.hidden(), 1, false, from, to);
                HandWrittenKernels.addBias(p, s.hiddenBias(), w, 0, s.hidden(), true, from, to);
            }
            case OUTPUT -> {
                MatMul.rows(w, 0, s.hidden(), 1, panels[1], out[0], outAt[0], s.outputs(), 1, false, from, to);
                HandWrittenKernels.addBias(p, s.outputBias(), out[0], outAt[0], s.outputs(), false, from, to);
                if (s.softmax()) {
                    HandWrittenKernels.softmax(out[0], outAt[0], out[0], outAt[0], s.outputs(), from, to);
                }
            }
            default -> throw noStage(stage);
        }
    }
}
