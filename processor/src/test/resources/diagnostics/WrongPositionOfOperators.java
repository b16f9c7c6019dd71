package diagnostics;

import dev.netwright.annotations.*;

class WrongPositionOfOperators {
    @Network
    interface Positions {
        @Input(4) @ReLU Tensor x(); // ERROR^@ReLU^: [WrongPosition] 'x' (@ReLU) stands in the wrong place
        // | expected: @Input alone in its node
        // | found: after @Input
        // | help: declare another node below:  @ReLU Tensor xReLU(Tensor x);
        @ReLU @Dense(3) Tensor h(Tensor x); // ERROR^@Dense^: [WrongPosition] 'h' (@Dense) stands in the wrong place
        // | expected: first in its node
        // | found: after @ReLU
        // | help: declare another node below:  @Dense(3) Tensor hDense(Tensor h);
        @ReLU @Parameter(4) Tensor p(Tensor x); // ERROR^@Parameter^: [WrongPosition] 'p' (@Parameter)
        // | expected: alone in its node
        @Add Tensor y(Tensor h, Tensor p);
    }
}
