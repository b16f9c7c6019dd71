package diagnostics;

import dev.netwright.annotations.*;

class OutOfRangeOfNormalizations {
    @Network
    interface Numbers {
        @Input({4, 6}) Tensor x();
        @BatchNorm(epsilon = 0) Tensor a(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'a' (@BatchNorm): 'epsilon' is out of range
        // | expected: a finite number above 0
        // | found: 0.0
        // | help: write  epsilon = 1e-5f
        @BatchNorm(momentum = 1.5f) Tensor b(Tensor x); // ERROR^1.5f) Tensor^: [OutOfRange] 'b' (@BatchNorm): 'momentum' is out of range
        // | expected: 0 to 1, the share of a batch in the new running statistics
        // | help: write  momentum = 1  (nearest)
        @BatchNorm(momentum = -1) Tensor c(Tensor x); // ERROR^-1) Tensor^: [OutOfRange] 'c' (@BatchNorm): 'momentum' is out of range
        // | help: write  momentum = 0  (nearest)
        @BatchNorm(momentum = Float.NaN) Tensor d(Tensor x); // ERROR: [OutOfRange] 'd' (@BatchNorm): 'momentum' is out of range
        // | help: write  momentum = 0.1f
        @LayerNorm(epsilon = -1e-5f) Tensor e(Tensor x); // ERROR: [OutOfRange] 'e' (@LayerNorm): 'epsilon' is out of range
        @RMSNorm(epsilon = Float.NaN) Tensor f(Tensor x); // ERROR: [OutOfRange] 'f' (@RMSNorm): 'epsilon' is out of range
        @InstanceNorm(epsilon = 1 / 0f) Tensor g(Tensor x); // ERROR: [OutOfRange] 'g' (@InstanceNorm): 'epsilon' is out of range
        @GroupNorm(groups = 2, epsilon = 0) Tensor h(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'h' (@GroupNorm): 'epsilon' is out of range
        @GroupNorm(groups = 0) Tensor i(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'i' (@GroupNorm): 'groups' is out of range
        // | expected: 1 or more
        // | help: write  groups = 1  (nearest)
        @LayerNorm(axis = 2) Tensor j(Tensor x); // ERROR^2) Tensor^: [OutOfRange] 'j' (@LayerNorm): 'axis' is out of range
        // | expected: -2 to 1, an axis of [4, 6] from x
        // | help: write  axis = 1
        @RMSNorm(axis = -3) Tensor k(Tensor x); // ERROR^-3) Tensor^: [OutOfRange] 'k' (@RMSNorm): 'axis' is out of range
        // | help: write  axis = -2
        @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f, Tensor g, Tensor h, Tensor i, Tensor j, Tensor k);
    }
}
