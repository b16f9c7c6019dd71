package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sum of two or more nodes, element by element: x₁ + x₂ + …. Shapes without the batch dimension are broadcast: aligned at the last axis,
 * a missing dimension or one of 1 repeats.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Add {}
