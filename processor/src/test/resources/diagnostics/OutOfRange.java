package diagnostics;

import dev.netwright.annotations.*;

class OutOfRange {
    @Network
    interface Shapes {
        @Input({1, 0, 28}) Tensor a(); // ERROR^{1, 0, 28}^: [OutOfRange] 'a' (@Input): 'value' is out of range
        // | expected: 1 to 8 dimensions of 1 or more each
        // | found: {1, 0, 28}
        // | help: write  value = {1, 1, 28}
        @Input({1, 1, 1, 1, 1, 1, 1, 1, 2}) Tensor b(); // ERROR: [OutOfRange] 'b' (@Input): 'value' is out of range
        // | found: 9 dimensions
        @Parameter({-3, 4}) Tensor c(); // ERROR^{-3, 4}^: [OutOfRange] 'c' (@Parameter): 'value' is out of range
        // | help: write  value = {1, 4}
        @Constant(value = 1, shape = {2, 0}) Tensor d(); // ERROR^{2, 0}^: [OutOfRange] 'd' (@Constant): 'shape' is out of range
        @Constant(value = {1, 2, 3}, shape = {2, 2}) Tensor e(); // ERROR^{2, 2}^: [OutOfRange] 'e' (@Constant): 'shape' is out of range
        // | expected: a shape of 3 elements, as many as there are values
        // | found: {2, 2}, 4 elements
        // | help: write  shape = {3}
        @Constant({1, Float.NaN}) Tensor f(); // ERROR^{1, Float.NaN}^: [OutOfRange] 'f' (@Constant): 'value' is out of range
        // | expected: finite numbers
        @Add Tensor out(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f);
    }

    @Network
    interface Numbers {
        @Input({3, 4}) Tensor x();
        @Dense(0) Tensor none(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'none' (@Dense): 'value' is out of range
        // | expected: 1 or more outputs
        // | found: 0
        // | help: write  value = 1  (nearest)
        @Dense(4) @Dropout(1) Tensor all(Tensor x); // ERROR^1) Tensor^: [OutOfRange] 'all' (@Dropout): 'value' is out of range
        // | expected: a probability of at least 0 and below 1
        @Dense(4) @Dropout(50) Tensor percent(Tensor x); // ERROR: [OutOfRange] 'percent' (@Dropout)
        // | help: write  @Dropout(0.5f)  for 50.0 %
        @Dense(4) @Dropout(-0.1f) Tensor negative(Tensor x); // ERROR: [OutOfRange] 'negative' (@Dropout)
        // | help: write  @Dropout(0)  (nearest), or leave it out
        @Dense(4) @Scale(0) Tensor zero(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'zero' (@Scale): 'value' is out of range
        // | expected: a finite number other than 0
        @Dense(4) @Scale(1 / 0f) Tensor infinite(Tensor x); // ERROR: [OutOfRange] 'infinite' (@Scale): 'value' is out of range
        @LeakyReLU(Float.NaN) Tensor slope(Tensor x); // ERROR^.NaN) Tensor^: [OutOfRange] 'slope' (@LeakyReLU): 'value' is out of range
        // | expected: a finite float
        // | found: NaN
        // | help: write  value = 1
        @ELU(1 / 0f) Tensor plateau(Tensor x); // ERROR^/ 0f) Tensor^: [OutOfRange] 'plateau' (@ELU): 'value' is out of range
        // | found: Infinity
        @Add Tensor y(Tensor none, Tensor all, Tensor percent, Tensor negative, Tensor zero, Tensor infinite, Tensor slope,
                Tensor plateau);
    }

    @Network
    interface Axes {
        @Input({3, 4}) Tensor x();
        @Input({3, 4}) Tensor x2();
        @Softmax(axis = 2) Tensor a(Tensor x); // ERROR^2) Tensor^: [OutOfRange] 'a' (@Softmax): 'axis' is out of range
        // | expected: -2 to 1, an axis of [3, 4] from x
        // | found: 2
        // | help: write  axis = 1  (nearest; the batch dimension does not count)
        @LogSoftmax(axis = -3) Tensor b(Tensor x); // ERROR^-3^: [OutOfRange] 'b' (@LogSoftmax): 'axis' is out of range
        // | help: write  axis = -2
        @Concat(axis = 2) Tensor c(Tensor x, Tensor x2); // ERROR^2) Tensor^: [OutOfRange] 'c' (@Concat): 'axis' is out of range
        // | help: write  axis = 1
        @Reshape({-1, -1}) Tensor d(Tensor x); // ERROR^{-1, -1}^: [OutOfRange] 'd' (@Reshape): 'value' is out of range
        // | expected: at most one dimension of -1, which is then computed
        @Reshape({0, 12}) Tensor e(Tensor x); // ERROR: [OutOfRange] 'e' (@Reshape): 'value' is out of range
        // | help: write  @Reshape({1, 12})
        @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e);
    }
}
