package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS -Anetwright.base=${diagnostics} -Anetwright.schemas=schemas -Anetwright.lock=require
@Network // ERROR^@Network^: [NotLocked] NotLocked version 1 is not locked
// | expected: schemas/diagnostics.NotLocked/1.json, since -Anetwright.lock=require
interface NotLocked {
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}
