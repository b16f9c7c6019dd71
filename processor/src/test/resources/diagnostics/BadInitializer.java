package diagnostics;

import dev.netwright.annotations.*;

@Network
interface BadInitializer {
    @Input(4) Tensor x();
    @Dense(value = 3, bias = false) @Init(bias = Initializer.ZEROS) Tensor y(); // ERROR^.ZEROS^: [BadInitializer] @Dense has no parameter 'bias'
}
