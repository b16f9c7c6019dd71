package diagnostics;

import dev.netwright.annotations.*;

interface UnknownLayer {
    @Network
    interface Source {
        @Input(4) Tensor x();
        @Dense(3) @ReLU Tensor first();
        @Dense(2) Tensor second();
    }

    @Network
    @TransferFrom(value = Source.class, layers = {"frist", "second=last"}) // ERROR: [UnknownLayer] @TransferFrom names 'frist', which 'Target' has not // ERROR: [UnknownLayer] @TransferFrom names 'last', which 'Source' has not
                                                                           // | help: layers there are: first, second
    interface Target {
        @Input(4) Tensor x();
        @Dense(3) @ReLU Tensor first();
        @Dense(2) Tensor second();
    }

    @Network
    @TransferFrom(Source.class) // ERROR: [UnknownLayer] @TransferFrom names no layer of 'Source'
    interface Other {
        @Input(4) Tensor x();
        @Dense(3) Tensor third();
    }

    @Extract(from = Source.class, outputs = {"frist"}) // ERROR^{"frist"}^: [UnknownLayer] @Extract names 'frist', which 'Source' has not
                                                       // | help: write outputs = "first"
    interface Features {}

    @Extract(from = Source.class, outputs = {}) // ERROR^{}^: [UnknownLayer] @Extract names no layer of 'Source'
                                                // | help: write outputs = "second"
    interface Nothing {}
}
