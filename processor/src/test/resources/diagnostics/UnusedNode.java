package diagnostics;

import dev.netwright.annotations.*;

class UnusedNode {
    @Network
    interface DeadEnd {
        @Input(4) Tensor x();
        @Dense(3) Tensor dead(Tensor x); // ERROR^dead^: [UnusedNode] no output uses 'dead'
        // | expected: a path from 'dead' to y
        @Dense(2) @Output Tensor y(Tensor x);
    }

    @Network
    interface DeadInput {
        @Input(4) Tensor x();
        @Input(4) Tensor unread(); // ERROR: [UnusedNode] no output uses 'unread'
        @Dense(3) @Output Tensor y(Tensor x);
        @Dense(2) Tensor tail(Tensor y); // ERROR: [UnusedNode] no output uses 'tail'
        @ReLU Tensor tip(Tensor tail); // ERROR: [UnusedNode] no output uses 'tip'
    }
}
