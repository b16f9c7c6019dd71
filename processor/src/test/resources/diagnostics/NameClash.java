package diagnostics;

import dev.netwright.annotations.*;

@Network
interface NameClash {
    @Input(4) Tensor x();
    @Dense(2) Tensor hiddenOne();
    @Dense(2) Tensor hidden_one(); // ERROR^hidden_one^: [NameClash] 'hidden_one' becomes the Java name HIDDEN_ONE, which is taken
    // | found: HIDDEN_ONE is the node 'hiddenOne'
    @Dense(2) Tensor hiddenone(); // ERROR: [NameClash] hiddenone is the node 'hiddenOne' but for its case
    @Dense(2) Tensor Layer(); // ERROR: [NameClash] Layer is a name that every model uses
    @Dense(2) Tensor java(); // ERROR: [NameClash] java is a name that every model uses
    @Dense(2) Tensor PARAMETERS(); // ERROR: [NameClash]
}
