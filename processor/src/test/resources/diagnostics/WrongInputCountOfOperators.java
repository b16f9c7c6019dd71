package diagnostics;

import dev.netwright.annotations.*;

class WrongInputCountOfOperators {
    @Network
    interface Counts {
        @Input(4) Tensor a();
        @Input(4) Tensor b();
        @Dense(4) Tensor two(Tensor a, Tensor b); // ERROR^two^: [WrongInputCount] 'two' (@Dense) takes fewer nodes
        // | expected: 1 node
        // | found: 2 nodes
        // | help: declare Tensor two(Tensor a);
        @Sub Tensor one(Tensor a); // ERROR: [WrongInputCount] 'one' (@Sub) takes more nodes
        // | expected: 2 nodes
        @Div Tensor three(Tensor a, Tensor b, Tensor two); // ERROR: [WrongInputCount] 'three' (@Div) takes fewer nodes
        @Concat Tensor single(Tensor a); // ERROR: [WrongInputCount] 'single' (@Concat) takes more nodes
        // | expected: 2 or more nodes
        @Parameter(4) Tensor source(Tensor a); // ERROR: [WrongInputCount] 'source' (@Parameter) takes fewer nodes
        // | expected: no node
        @ReLU Tensor activated(Tensor a, Tensor b); // ERROR: [WrongInputCount] 'activated' (@ReLU) takes fewer nodes
        @Add Tensor y(Tensor two, Tensor one, Tensor three, Tensor single, Tensor source, Tensor activated);
    }
}
