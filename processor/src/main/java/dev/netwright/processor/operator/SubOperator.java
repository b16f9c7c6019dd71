package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;

/** {@code @Sub}: the difference of two nodes. */
@AutoService(Operator.class)
public final class SubOperator extends Elementwise {
    public SubOperator() {
        super("Sub", 2, Formulas::subtract, "Sub", "-");
    }
}
