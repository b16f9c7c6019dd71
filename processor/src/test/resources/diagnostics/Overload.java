package diagnostics;

import dev.netwright.annotations.*;

@Network
interface Overload {
    @Input(4) Tensor x();
    @Dense(2) @Output Tensor y();
    @Dense(2) @Output Tensor y(Tensor x); // ERROR^y(Tensor x)^: [Overload] two methods are named 'y'
    // | found: y(Tensor x) after y()
}
