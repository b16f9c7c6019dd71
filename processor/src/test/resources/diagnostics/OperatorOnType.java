package diagnostics;

import dev.netwright.annotations.*;

@Dense(10) // ERROR^@Dense^: [OperatorOnType] @Dense(10) stands on the type 'OperatorOnType'
// | help: declare a node: @Dense(10) Tensor name();
class OperatorOnType {
    @Network
    @Input({1, 2}) // ERROR: [OperatorOnType] @Input({1, 2}) stands on the type 'Net'
    @Half // ERROR: [OperatorOnType] @Half stands on the type 'Net'
    interface Net {
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }

    @ReLU // ERROR: [OperatorOnType] @ReLU stands on the type 'Plain'
    interface Plain {}

    @Pointwise("x / 2")
    @interface Half {}
}
