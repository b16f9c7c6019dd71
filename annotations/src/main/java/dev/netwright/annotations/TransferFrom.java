package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Layers that the network can take over from another, checked when it is compiled: {@code @Network @TransferFrom(value = Mnist.class, layers
 * = {"conv1", "conv2"}) interface Fashion} gives {@code FashionModel.from(mnistModel)}.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface TransferFrom {
    /** The other network. */
    Class<?> value();

    /**
     * Names of layers with parameters or buffers, {@code "conv1"}, or of this network's and the other's where they differ, {@code
     * "stem=conv1"}. None means every layer whose name both have.
     */
    String[] layers() default {};
}
