package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says where the tensors of a node come from in a checkpoint of the version before: {@code @Renamed(from = "fc1") @Dense(128) Tensor
 * hidden1();} loads {@code hidden1.weight} from {@code fc1.weight}. Goes once the version is locked, since the next one refuses it: its schema file says so itself.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Renamed {
    /** The node in the version before; for a follower's tensors with its name: {@code "stem.batchNorm"}. */
    String from();
}
