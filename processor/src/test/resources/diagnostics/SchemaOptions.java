package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS -Anetwright.base=${diagnostics} -Anetwright.schemas=schemas -Anetwright.lock=udpate
@Network
interface SchemaOptions { // ERROR^interface^: [SchemaOptions] -Anetwright.lock has an unknown value
    // | expected: verify, update, require
    // | found: -Anetwright.lock=udpate
    // | help: give -Anetwright.lock=update to javac
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}
