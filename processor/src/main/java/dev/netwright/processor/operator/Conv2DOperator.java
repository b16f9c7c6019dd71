package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;

/** {@code @Conv2D}: convolution over planes. */
@AutoService(Operator.class)
public final class Conv2DOperator extends Convolutional {
    public Conv2DOperator() {
        super("Conv2D", 2, false);
    }
}
