package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;

/** {@code @Conv1D}: convolution over sequences. */
@AutoService(Operator.class)
public final class Conv1DOperator extends Convolutional {
    public Conv1DOperator() {
        super("Conv1D", 1, false);
    }
}
