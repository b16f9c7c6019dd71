package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS -Anetwright.base=${diagnostics} -Anetwright.schemas=schemas
@Network(version = 2)
interface SchemaMissing { // ERROR^interface^: [SchemaMissing] schemas/diagnostics.SchemaMissing/1.json is missing
    // | expected: the file: version 2 loads it
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}
