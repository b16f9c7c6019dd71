package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Weights that the network starts with: {@code @Network @Pretrained("mnist.safetensors") interface Mnist}. The compiler reads what the
 * file says of its tensors, not their numbers, and refuses the network where one is missing, left over, or of another shape or type.
 * {@code MnistModel.pretrained()} loads them.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Pretrained {
    /**
     * The file, relative to the directory that the option {@code -Anetwright.base} names: {@code .safetensors}, {@code .onnx}, {@code
     * .json} or {@code .npz}.
     */
    String value();

    /**
     * Names that differ, the network's first: {@code "hidden1=fc1"} for all tensors of a layer, {@code "hidden1.weight=fc1.kernel"}
     * for one. What is not named here has the same name in the file.
     */
    String[] names() default {};

    /** Tensors of the file that the network does not need; {@code *} stands for any text: {@code "*.num_batches_tracked"}. */
    String[] ignored() default {};

    /**
     * Whether the file is copied beside the model's class, so that {@code pretrained()} finds it in the program. Where it is not, as for
     * gigabytes, {@code pretrained(path)} reads a file at run time, under the same names.
     */
    boolean packed() default true;
}
