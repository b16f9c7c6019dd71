package diagnostics;

import dev.netwright.annotations.*;

@Network
interface NoInput { // ERROR^interface NoInput^: [NoInput] network 'NoInput' has no input
    // | help: put @Input(4) Tensor features(); first
    @Parameter(4) Tensor x();
    @Dense(2) Tensor y();
}

@Network
interface Empty {} // ERROR: [NoInput] network 'Empty' has no node
