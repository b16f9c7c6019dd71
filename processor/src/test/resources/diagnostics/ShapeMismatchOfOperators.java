package diagnostics;

import dev.netwright.annotations.*;

class ShapeMismatchOfOperators {
    @Network
    interface DenseOfRank3 {
        @Input({2, 3, 4}) Tensor image();
        @Scale(2) Tensor scaled();
        @Dense(10) Tensor logits(Tensor scaled); // ERROR^scaled^: [ShapeMismatch] 'logits' (@Dense) cannot take the output of 'scaled'
        // | expected: rank 1, [features], or rank 2, [positions, features]
        // | found: [2, 3, 4] from scaled
        // | trace: image [2, 3, 4] → scaled @Scale(2.0) [2, 3, 4] → logits @Dense(10)
        // | help: put  @Flatten Tensor scaledFlat(Tensor scaled);  between scaled and logits (gives [24])
    }

    @Network
    interface Reshaped {
        @Input({4, 6}) Tensor x();
        @Reshape({5, 5}) Tensor a(Tensor x); // ERROR: [ShapeMismatch] 'a' (@Reshape) cannot take the output of 'x'
        // | expected: 25 elements a sample, [5, 5]
        // | found: [4, 6] from x
        // | help: write  @Reshape({24})
        @Reshape({7, -1}) Tensor b(Tensor x); // ERROR: [ShapeMismatch] 'b' (@Reshape) cannot take the output of 'x'
        // | expected: a multiple of 7 elements a sample, [7, -1]
        // | help: write  @Reshape({24, 1})
        @Reshape({4, 5}) Tensor c(Tensor x); // ERROR: [ShapeMismatch] 'c' (@Reshape)
        // | help: write  @Reshape({4, 6})
        @Add Tensor y(Tensor a, Tensor b, Tensor c);
    }

    @Network
    interface Broadcast {
        @Input({3, 4}) Tensor a();
        @Input({3, 5}) Tensor b();
        @Input({4, 3}) Tensor c();
        @Input(4) Tensor row();
        @Add Tensor added(Tensor a, Tensor row, Tensor b); // ERROR^b^: [ShapeMismatch] 'added' (@Add) cannot take the output of 'b'
        // | axis -1 is 4 there and 5 here
        // | found: [3, 5] from b
        // | help: make axis -1 of 'b' 4, or 1, which repeats
        @Sub Tensor subtracted(Tensor a, Tensor c); // ERROR^c^: [ShapeMismatch] 'subtracted' (@Sub)
        // | help: put  @Reshape({3, 4}) Tensor cReshaped(Tensor c);  between c and subtracted
        @Mul Tensor multiplied(Tensor a, Tensor b); // ERROR: [ShapeMismatch] 'multiplied' (@Mul)
        @Div Tensor divided(Tensor a, Tensor b); // ERROR: [ShapeMismatch] 'divided' (@Div)
        @Concat(axis = 0) Tensor joined(Tensor a, Tensor b); // ERROR^b^: [ShapeMismatch] 'joined' (@Concat)
        // | expected: [any, 4], as [3, 4] from a but for axis 0
        // | help: write  @Concat(axis = 1)
        @Concat(axis = 0) Tensor ranks(Tensor a, Tensor row); // ERROR^row^: [ShapeMismatch] 'ranks' (@Concat)
        @Add Tensor y(Tensor added, Tensor subtracted, Tensor multiplied, Tensor divided, Tensor joined, Tensor ranks);
    }

    @Network
    interface Products {
        @Input({3, 4}) Tensor a();
        @Input({5, 4}) Tensor transposed();
        @Input(4) Tensor row();
        @Input({2, 4, 6}) Tensor many();
        @MatMul Tensor p(Tensor a, Tensor transposed); // ERROR^transposed^: [ShapeMismatch] 'p' (@MatMul)
        // | expected: […, 4, columns], as many rows as [3, 4] from a has columns
        // | help: give 'transposed' the shape [4, 5], its transpose
        @MatMul Tensor q(Tensor a, Tensor row); // ERROR^row^: [ShapeMismatch] 'q' (@MatMul)
        // | expected: rank 2 or more, [4, columns]
        @MatMul Tensor r(Tensor a, Tensor many); // ERROR^many^: [ShapeMismatch] 'r' (@MatMul)
        // | expected: leading axes [] as in [3, 4] from a, or none: rank 2, [4, columns]
        @Add Tensor y(Tensor p, Tensor q, Tensor r);
    }
}
