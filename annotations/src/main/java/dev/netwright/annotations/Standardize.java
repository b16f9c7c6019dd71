package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * y = (x - mean) / deviation for each element of a sample: preprocessing that belongs to the network. {@code mean} (0 at the
 * start) and {@code deviation} (1 at the start) are buffers of the sample's shape: saved, not learned, fitted from data:
 * {@code train.statistics(0).into(model.scaled.mean, model.scaled.deviation)} where {@code scaled} is the node.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Standardize {}
