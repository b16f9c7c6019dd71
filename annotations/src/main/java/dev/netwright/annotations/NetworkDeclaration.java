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

    /**
     * The nodes in order, each a text of fields with tabs between them: its name and those of the nodes that it consumes, parted by blanks;
     * then for each of its annotations in source order {@code @} and its qualified name, and after that its attributes, defaults included, each as
     * {@code name=value} with the value in JSON. Where the annotation type is a {@link Pointwise}, its formula and ONNX operator are the attributes
     * {@code #formula} and {@code #onnx}. A text that starts with {@code +} continues the one before.
     */
    String[] nodes();
}
