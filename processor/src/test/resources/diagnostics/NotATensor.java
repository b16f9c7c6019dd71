package diagnostics;

import dev.netwright.annotations.*;

import java.util.List;

@Network
interface NotATensor {
    @Input(4) Tensor x();
    @Dense(2) float[] y(Tensor x); // ERROR^y(^: [NotATensor] 'y' does not return a Tensor
    // | expected: Tensor
    // | found: float[]
    @Dense(2) void z(Tensor x); // ERROR: [NotATensor] 'z' does not return a Tensor
    @Dense(2) Tensor many(Tensor... x); // ERROR^x)^: [NotATensor] parameter 'x' of 'many' is not a Tensor
    // | found: Tensor... x
    @Dense(2) Tensor list(List<Tensor> x); // ERROR^x)^: [NotATensor] parameter 'x' of 'list' is not a Tensor
    // | found: List x
}
