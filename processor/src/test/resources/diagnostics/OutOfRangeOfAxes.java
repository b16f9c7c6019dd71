package diagnostics;

import dev.netwright.annotations.*;

class OutOfRangeOfAxes {
    @Network
    interface Orders {
        @Input({3, 4, 5}) Tensor x();
        @Transpose({0, 1}) Tensor few(Tensor x); // ERROR^{0, 1}^: [OutOfRange] 'few' (@Transpose): 'value' is out of range
        // | expected: each axis of [3, 4, 5] from x once, 0 to 2 in some order
        // | found: {0, 1}
        // | help: write  @Transpose({0, 1, 2})
        @Transpose({2, 2, 0}) Tensor twice(Tensor x); // ERROR^{2, 2, 0}^: [OutOfRange] 'twice' (@Transpose): 'value' is out of range
        // | help: write  @Transpose({2, 0, 1})
        @Transpose({3, 1, 0}) Tensor far(Tensor x); // ERROR^{3, 1, 0}^: [OutOfRange] 'far' (@Transpose): 'value' is out of range
        // | help: write  @Transpose({1, 0, 2})
        @ReduceSum({0, 0}) Tensor sum(Tensor x); // ERROR^{0, 0}^: [OutOfRange] 'sum' (@ReduceSum): 'value' is out of range
        // | expected: axes from -3 to 2, each once, of [3, 4, 5] from x
        // | help: write  value = {0}
        @ReduceMean(3) Tensor mean(Tensor x); // ERROR^3) Tensor^: [OutOfRange] 'mean' (@ReduceMean): 'value' is out of range
        // | found: {3}
        // | help: write  value = {2}
        @ReduceMax({-1, 2}) Tensor max(Tensor x); // ERROR^{-1, 2}^: [OutOfRange] 'max' (@ReduceMax): 'value' is out of range
        // | help: write  value = {2}
        @Squeeze(1) Tensor wide(Tensor x); // ERROR: [ShapeMismatch] 'wide' (@Squeeze) cannot take the output of 'x'
        // | expected: rank 2 or more, with a dimension of 1
        // | help: leave @Squeeze out: [3, 4, 5] has no dimension that could go
        @Unsqueeze({0, 0}) Tensor again(Tensor x); // ERROR^{0, 0}^: [OutOfRange] 'again' (@Unsqueeze): 'value' is out of range
        // | expected: axes from -5 to 4, each once, of the result
        // | help: write  value = {0}
        @Unsqueeze({0, 1, 2, 3, 4, 5}) Tensor many(Tensor x); // ERROR^{0, 1, 2, 3, 4, 5}^: [OutOfRange] 'many' (@Unsqueeze): 'value' is out of range
        // | expected: at most 5 axes: a sample has 8 dimensions at most
        // | help: write  @Unsqueeze({0, 1, 2, 3, 4})
        @Concat Tensor y(Tensor few, Tensor twice, Tensor far, Tensor sum, Tensor mean, Tensor max, Tensor wide, Tensor again, Tensor many);
    }

    @Network
    interface Ones {
        @Input({1, 4, 1}) Tensor x();
        @Input({1, 1}) Tensor o();
        @Squeeze({0, 1}) Tensor four(Tensor x); // ERROR^{0, 1}^: [OutOfRange] 'four' (@Squeeze): 'value' is out of range
        // | expected: axes of length 1 of [1, 4, 1] from x, not all of its axes
        // | found: {0, 1}
        // | help: write  @Squeeze({0, 2})
        @Squeeze Tensor all(Tensor o); // ERROR^@Squeeze^: [OutOfRange] 'all' (@Squeeze): 'value' is out of range
        // | found: all of length 1
        // | help: write  @Squeeze({0})
        @Squeeze(5) Tensor far(Tensor x); // ERROR^5) Tensor^: [OutOfRange] 'far' (@Squeeze): 'value' is out of range
        // | help: write  value = {2}
        @Concat Tensor y(Tensor four, Tensor all, Tensor far);
    }

    @Network
    interface Parts {
        @Input({6, 4}) Tensor x();
        @Slice(from = 6) Tensor a(Tensor x); // ERROR^6) Tensor^: [OutOfRange] 'a' (@Slice): 'from' is out of range
        // | expected: -6 to 5, an index of axis 0 of [6, 4] from x
        // | help: write  from = 5  (nearest)
        @Slice(axis = 1, from = -5) Tensor b(Tensor x); // ERROR^-5) Tensor^: [OutOfRange] 'b' (@Slice): 'from' is out of range
        // | help: write  from = -4
        @Slice(from = 3, to = 3) Tensor c(Tensor x); // ERROR^3) Tensor^: [OutOfRange] 'c' (@Slice): 'to' is out of range
        // | expected: 4 to 6, an index after from = 3 of axis 0 of [6, 4] from x; or a negative one, from the end
        // | help: write  to = 4  (nearest)
        @Slice(to = 7) Tensor d(Tensor x); // ERROR^7) Tensor^: [OutOfRange] 'd' (@Slice): 'to' is out of range
        // | help: write  to = 6  (nearest)
        @Slice(to = -6) Tensor e(Tensor x); // ERROR^-6) Tensor^: [OutOfRange] 'e' (@Slice): 'to' is out of range
        // | help: write  to = 1  (nearest)
        @Slice(step = 0) Tensor f(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'f' (@Slice): 'step' is out of range
        // | expected: 1 or more
        // | help: write  step = 1  (nearest)
        @Slice(axis = 2) Tensor g(Tensor x); // ERROR^2) Tensor^: [OutOfRange] 'g' (@Slice): 'axis' is out of range
        @Split(parts = 0, index = 0) Tensor h(Tensor x); // ERROR^0, index^: [OutOfRange] 'h' (@Split): 'parts' is out of range
        // | help: write  parts = 1  (nearest)
        @Split(parts = 3, index = 3) Tensor i(Tensor x); // ERROR^3) Tensor^: [OutOfRange] 'i' (@Split): 'index' is out of range
        // | expected: -3 to 2, one of 3 parts
        // | help: write  index = 2  (nearest)
        @Split(parts = 3, index = 0, axis = -3) Tensor j(Tensor x); // ERROR^-3) Tensor^: [OutOfRange] 'j' (@Split): 'axis' is out of range
        @Take(6) Tensor k(Tensor x); // ERROR^6) Tensor^: [OutOfRange] 'k' (@Take): 'value' is out of range
        // | expected: -6 to 5, an index of axis 0 of [6, 4] from x
        // | help: write  value = 5  (nearest)
        @Take(value = 0, axis = 5) Tensor l(Tensor x); // ERROR^5) Tensor^: [OutOfRange] 'l' (@Take): 'axis' is out of range
        @Concat Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f, Tensor g, Tensor h, Tensor i, Tensor j, Tensor k, Tensor l);
    }
}
