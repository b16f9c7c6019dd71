package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Exprs;

/** {@code @Div}: the quotient of two nodes. */
@AutoService(Operator.class)
public final class DivOperator extends Elementwise {
    public DivOperator() {
        super("Div", 2, Exprs::div, "Div", "/");
    }
}
