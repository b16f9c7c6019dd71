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
        // | help:     put  @Cast Tensor idsFloats(Tensor ids);  between ids and a
        // | or, where the values are ids, say 0 to 9,  @OneHot(10) Tensor idsFloats(Tensor ids);  between ids and a
        @Flatten Tensor b(Tensor ids);
        @Reshape(12) Tensor c(Tensor mask);
        @Dense(2) Tensor l(Tensor c); // ERROR: [TypeMismatch] 'l' (@Dense) cannot take the element type of 'c'
        // | help:     put  @Cast Tensor cFloats(Tensor c);  between c and l
        @OneHot(4) Tensor m(Tensor c); // ERROR^c^: [TypeMismatch] 'm' (@OneHot) cannot take the element type of 'c'
        // | expected: INT32, INT64
        // | found:    BOOL [12] from c
        // | help:     write  @Cast  in place of @OneHot(4)
        @Concat Tensor d(Tensor ids, Tensor mask); // ERROR^ids^: [TypeMismatch] 'd' (@Concat) // ERROR^mask^: [TypeMismatch] 'd' (@Concat)
        @MatMul Tensor e(Tensor ids, Tensor mask); // ERROR: [TypeMismatch] 'e' (@MatMul) // ERROR: [TypeMismatch] 'e' (@MatMul)
        @Softmax Tensor f(Tensor ids); // ERROR: [TypeMismatch] 'f' (@Softmax)
        @Dropout(0.5f) Tensor g(Tensor ids); // ERROR: [TypeMismatch] 'g' (@Dropout)
        @PReLU Tensor h(Tensor ids); // ERROR: [TypeMismatch] 'h' (@PReLU)
        @ReLU Tensor i(Tensor ids); // ERROR: [TypeMismatch] 'i' (@ReLU)
        @Scale(2) Tensor j(Tensor ids); // ERROR: [TypeMismatch] 'j' (@Scale)
        @Standardize Tensor k(Tensor ids); // ERROR: [TypeMismatch] 'k' (@Standardize)
        @Slice Tensor n(Tensor ids); // ERROR: [TypeMismatch] 'n' (@Slice) cannot take the element type of 'ids'
        // | help:     put  @Cast Tensor idsFloats(Tensor ids);  between ids and n
        @Split(parts = 2, index = 0, axis = 1) Tensor o(Tensor ids); // ERROR: [TypeMismatch] 'o' (@Split)
        @Take(0) Tensor p(Tensor ids); // ERROR: [TypeMismatch] 'p' (@Take)
        @Pad(1) Tensor q(Tensor ids); // ERROR: [TypeMismatch] 'q' (@Pad)
        @Upsample(2) Tensor r(Tensor ids); // ERROR: [TypeMismatch] 'r' (@Upsample)
        @ReduceMax Tensor s(Tensor ids); // ERROR: [TypeMismatch] 's' (@ReduceMax)
        @Transpose Tensor viewed(Tensor ids);
        @Unsqueeze(0) Tensor deeper(Tensor viewed);
        @Squeeze Tensor squeezed(Tensor deeper);
        @OneHot(3) Tensor t(Tensor squeezed);
        @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f, Tensor g, Tensor h, Tensor i, Tensor j, Tensor k, Tensor l, Tensor m);
        @Add Tensor z(Tensor n, Tensor o, Tensor p, Tensor q, Tensor r, Tensor s, Tensor t, Tensor y);
    }

    @Network
    interface Floats {
        @Input(4) Tensor x();
        @Cast Tensor a(Tensor x); // ERROR^x^: [TypeMismatch] 'a' (@Cast) cannot take the element type of 'x'
        // | expected: INT32, INT64, BOOL
        // | found:    FLOAT32 [4] from x
        // | help:     leave @Cast out
        @OneHot(3) Tensor b(Tensor x); // ERROR: [TypeMismatch] 'b' (@OneHot) cannot take the element type of 'x'
        // | help:     write  type = DataType.INT64  in the @Input that 'x' comes from
        @Add Tensor y(Tensor a, Tensor b);
    }

    @Network
    interface Result {
        @Input(4) Tensor x();
        @Input(value = 4, type = DataType.INT32) @Output Tensor ids(); // ERROR^ids()^: [TypeMismatch] 'ids' (@Output) cannot take the element type of 'ids'
        @Dense(2) @Output Tensor y(Tensor x);
    }
}
