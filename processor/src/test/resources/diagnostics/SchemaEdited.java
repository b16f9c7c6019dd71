package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS -Anetwright.base=${diagnostics} -Anetwright.schemas=schemas
@Network
interface SchemaEdited { // ERROR^interface^: [SchemaEdited] schemas/diagnostics.SchemaEdited/1.json was changed after it was locked
    // | help: restore the file from version control
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}
