package dev.netwright.examples;

import dev.netwright.annotations.*;

/** Reads a digit from the points of its ink, however many there are: row, column and darkness of each, in any order. */
@Network
interface Ink {
    @Input(
            value = {64, 3},
            varying = true)
    Tensor points();

    @Dense(64)
    @ReLU
    Tensor seen();

    @Dense(128)
    @ReLU
    Tensor features();

    @ReduceMax(0)
    Tensor strongest();

    @Dense(64)
    @ReLU
    Tensor hidden();

    @Dense(10)
    Tensor digit();
}
