package com.example;

import dev.netwright.annotations.*;

/** Two inputs, two results, a layer used twice, weights shared by no one, and every kind of step. */
@Network(version = 3)
interface Dag {
    @Input({6, 4}) Tensor tokens();

    @Input(5) Tensor features();

    @Standardize Tensor scaled(Tensor features);

    @Dense(8) @Tanh Tensor encoded(Tensor tokens);

    @Parameter({6, 8}) Tensor positions();

    @Add @GELU Tensor placed(Tensor encoded, Tensor positions);

    @Dense(6) @Softmax Tensor attention(Tensor placed);

    @MatMul @Dropout(0.25f) Tensor mixed(Tensor attention, Tensor placed);

    @Flatten Tensor flat(Tensor mixed);

    @Dense(value = 8, bias = false) @PReLU Tensor side(Tensor scaled);

    @Concat Tensor joined(Tensor flat, Tensor side);

    @Constant({0.5f, 2}) Tensor factors();

    @Dense(2) Tensor score(Tensor joined);

    @Mul @Output Tensor weighted(Tensor score, Tensor factors);

    @Dense(3) @Softmax @Output Tensor kind(Tensor joined);
}
