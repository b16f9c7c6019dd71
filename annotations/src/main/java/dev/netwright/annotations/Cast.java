package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Integers or truth values as floats: the nearest float of a number, 1 of true, 0 of false. Takes the values of an {@code @Input} of
 * type INT32, INT64 or BOOL; the shape stays.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Cast {}
