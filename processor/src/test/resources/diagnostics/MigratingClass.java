package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS -Anetwright.base=${diagnostics} -Anetwright.schemas=schemas
@Network(version = 2)
interface MigratingClass {
    @Input(4) Tensor x();
    @MigratedBy(value = String.class, from = "first") @Dense(3) Tensor hidden(); // ERROR^.class^: [BadMigration] java.lang.String cannot migrate: it does not implement TensorMigration
    // | help: implement TensorMigration in String, or name another class
    @MigratedBy(value = MigratingClass.Sums.class, from = "logit") @Dense(2) Tensor output(); // ERROR^"logit"^: [BadMigration] version 1 has no tensors of 'logit'
    // | help: write  "logits"

    final class Sums implements dev.netwright.runtime.checkpoint.TensorMigration {
        public float[] migrate(dev.netwright.runtime.checkpoint.TensorSpec tensor, Before before) {
            return before.values("logits.bias");
        }
    }
}
