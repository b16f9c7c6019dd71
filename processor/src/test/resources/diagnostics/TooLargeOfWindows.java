package diagnostics;

import dev.netwright.annotations.*;

class TooLargeOfWindows {
    @Network
    interface Planes {
        @Input({1, 8, 8}) Tensor x();
        @Input({1, 1, 1}) Tensor point();
        @Conv2D(value = 1, kernel = 2048, same = true) Tensor a(Tensor x); // ERROR^2048^: [TooLarge] a window of 'a' would be too large
        // | expected: at most 4,194,303 taps
        // | found: 4,194,304 taps
        // | help: write  kernel = {2047, 2047}  (nearest)
        @Conv2D(value = 1, kernel = {2, 3_000_000}, same = true) Tensor b(Tensor x); // ERROR^{2, 3_000_000}^: [TooLarge] a window of 'b'
        // | help: write  kernel = {2, 2097151}  (nearest)
        @Conv2D(value = 1, kernel = 3, dilation = 2_000_000_000, same = true) Tensor c(Tensor x); // ERROR^2_000_000_000^: [TooLarge] the reach of a window of 'c' would be too large
        // | expected: at most 268,435,455 elements
        // | found: 4,000,000,001 elements
        // | help: write  dilation = {134217727, 134217727}  (nearest)
        @Conv2D(value = 1, kernel = {1, 2}, dilation = 300_000_000, same = true) Tensor d(Tensor x); // ERROR: [TooLarge] the reach of a window of 'd'
        // | help: write  dilation = {268435454, 268435454}  (nearest)
        @ConvTranspose2D(value = 1, kernel = 1, stride = 2_000_000_000) Tensor e(Tensor point); // ERROR^2_000_000_000^: [TooLarge] the stride of 'e' would be too large
        // | help: write  stride = 268435455  (nearest)
        @ConvTranspose2D(value = 1, kernel = {5_000_000, 1}) Tensor f(Tensor point); // ERROR: [TooLarge] a window of 'f'
        // | help: write  kernel = {4194303, 1}  (nearest)
        @AvgPool2D(value = 60_000, same = true) Tensor g(Tensor x); // ERROR^60_000^: [TooLarge] a window of 'g' would be too large
        // | expected: at most 2,147,483,639 taps
        // | found: 3,600,000,000 taps
        // | help: write  value = {46340, 46340}  (nearest)
        @MaxPool2D(value = {300_000_000, 1}, same = true) Tensor h(Tensor x); // ERROR^{300_000_000, 1}^: [TooLarge] the reach of a window of 'h'
        // | help: write  value = {268435455, 1}  (nearest)
        @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f, Tensor g, Tensor h);
    }

    @Network
    interface Sequences {
        @Input({1, 5_000_000}) Tensor x();
        @Conv1D(value = 1, kernel = 4_194_304) Tensor y(Tensor x); // ERROR^4_194_304^: [TooLarge] a window of 'y' would be too large
        // | help: write  kernel = 4194303  (nearest)
    }
}
