package diagnostics;

import dev.netwright.annotations.*;

@Network
interface WrongPosition {
    @Input(4) Tensor x();
    @ReLU @Dense(4) Tensor late(Tensor x); // ERROR^@Dense^: [WrongPosition] 'late' (@Dense) stands in the wrong place
    // | expected: first in its node
    // | found: after @ReLU
    @Dense(3) @Input(4) Tensor source(Tensor late); // ERROR^@Input^: [WrongPosition] 'source' (@Input)
}
