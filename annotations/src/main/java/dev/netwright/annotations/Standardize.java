package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = (x - mean) / deviation for each element of a sample: preprocessing that belongs to the network. {@code mean} (0 at the
 * start) and {@code deviation} (1 at the start) are buffers of the sample's shape: saved, not learned, fitted from data by
 * {@code model.standardize(train)}: to the values that arrive here when the model, with the weights it has, predicts the data. The deviation is
 * that of the population; of a value that is the same in every sample it is 1.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Standardize {}
