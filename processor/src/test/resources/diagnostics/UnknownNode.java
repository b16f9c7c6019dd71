package diagnostics;

import dev.netwright.annotations.*;

@Network
interface UnknownNode {
    @Input(4) Tensor features();
    @Dense(2) Tensor hidden(Tensor feature); // ERROR^feature)^: [UnknownNode] 'hidden' consumes 'feature', and there is no such node
    // | expected: the name of a node declared above 'hidden'
    // | found: feature
    // | help: did you mean features?
    @Add Tensor sum(Tensor hidden, Tensor later); // ERROR^later)^: [UnknownNode] 'sum' consumes 'later', which is declared below it
    // | help: move 'later' above 'sum'
    @Dense(2) Tensor self(Tensor self); // ERROR^self)^: [UnknownNode] found: self, the node itself
    @Dense(2) Tensor later(Tensor quux); // ERROR: [UnknownNode] help: nodes above: features, hidden, sum …and 1 more
    @Mul Tensor square(Tensor sum, Tensor later2); // ERROR^later2)^: [UnknownNode] did you mean later?
}
