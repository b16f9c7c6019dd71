package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS -Anetwright.base=${diagnostics} -Anetwright.schemas=schemas
@Network(version = 3) // ERROR^3^: [VersionOutOfStep] VersionOutOfStep is version 3, but version 1 is the newest that is locked
// | expected: version 1, or 2, which loads it
// | help: write version = 2
interface VersionOutOfStep {
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}
