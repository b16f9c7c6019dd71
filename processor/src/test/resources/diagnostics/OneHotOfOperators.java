package diagnostics;

import dev.netwright.annotations.*;

class OneHotOfOperators {
    @Network
    interface Ids {
        @Input(value = 4, type = DataType.INT64) Tensor x();
        @Input(value = {1, 1, 1, 1, 1, 1, 1, 2}, type = DataType.INT32) Tensor deep();
        @OneHot Tensor none(Tensor x); // ERROR^@OneHot^: [MissingAttribute] 'none' (@OneHot) lacks 'value'
        // | help:     write  @OneHot(10)
        @OneHot(0) Tensor zero(Tensor x); // ERROR^0^: [OutOfRange] 'zero' (@OneHot): 'value' is out of range
        // | expected: 1 to 16777216
        // | help:     write  @OneHot(1)
        @OneHot(20_000_000) Tensor many(Tensor x); // ERROR: [OutOfRange] 'many' (@OneHot): 'value' is out of range
        // | help:     write  @OneHot(16777216)
        @OneHot(2) Tensor ranks(Tensor deep); // ERROR^deep^: [ShapeMismatch] 'ranks' (@OneHot) cannot take the output of 'deep'
        // | expected: at most 7 dimensions, to which one is added
        // | help:     put  @Flatten Tensor deepFlat(Tensor deep);  between deep and ranks
        @Add Tensor y(Tensor none, Tensor zero, Tensor many, Tensor ranks);
    }
}
