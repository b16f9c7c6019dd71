package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS -Anetwright.base=${diagnostics} -Anetwright.schemas=schemas
@Network(version = 2)
interface BadMigration {
    @Input(4) Tensor x();
    @Renamed(from = "logit") @Dense(2) Tensor output(); // ERROR^"logit"^: [BadMigration] version 1 has no tensors of 'logit'
    // | help: write "logits"
}
