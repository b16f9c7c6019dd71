package dev.netwright.examples;

// spotless:off
import dev.netwright.annotations.*;

/** A graph with branches and an activation of its own. */
@Network
public interface Branches {
    @Input(8)               Tensor x();
    @Dense(16) @QuickGELU   Tensor wide(Tensor x);
    @Dense(16) @Tanh        Tensor narrow(Tensor x);
    @Mul                    Tensor gated(Tensor wide, Tensor narrow);
    @Concat                 Tensor joined(Tensor gated, Tensor x);
    @Dense(3) @Softmax      Tensor species();
}
// spotless:on
