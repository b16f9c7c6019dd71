package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what becomes of a node's tensors that have another shape in the version before when one of its checkpoints is loaded. May go once the
 * version is locked.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Resized {
    /** What becomes of them. */
    Resize policy();
}
