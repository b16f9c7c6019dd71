package dev.netwright.examples;

// spotless:off
import dev.netwright.annotations.*;

/** A graph with branches and an activation function of its own, {@link QuickGELU}; {@link Gates} trains it. */
@Network
public interface Branches {
    @Input(4)               Tensor x();
    @Standardize            Tensor z(Tensor x);
    @Dense(16) @QuickGELU   Tensor wide(Tensor z);
    @Dense(16) @Tanh        Tensor narrow(Tensor z);
    @Mul                    Tensor gated(Tensor wide, Tensor narrow);
    @Concat                 Tensor joined(Tensor gated, Tensor z);
    @Dense(3) @Softmax      Tensor species();
}
// spotless:on
