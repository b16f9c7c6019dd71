package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a node's tensors are a part of those of a node of the version before, cut along their first axis: with {@code
 * @SplitFrom(node = "qkv", offset = 64) @Dense(64) Tensor key(Tensor x);} rows 64 to 127 of {@code qkv.weight} become {@code
 * key.weight}, and so for the bias. Other nodes may take other parts. Goes once the version is locked, since the next one refuses it.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SplitFrom {
    /** The node in the version before. */
    String node();

    /** First row of the part, 0 or more. */
    int offset();
}
