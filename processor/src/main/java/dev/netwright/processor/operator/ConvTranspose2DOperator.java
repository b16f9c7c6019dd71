package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;

/** {@code @ConvTranspose2D}: the adjoint of a convolution over planes. */
@AutoService(Operator.class)
public final class ConvTranspose2DOperator extends Convolutional {
    public ConvTranspose2DOperator() {
        super("ConvTranspose2D", 2, true);
    }
}
