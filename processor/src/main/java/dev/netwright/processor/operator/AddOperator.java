package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;

/** {@code @Add}: the sum of two or more nodes. */
@AutoService(Operator.class)
public final class AddOperator extends Elementwise {
    public AddOperator() {
        super("Add", Integer.MAX_VALUE, Formulas::add, "Add", "+");
    }
}
