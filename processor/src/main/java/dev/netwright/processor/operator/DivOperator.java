package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;

/** {@code @Div}: the quotient of two nodes. */
@AutoService(Operator.class)
public final class DivOperator extends Elementwise {
    public DivOperator() {
        super("Div", 2, Formulas::divide, "Div", "/");
    }
}
