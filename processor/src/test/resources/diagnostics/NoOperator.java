package diagnostics;

import dev.netwright.annotations.*;

@Network
interface NoOperator {
    @Input(4) Tensor x();
    Tensor bare(); // ERROR^bare()^: [NoOperator] 'bare' has no operator
    // | found: no annotation
    @Deprecated @Output Tensor foreign(Tensor x); // ERROR: [NoOperator] found: @Deprecated, which is no operator
    @Dens(3) Tensor near(Tensor x); // ERROR: [NoOperator] help: did you mean @Dense?

    default Tensor ignored() {
        return x();
    }

    static Tensor alsoIgnored() {
        throw new AssertionError();
    }

    private Tensor ignoredToo() {
        return x();
    }

    @interface Dens {
        int value();
    }
}
