package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS -Anetwright.base=${diagnostics} -Anetwright.schemas=schemas
@Network(version = 2)
interface MigrationUnclear {
    @Input(4) Tensor x();
    @Dense(2) Tensor z(); // ERROR^@Dense^: [MigrationUnclear] where z.weight, z.bias come from in version 1 is not certain
    // | help: write @Renamed(from = "y") on 'z'
}
