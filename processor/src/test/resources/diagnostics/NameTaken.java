package diagnostics;

import dev.netwright.annotations.*;

@Network
interface NameTaken { // ERROR^interface NameTaken^: [NameTaken] network 'NameTaken' generates a class whose name is taken
    // | expected: no other class named diagnostics.NameTakenModel
    // | help: rename that class, or write model = "NameTakenNetwork" in @Network
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}

@Network(model = "Mine") // ERROR^"Mine"^: [NameTaken] diagnostics.MineKernels
interface Renamed {
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}

class NameTakenModel {}

class MineKernels {}

class NameTakenOuter {
    @Network
    interface Inner {
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }
}

@Network(model = "NameTakenOther")
interface NameTakenOuter_Inner { // ERROR^interface NameTakenOuter_Inner^: [NameTaken] diagnostics.NameTakenOuter_Inner_Declaration
    // | help: rename the interface 'NameTakenOuter_Inner' or that class
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}

@Network(model = "nametakenother") // ERROR^"nametakenother"^: [NameTaken] diagnostics.nametakenother
// | help: rename that class, or write model = "NameTakenLowerNetwork" in @Network
interface NameTakenLower {
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}
