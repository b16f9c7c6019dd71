package diagnostics;

import dev.netwright.annotations.*;

@Network
class NotAnInterface { // ERROR^class NotAnInterface^: [NotAnInterface] @Network stands on the class 'NotAnInterface'
    // | expected: an interface
    // | found: class NotAnInterface
    // | help: declare interface NotAnInterface with one method a node

    @Network
    record Point(int x) {} // ERROR: [NotAnInterface] the record 'Point'

    @Network
    enum Colour {} // ERROR: [NotAnInterface] the enum 'Colour'

    @Network
    @interface Note {} // ERROR: [NotAnInterface] the annotation type 'Note'
}
