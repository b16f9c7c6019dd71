package diagnostics;

import dev.netwright.annotations.*;

class MissingAttributeOfOperators {
    @Network
    interface Everywhere {
        @Input Tensor a(); // ERROR^@Input^: [MissingAttribute] 'a' (@Input) lacks 'value'
        // | help: write  @Input({1, 28, 28})
        @Parameter Tensor b(); // ERROR: [MissingAttribute] 'b' (@Parameter) lacks 'value'
        // | help: write  @Parameter({10, 5})
        @Constant Tensor c(); // ERROR: [MissingAttribute] 'c' (@Constant) lacks 'value'
        // | help: write  @Constant({0.5f, 2})
        @Dense Tensor d(Tensor a); // ERROR^@Dense^: [MissingAttribute] 'd' (@Dense) lacks 'value'
        // | expected: a value for 'value', which has no default
        // | help: write  @Dense(64)
        @Reshape Tensor e(Tensor d); // ERROR: [MissingAttribute] 'e' (@Reshape) lacks 'value'
        // | help: write  @Reshape({4, -1})
        @Add @Dropout Tensor f(Tensor e, Tensor b); // ERROR^@Dropout^: [MissingAttribute] 'f' (@Dropout) lacks 'value'
        // | help: write  @Dropout(0.5f)
        @Add @Scale Tensor g(Tensor f, Tensor c); // ERROR^@Scale^: [MissingAttribute] 'g' (@Scale) lacks 'value'
        // | help: write  @Scale(1 / 255f)
    }
}
