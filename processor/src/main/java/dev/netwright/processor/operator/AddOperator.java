package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.processor.pointwise.Exprs;

/** {@code @Add}: the sum of two or more nodes. */
@AutoService(Operator.class)
public final class AddOperator extends Elementwise {
    public AddOperator() {
        super("Add", Integer.MAX_VALUE, Exprs::add, "Add", "+");
    }
}
