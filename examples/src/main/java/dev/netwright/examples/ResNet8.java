package dev.netwright.examples;

// spotless:off
import dev.netwright.annotations.*;

/** A residual network (He et al. 2015) for the 8×8 digits: two blocks, the second at half the size with twice the channels. */
@Network
public interface ResNet8 {
    @Input({1, 8, 8}) Tensor pixels();
    @Scale(1 / 16f)   Tensor scaled();
    @Conv2D(value = 16, kernel = 3, padding = 1, bias = false) @BatchNorm @ReLU Tensor stem();

    @Conv2D(value = 16, kernel = 3, padding = 1, bias = false) @BatchNorm @ReLU Tensor a1(Tensor stem);
    @Conv2D(value = 16, kernel = 3, padding = 1, bias = false) @BatchNorm       Tensor a2(Tensor a1);
    @Add @ReLU Tensor a(Tensor a2, Tensor stem);

    @Conv2D(value = 32, kernel = 3, stride = 2, padding = 1, bias = false) @BatchNorm @ReLU Tensor b1(Tensor a);
    @Conv2D(value = 32, kernel = 3, padding = 1, bias = false) @BatchNorm                   Tensor b2(Tensor b1);
    @Conv2D(value = 32, kernel = 1, stride = 2, bias = false) @BatchNorm                    Tensor skip(Tensor a);
    @Add @ReLU Tensor b(Tensor b2, Tensor skip);

    @GlobalAvgPool Tensor features();
    @Dense(10)     Tensor digit();
}
// spotless:on
