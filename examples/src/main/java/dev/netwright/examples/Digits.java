package dev.netwright.examples;

import dev.netwright.annotations.Dense;
import dev.netwright.annotations.Input;
import dev.netwright.annotations.Network;
import dev.netwright.annotations.ReLU;
import dev.netwright.annotations.Scale;
import dev.netwright.annotations.Tensor;

/** Handwritten digits of 8×8 pixels with values of 0 to 16. */
@Network
public interface Digits {
    @Input(64)
    Tensor pixels();

    @Scale(1 / 16f)
    Tensor scaled();

    @Dense(64)
    @ReLU
    Tensor hidden();

    @Dense(10)
    Tensor digit();
}
