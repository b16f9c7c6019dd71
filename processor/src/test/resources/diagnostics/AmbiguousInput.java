package diagnostics;

import dev.netwright.annotations.*;

class AmbiguousInput {
    @Network
    interface AfterOutput {
        @Input(4) Tensor x();
        @Dense(3) @Output Tensor first();
        @Dense(2) @Output Tensor second(); // ERROR^second()^: [AmbiguousInput] 'second' does not say which node it consumes
        // | found: no parameter, and 'first' is an @Output; the node above is 'first'
        // | help: name it: Tensor second(Tensor first);
    }

    @Network
    interface SeveralInputs {
        @Input(4) Tensor a();
        @Input(4) Tensor b();
        @Dense(2) Tensor left(); // ERROR: [AmbiguousInput] the network has 2 inputs
        @Add Tensor both(); // ERROR: [AmbiguousInput] @Add takes 2 nodes or more
        // | help: name them: Tensor both(Tensor b, Tensor left);
    }

    @Network
    interface First {
        @Dense(2) Tensor y(); // ERROR: [AmbiguousInput] there is no node above
        // | help: put an input first: @Input(4) Tensor features();
    }
}
