package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An id k of 0 to {@code value - 1} as {@code value} floats: 1 at place k, 0 elsewhere, along a new last axis. Takes the values of an
 * {@code @Input} of type INT32 or INT64. A call that brings another id is refused before anything is computed.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface OneHot {
    /** Number of ids, 1 to 16,777,216: the floats tell no more apart. */
    int value() default Attributes.UNSET;
}
