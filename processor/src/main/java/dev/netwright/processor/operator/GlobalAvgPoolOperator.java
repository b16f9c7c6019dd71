package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;

/** {@code @GlobalAvgPool}: the mean of each channel. */
@AutoService(Operator.class)
public final class GlobalAvgPoolOperator extends GlobalPooled {
    public GlobalAvgPoolOperator() {
        super("GlobalAvgPool", true);
    }
}
