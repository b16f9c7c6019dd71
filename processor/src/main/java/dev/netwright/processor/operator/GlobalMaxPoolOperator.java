package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;

/** {@code @GlobalMaxPool}: the largest element of each channel. */
@AutoService(Operator.class)
public final class GlobalMaxPoolOperator extends GlobalPooled {
    public GlobalMaxPoolOperator() {
        super("GlobalMaxPool", false);
    }
}
