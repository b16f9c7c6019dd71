package dev.netwright.examples;

import dev.netwright.annotations.Dense;
import dev.netwright.annotations.Flatten;
import dev.netwright.annotations.Input;
import dev.netwright.annotations.LeakyReLU;
import dev.netwright.annotations.Network;
import dev.netwright.annotations.ReLU;
import dev.netwright.annotations.Tensor;

/** The serialization demo: Dense(784→128) → ReLU → Dense(128→64) → LeakyReLU → Dense(64→10). */
@Network
public interface Demo {
    @Input({1, 28, 28})
    Tensor image();

    @Flatten
    Tensor pixels();

    @Dense(128)
    @ReLU
    Tensor hidden1();

    @Dense(64)
    @LeakyReLU(0.01f)
    Tensor hidden2();

    @Dense(10)
    Tensor output();
}
