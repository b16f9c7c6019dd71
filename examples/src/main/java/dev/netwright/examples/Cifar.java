package dev.netwright.examples;

// spotless:off
import dev.netwright.annotations.*;

/** A small convolutional network for images of CIFAR's shape. */
@Network
public interface Cifar {
    @Input({3, 32, 32})                                             Tensor image();
    @Conv2D(value = 32, kernel = 3, padding = 1) @ReLU              Tensor conv1();
    @Conv2D(value = 64, kernel = 3, stride = 2, padding = 1) @ReLU  Tensor conv2();
    @Flatten                                                        Tensor features();
    @Dense(128) @ReLU                                               Tensor hidden();
    @Dense(10)                                                      Tensor output();
}
// spotless:on
