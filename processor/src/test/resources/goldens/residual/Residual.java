package com.example;

import dev.netwright.annotations.*;

/** A small residual network on images, with every kind of step over windows. */
@Network
interface Residual {
    @Input({1, 8, 8})
    Tensor image();

    @Conv2D(value = 8, kernel = 3, same = true)
    @ReLU
    Tensor stem();

    @Conv2D(value = 8, kernel = 3, padding = 1, groups = 8)
    @ReLU
    Tensor byDepth(Tensor stem);

    @Conv2D(value = 8, kernel = 1, bias = false)
    Tensor mixed(Tensor byDepth);

    @Add
    @ReLU
    Tensor joined(Tensor mixed, Tensor stem);

    @MaxPool2D(2)
    Tensor half(Tensor joined);

    @ConvTranspose2D(value = 4, kernel = 2, stride = 2)
    @ReLU
    Tensor grown(Tensor half);

    @AvgPool2D(value = 3, stride = 2, padding = 1, countIncludePad = false)
    Tensor smooth(Tensor grown);

    @GlobalAvgPool
    Tensor pooled(Tensor smooth);

    @Dense(10)
    Tensor logits(Tensor pooled);
}
