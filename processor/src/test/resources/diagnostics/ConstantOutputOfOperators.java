package diagnostics;

import dev.netwright.annotations.*;

class ConstantOutputOfOperators {
    @Network
    interface OfAParameter {
        @Input(4) Tensor x();
        @Parameter({2, 4}) Tensor p();
        @ReLU @Output Tensor y(Tensor p); // ERROR^y(^: [ConstantOutput] output 'y' depends on no input
        // | found: computed from parameters and constants alone
        // | trace: p @Parameter({2, 4}) [2, 4] → y @ReLU
        @Dense(2) @Output Tensor z(Tensor x);
    }
}
