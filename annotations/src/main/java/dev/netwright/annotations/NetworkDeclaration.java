package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Holds what an interface declared, nodes in order with operators and edges. Generated beside each model and read in place of
 * the interface where that comes from a class file, since class files lose parameter names and orders. Not for use by hand.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface NetworkDeclaration {
    /** Binary name of the interface. */
    String network();

    /** Version of the network's schema. */
    int version();

    /** Simple name of the generated model class. */
    String model();

    /** Whether the model class is public. */
    boolean isPublic() default false;

    /** The nodes in order. */
    Node[] nodes();

    /** A node. */
    @Retention(RetentionPolicy.CLASS)
    @Target({})
    @interface Node {
        /** Its name. */
        String name();

        /** The nodes it names as its parameters, in order. */
        String[] inputs();

        /** Its annotations in source order. */
        Applied[] applied();
    }

    /** An annotation of a node. */
    @Retention(RetentionPolicy.CLASS)
    @Target({})
    @interface Applied {
        /** Qualified name of the annotation type. */
        String type();

        /** The formula where the annotation type is a {@link Pointwise}, else empty. */
        String formula() default "";

        /** The ONNX operator where the annotation type is a {@link Pointwise} that names one, else empty. */
        String onnx() default "";

        /** Attributes, defaults included, each as {@code name=value} with the value in JSON. */
        String[] attributes() default {};
    }
}
