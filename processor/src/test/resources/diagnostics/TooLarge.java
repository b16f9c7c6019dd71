package diagnostics;

import dev.netwright.annotations.*;

@Network
interface TooLarge { // ERROR: [TooLarge] the parameters of 'TooLarge' would be too large
    // | expected: at most 2,147,483,639 elements
    @Input(65536) Tensor x();
    @Dense(65536) Tensor y();
}
