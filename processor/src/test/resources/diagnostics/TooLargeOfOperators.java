package diagnostics;

import dev.netwright.annotations.*;

class TooLargeOfOperators {
    @Network
    interface Sample {
        @Input({100_000, 100_000}) Tensor x(); // ERROR^@Input^: [TooLarge] a sample of 'x' [100000, 100000] would be too large
        // | expected: at most 268,435,455 elements
        // | found: 10,000,000,000 elements
        @Dense(4) Tensor y();
    }

    @Network
    interface Beyond64Bits {
        @Input({2_000_000_000, 2_000_000_000, 2_000_000_000}) Tensor x(); // ERROR: [TooLarge] a sample of 'x'
        @Flatten Tensor y();
    }

    @Network
    interface Parameters { // ERROR^interface Parameters^: [TooLarge] the parameters of 'Parameters' would be too large
        // | found: 10,000,100,000 elements
        // | help: make the largest layers smaller: y.weight [100000, 100000], y.bias [100000]
        @Input(100_000) Tensor x();
        @Dense(100_000) Tensor y();
    }

    @Network
    interface Together { // ERROR: [TooLarge] a sample's values in 'Together' would be too large
        // | found: 320,000,000 elements
        @Input({20_000, 8_000}) Tensor x();
        @ReLU Tensor y();
    }
}
