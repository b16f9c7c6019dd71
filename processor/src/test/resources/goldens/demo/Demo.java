package com.example;

import dev.netwright.annotations.*;

/** The serialization demo. */
@Network
public interface Demo {
    @Input({1, 28, 28})            Tensor image();
    @Flatten                       Tensor pixels();
    @Dense(128) @ReLU              Tensor hidden1();
    @Dense(64)  @LeakyReLU(0.01f)  Tensor hidden2();
    @Dense(10)                     Tensor output();
}
