package diagnostics;

import dev.netwright.annotations.*;

@Network
interface ShapeMismatch {
    @Input({1, 8, 8}) Tensor image();
    @Dense(10) Tensor logits(Tensor image); // ERROR^image)^: [ShapeMismatch] 'logits' (@Dense) cannot take the output of 'image'
    // | found: [1, 8, 8] from image
    // | trace: image [1, 8, 8] → logits @Dense(10)
}
