package dev.netwright.examples;

// spotless:off
import dev.netwright.annotations.*;

/** A residual network (He et al. 2015) for MNIST: a stem at half the size of the image, then two blocks as those of {@link ResNet8}. */
@Network
public interface ResNet28 {
    @Input({1, 28, 28}) Tensor pixels();
    @Scale(1 / 255f)    Tensor scaled();
    @Conv2D(value = 16, kernel = 3, padding = 1, bias = false) @BatchNorm @ReLU Tensor stem();
    @MaxPool2D(2)       Tensor half();

    @Conv2D(value = 16, kernel = 3, padding = 1, bias = false) @BatchNorm @ReLU Tensor a1(Tensor half);
    @Conv2D(value = 16, kernel = 3, padding = 1, bias = false) @BatchNorm       Tensor a2(Tensor a1);
    @Add @ReLU Tensor a(Tensor a2, Tensor half);

    @Conv2D(value = 32, kernel = 3, stride = 2, padding = 1, bias = false) @BatchNorm @ReLU Tensor b1(Tensor a);
    @Conv2D(value = 32, kernel = 3, padding = 1, bias = false) @BatchNorm                   Tensor b2(Tensor b1);
    @Conv2D(value = 32, kernel = 1, stride = 2, bias = false) @BatchNorm                    Tensor skip(Tensor a);
    @Add @ReLU Tensor b(Tensor b2, Tensor skip);

    @GlobalAvgPool Tensor features();
    @Dense(10)     Tensor digit();
}
// spotless:on
