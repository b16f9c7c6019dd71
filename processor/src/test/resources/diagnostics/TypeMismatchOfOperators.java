package diagnostics;

import dev.netwright.annotations.*;

class TypeMismatchOfOperators {
    @Network
    interface Integers {
        @Input(value = {3, 4}, type = DataType.INT64) Tensor ids();
        @Input(value = {3, 4}, type = DataType.BOOL) Tensor mask();
        @Dense(2) Tensor a(Tensor ids); // ERROR^ids^: [TypeMismatch] 'a' (@Dense) cannot take the element type of 'ids'
        // | expected: FLOAT32
        // | found: INT64 [3, 4] from ids
        // | help: leave  type = DataType.INT64  out of the @Input of 'ids'
        @Flatten Tensor b(Tensor ids); // ERROR: [TypeMismatch] 'b' (@Flatten)
        @Reshape(12) Tensor c(Tensor mask); // ERROR: [TypeMismatch] 'c' (@Reshape)
        // | help: leave  type = DataType.BOOL  out of the @Input of 'mask'
        @Concat Tensor d(Tensor ids, Tensor mask); // ERROR^ids^: [TypeMismatch] 'd' (@Concat) // ERROR^mask^: [TypeMismatch] 'd' (@Concat)
        @MatMul Tensor e(Tensor ids, Tensor mask); // ERROR: [TypeMismatch] 'e' (@MatMul) // ERROR: [TypeMismatch] 'e' (@MatMul)
        @Softmax Tensor f(Tensor ids); // ERROR: [TypeMismatch] 'f' (@Softmax)
        @Dropout(0.5f) Tensor g(Tensor ids); // ERROR: [TypeMismatch] 'g' (@Dropout)
        @PReLU Tensor h(Tensor ids); // ERROR: [TypeMismatch] 'h' (@PReLU)
        @ReLU Tensor i(Tensor ids); // ERROR: [TypeMismatch] 'i' (@ReLU)
        @Scale(2) Tensor j(Tensor ids); // ERROR: [TypeMismatch] 'j' (@Scale)
        @Standardize Tensor k(Tensor ids); // ERROR: [TypeMismatch] 'k' (@Standardize)
        @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f, Tensor g, Tensor h, Tensor i, Tensor j, Tensor k);
    }

    @Network
    interface Result {
        @Input(4) Tensor x();
        @Input(value = 4, type = DataType.INT32) @Output Tensor ids(); // ERROR^ids()^: [TypeMismatch] 'ids' (@Output) cannot take the element type of 'ids'
        @Dense(2) @Output Tensor y(Tensor x);
    }
}
