package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS -Anetwright.base=${diagnostics} -Anetwright.schemas=schemas
@Network
interface SchemaChanged {
    @Input(4) Tensor x();
    @Dense(2) @GELU Tensor y(); // ERROR^@GELU^: [SchemaChanged] SchemaChanged is still version 1, but 'y' no longer computes what version 1 computed (COMPUTE)
    // | help: write @ReLU in place of @GELU
}
