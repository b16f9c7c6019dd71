package diagnostics;

import dev.netwright.annotations.*;

import java.io.IOException;

@Network
interface UnsupportedMethod {
    @Input(4) Tensor x();
    @Dense(2) <T> Tensor y(); // ERROR^y()^: [UnsupportedMethod] 'y' has type parameters
    // | found: <T>
    // | help: remove <T>
    @Dense(2) Tensor z() throws IOException; // ERROR^z()^: [UnsupportedMethod] 'z' has a throws clause
    // | found: throws IOException
    // | help: remove throws IOException
}
