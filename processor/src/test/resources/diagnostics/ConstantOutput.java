package diagnostics;

import dev.netwright.annotations.*;

@Network
interface ConstantOutput {
    @Input(4) Tensor x();
    @Dense(2) @Output Tensor y();
    @Parameter(10) @Output Tensor table(); // ERROR^table^: [ConstantOutput] output 'table' depends on no input
}
