package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Exprs;

/** {@code @Mul}: the product of two or more nodes. */
@AutoService(Operator.class)
public final class MulOperator extends Elementwise {
    public MulOperator() {
        super("Mul", Integer.MAX_VALUE, Exprs::mul, "Mul", "·");
    }
}
