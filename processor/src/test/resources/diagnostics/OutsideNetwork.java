package diagnostics;

import dev.netwright.annotations.*;

interface OutsideNetwork {
    @Input(4) Tensor x(); // ERROR^@Input^: [OutsideNetwork] 'x' (@Input) stands outside a network
    // | help: write @Network interface OutsideNetwork

    abstract class Net {
        @Dense(3) abstract Tensor y(); // ERROR: [OutsideNetwork] a method of 'Net', which is no interface
    }
}
