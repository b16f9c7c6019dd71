package diagnostics;

import dev.netwright.annotations.*;

@Network
interface UnsupportedMethod {
    @Input(4) Tensor x();
    @Dense(2) <T> Tensor y(); // ERROR^y()^: [UnsupportedMethod] 'y' has type parameters
    // | found: <T>
    @Dense(2) Tensor z() throws java.io.IOException; // ERROR^z()^: [UnsupportedMethod] 'z' has a throws clause
    // | found: throws IOException
    // | help: remove a throws clause: methods of a network are declarations and never called
}
