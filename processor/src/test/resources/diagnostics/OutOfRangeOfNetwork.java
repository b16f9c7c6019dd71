package diagnostics;

import dev.netwright.annotations.*;

@Network(version = 0) // ERROR^0)^: [OutOfRange] @Network: 'version' is out of range
// | expected: 1 or more
// | found: 0
interface OutOfRangeOfNetwork {
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}
