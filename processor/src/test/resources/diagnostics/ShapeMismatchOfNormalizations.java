package diagnostics;

import dev.netwright.annotations.*;

class ShapeMismatchOfNormalizations {
    @Network
    interface OneValue {
        @Input({4, 1}) Tensor x();
        @Input(4) Tensor row();
        @Input(1) Tensor one();
        @LayerNorm Tensor a(Tensor x); // ERROR^x); //^: [ShapeMismatch] 'a' (@LayerNorm) cannot take the output of 'x'
        // | expected: 2 or more values from axis 1 on: one is its own mean
        // | found: [4, 1] from x
        // | help: write  @LayerNorm(axis = 0)
        @LayerNorm Tensor b(Tensor one); // ERROR: [ShapeMismatch] 'b' (@LayerNorm) cannot take the output of 'one'
        // | help: leave @LayerNorm out
        @InstanceNorm Tensor c(Tensor row); // ERROR: [ShapeMismatch] 'c' (@InstanceNorm) cannot take the output of 'row'
        // | expected: rank 2 or more, [channels, …], with 2 or more positions a channel: one value is its own mean
        // | help: write  @LayerNorm(axis = 0)  in place of @InstanceNorm
        @InstanceNorm Tensor d(Tensor one); // ERROR: [ShapeMismatch] 'd' (@InstanceNorm)
        // | help: leave @InstanceNorm out
        @GroupNorm(groups = 4) Tensor e(Tensor x); // ERROR: [ShapeMismatch] 'e' (@GroupNorm) cannot take the output of 'x'
        // | expected: 2 or more values in each of 4 groups: one is its own mean
        // | help: write  @GroupNorm(groups = 1)
        @GroupNorm(groups = 1) Tensor f(Tensor one); // ERROR: [ShapeMismatch] 'f' (@GroupNorm)
        // | help: leave @GroupNorm out
        @Take(2) Tensor g(Tensor row); // ERROR: [ShapeMismatch] 'g' (@Take) cannot take the output of 'row'
        // | expected: rank 2 or more, of which one dimension goes
        // | help: write  @Slice(from = 2, to = 3)  in place of @Take(2)  (gives [1])
        @Flatten Tensor fa(Tensor a);
        @Flatten Tensor fe(Tensor e);
        @Concat Tensor y(Tensor fa, Tensor b, Tensor c, Tensor d, Tensor fe, Tensor f, Tensor g);
    }

    @Network
    interface NoBatch {
        @Input(4) Tensor x();
        @Parameter({3, 4}) Tensor table();
        @BatchNorm Tensor normal(Tensor table); // ERROR^table); //^: [ShapeMismatch] 'normal' (@BatchNorm) cannot take the output of 'table'
        // | expected: a value of each sample: the statistics are those of a batch
        // | help: write  @LayerNorm  in place of @BatchNorm  ('table' depends on no @Input)
        @Add Tensor y(Tensor x, Tensor normal);
    }
}
