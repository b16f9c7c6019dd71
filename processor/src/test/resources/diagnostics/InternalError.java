package diagnostics;

import dev.netwright.annotations.*;

@Network
interface InternalError { // ERROR^interface InternalError^: [InternalError] compiling 'InternalError' failed: this is a bug of Netwright
    // | found: java.lang.IllegalStateException: sabotaged
    // | help: please report it to the project and send these lines:
    // | Java
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}
