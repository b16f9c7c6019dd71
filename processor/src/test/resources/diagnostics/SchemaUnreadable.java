package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS -Anetwright.base=${diagnostics} -Anetwright.schemas=schemas
@Network
interface SchemaUnreadable { // ERROR^interface^: [SchemaUnreadable] schemas/diagnostics.SchemaUnreadable/1.json: a merge left its conflict in the file
    // | help: take the whole file from one side of the merge
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}
