package diagnostics;

import dev.netwright.annotations.*;

@Network
interface WrongInputCount {
    @Input(4) Tensor x();
    @Dense(4) Tensor one();
    @Dense(4) Tensor many(Tensor x, Tensor one); // ERROR: [WrongInputCount] 'many' (@Dense) takes fewer nodes
    // | expected: 1 node
    // | found: 2 nodes
    @Sub Tensor few(Tensor many); // ERROR: [WrongInputCount] 'few' (@Sub) takes more nodes
    // | expected: 2 nodes
    @Constant(1) Tensor fixed(Tensor few); // ERROR: [WrongInputCount] 'fixed' (@Constant) takes fewer nodes
    // | expected: no node
    @Add Tensor end(Tensor few, Tensor fixed, Tensor one);
}
