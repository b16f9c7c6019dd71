package diagnostics;

import dev.netwright.annotations.*;

class NotDivisible {
    @Network
    interface Groups {
        @Input({32, 4, 4}) Tensor conv1();
        @Input(7) Tensor features();
        @GroupNorm(groups = 7) Tensor norm1(Tensor conv1); // ERROR^7) Tensor^: [NotDivisible] 'norm1': channels must be divisible by groups
        // | expected: a divisor of 32 (channels of conv1)
        // | found: 7
        // | help: use groups = 8 (nearest), or 1, 2, 4, 16, 32
        @ReLU @GroupNorm(epsilon = 1e-3f, groups = 3) Tensor norm2(Tensor features); // ERROR^3) Tensor^: [NotDivisible] 'norm2': channels must be divisible by groups
        // | help: use groups = 1 (nearest), or 7
        @Split(parts = 3, index = 0) Tensor part(Tensor conv1); // ERROR^3, index^: [NotDivisible] 'part': axis 0 must be divisible by parts
        // | expected: a divisor of 32 (axis 0 of conv1)
        // | help: use parts = 2 (nearest), or 1, 4, 8, 16, 32
        @Split(parts = 9, index = 3, axis = -1) Tensor last(Tensor conv1); // ERROR^9, index^: [NotDivisible] 'last': axis 2 must be divisible by parts
        // | help: use parts = 4 (nearest), or 1, 2
        @Flatten Tensor flat1(Tensor norm1);
        @Flatten Tensor flat2(Tensor part);
        @Flatten Tensor flat3(Tensor last);
        @Concat Tensor y(Tensor flat1, Tensor norm2, Tensor flat2, Tensor flat3);
    }
}
