package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a class of the project computes a node's tensors from those of the version before: {@code @MigratedBy(value = Folded.class, from =
 * {"conv", "norm"}) @Conv2D(…) Tensor conv(Tensor x);}. Goes once the version is locked, since the next one refuses it; the class may not, as long as
 * files of the version before are to be loaded.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MigratedBy {
    /** A class that implements {@code dev.netwright.runtime.checkpoint.TensorMigration} and has a constructor without parameters. */
    Class<?> value();

    /** What it reads: nodes of the version before, {@code "fc3"}, or some of their tensors, {@code "fc2.bias"}, {@code "stem.batchNorm"}. */
    String[] from();
}
