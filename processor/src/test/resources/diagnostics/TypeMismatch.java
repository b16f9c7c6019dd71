package diagnostics;

import dev.netwright.annotations.*;

@Network
interface TypeMismatch {
    @Input(value = 4, type = DataType.INT64) Tensor x();
    @Dense(10) Tensor logits(Tensor x); // ERROR^x)^: [TypeMismatch] 'logits' (@Dense) cannot take the element type of 'x'
    // | expected: FLOAT32
    // | found: INT64 [4] from x
}
