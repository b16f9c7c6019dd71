package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that tensors of the version before are no more: {@code @Network(version = 2) @Removed("fc3") interface Digits}. Loading one of its
 * checkpoints passes over them. Goes once the version is locked, since the next one refuses it.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Removed {
    /** Nodes of the version before, {@code "fc3"}, or some of their tensors, {@code "fc2.bias"}, {@code "stem.batchNorm"}. */
    String[] value();
}
