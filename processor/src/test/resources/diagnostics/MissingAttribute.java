package diagnostics;

import dev.netwright.annotations.*;

@Network
interface MissingAttribute {
    @Input(4) Tensor x();
    @Dense Tensor y(); // ERROR^@Dense^: [MissingAttribute] 'y' (@Dense) lacks 'value'
    // | help: write @Dense(64)
}
