package diagnostics;

import dev.netwright.annotations.*;

interface NotANetwork {
    @Network
    @TransferFrom(String.class) // ERROR^.class^: [NotANetwork] @TransferFrom needs a network, which 'String' is not here
                                // | expected: an interface annotated @Network or @Extract
                                // | found: String: it is not annotated
    interface Target {
        @Input(4) Tensor x();
        @Dense(3) Tensor first();
    }

    @Extract(from = int.class, outputs = "first") // ERROR^.class^: [NotANetwork] @Extract needs a network, which 'int' is not here
    interface Primitive {}

    @Extract(from = Self.class, outputs = "first") // ERROR^.class^: [NotANetwork] it would be made of itself
    interface Self {}

    @Network
    @TransferFrom(Own.class) // ERROR^.class^: [NotANetwork] it would be made of itself
    interface Own {
        @Input(4) Tensor x();
        @Dense(3) Tensor first();
    }

    @Pretrained("fits.safetensors")
    interface Plain { // ERROR^interface Plain^: [NotANetwork] @Pretrained needs a network, which 'Plain' is not here
                      // | help: write @Network interface Plain
        @Input(4) Tensor x(); // ERROR: [OutsideNetwork]
        @Dense(3) Tensor hidden(); // ERROR: [OutsideNetwork]
    }

    @Extract(from = Target.class, outputs = "first")
    class Features {} // ERROR^class Features^: [NotANetwork] @Extract needs a network, which 'Features' is not here
                      // | found: Features: declared as class
}
