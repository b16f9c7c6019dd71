package diagnostics;

import dev.netwright.annotations.*;

class UnsupportedInterface {
    interface Base {}

    @Network
    interface Extending extends Base { // ERROR^interface Extending^: [UnsupportedInterface] network 'Extending' extends another interface
        // | found: extends diagnostics.UnsupportedInterface.Base
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }

    @Network
    interface Generic<T> { // ERROR^T>^: [UnsupportedInterface] network 'Generic' has type parameters
        // | help: remove <T>
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }

    @Network
    private interface Hidden { // ERROR^interface Hidden^: [UnsupportedInterface] cannot be reached from its package
        // | found: private Hidden
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }

    private static class Outer {
        @Network
        interface Inner { // ERROR: [UnsupportedInterface] cannot be reached from its package
            // | help: remove private from 'Outer'
            @Input(4) Tensor x();
            @Dense(2) Tensor y();
        }
    }

    @Network
    interface Source {
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }

    @Extract(from = Source.class, outputs = "y")
    interface Nodes {
        @Dense(2) Tensor z(); // ERROR^z()^: [UnsupportedInterface] network 'Nodes' declares nodes, which come from the network it is extracted from
    }

    @Network // ERROR^@Network^: [UnsupportedInterface] has @Extract and @Network
    @TransferFrom(Source.class) // ERROR^@Transfer^: [UnsupportedInterface] has @Extract and @TransferFrom
    @Extract(from = Source.class, outputs = "y")
    interface Both {}
}
