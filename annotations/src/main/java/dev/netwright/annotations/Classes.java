package dev.netwright.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names of the classes that an output tells apart: {@code @Dense(3) @Softmax @Classes({"setosa", "versicolor", "virginica"}) Tensor
 * species();}. A name for each score of an output of shape {@code [classes]}; two names, of no and of yes, for one of shape
 * {@code [1]}. They are part of the network: saved in checkpoints and ONNX files, compared when one is loaded, compared with those of
 * a data set, and the model's {@code classify} answers with them. Probabilities are the scores of a final {@code @Softmax},
 * {@code @LogSoftmax} or {@code @Sigmoid}; scores after anything else are taken for logits.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Classes {
    /** The names of classes 0, 1, …, each another and none empty. */
    String[] value() default {};
}
