package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Exprs;

/** {@code @Sub}: the difference of two nodes. */
@AutoService(Operator.class)
public final class SubOperator extends Elementwise {
    public SubOperator() {
        super("Sub", 2, Exprs::sub, "Sub", "-");
    }
}
