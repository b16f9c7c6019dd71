package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a node's tensors are those of several nodes of the version before, one after the other along their first axis: {@code
 * @MergedFrom({"query", "key", "value"}) @Dense(192) Tensor qkv(Tensor x);}. Goes once the version is locked, since the next one refuses it.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MergedFrom {
    /** The nodes in the version before, in order. */
    String[] value();
}
