package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a network as a part of another: the nodes that lead to some of its nodes. {@code @Extract(from = ResNet.class, outputs = "pooled")
 * interface Features {}} gives {@code FeaturesModel}, a model as any other, with {@code FeaturesModel.from(resNetModel)}, which copies
 * the weights. Its version is that of the other network. The interface has no methods.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Extract {
    /** The other network. */
    Class<?> from();

    /** Names of its nodes that are the results of this one. */
    String[] outputs();
}
