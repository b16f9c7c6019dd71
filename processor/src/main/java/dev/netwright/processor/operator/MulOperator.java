package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;

/** {@code @Mul}: the product of two or more nodes. */
@AutoService(Operator.class)
public final class MulOperator extends Elementwise {
    public MulOperator() {
        super("Mul", Integer.MAX_VALUE, Formulas::multiply, "Mul", "·");
    }
}
