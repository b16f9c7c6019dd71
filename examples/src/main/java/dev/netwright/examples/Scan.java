package dev.netwright.examples;

// spotless:off
import dev.netwright.annotations.*;

/** A scanned digit and the exposure it was scanned with; which digit it is, and how much ink there is. */
@Network
public interface Scan {
    @Input(64)              Tensor pixels();
    @Input(1)               Tensor exposure();
    @Scale(1 / 16f)         Tensor scaled(Tensor pixels);
    @Standardize            Tensor light(Tensor exposure);
    @Concat                 Tensor seen(Tensor scaled, Tensor light);
    @Dense(64) @ReLU        Tensor hidden(Tensor seen);
    @Dense(32) @ReLU        Tensor dark(Tensor hidden);
    @Dense(10) @Softmax @Output
    @Classes({"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"})
                            Tensor digit(Tensor hidden);
    @Dense(1) @Output       Tensor ink(Tensor dark);
}
// spotless:on
