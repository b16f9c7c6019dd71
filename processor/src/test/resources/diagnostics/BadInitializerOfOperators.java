package diagnostics;

import dev.netwright.annotations.*;

class BadInitializerOfOperators {
    @Network
    interface Laws {
        @Input(4) Tensor x();
        @Dense(value = 4, bias = false) @Init(bias = Initializer.ONES) Tensor a(Tensor x); // ERROR^.ONES^: [BadInitializer] 'a' (@Init): @Dense has no parameter 'bias'
        // | expected: a law for one of: weight
        // | help: leave  @Init(bias = Initializer.ONES)  out
        @ReLU @Init(weight = Initializer.ZEROS) Tensor b(Tensor a); // ERROR: [BadInitializer] 'b' (@Init): @ReLU has no parameter 'weight'
        // | expected: no @Init, since there is no parameter
        @Dense(4) @Init(weight = Initializer.CONSTANT) Tensor c(Tensor b); // ERROR^.CONSTANT^: [BadInitializer] 'c' (@Init): CONSTANT lacks its argument
        // | help: write  argument = 0.1
        @Dense(4) @Init(weight = Initializer.NORMAL, argument = -1) Tensor d(Tensor c); // ERROR^-1^: [BadInitializer] 'd' (@Init): the argument of NORMAL is out of range
        // | expected: a finite number above 0
        // | help: write  argument = 1.0
        @Dense(4) @Init(weight = Initializer.HE_NORMAL, argument = 2) Tensor e(Tensor d); // ERROR^2) Tensor^: [BadInitializer] 'e' (@Init): HE_NORMAL takes no argument
        @Dense(4) @Init(bias = Initializer.ORTHOGONAL) Tensor f(Tensor e); // ERROR: [BadInitializer] 'f' (@Init): ORTHOGONAL needs two dimensions or more
        @Dense(4) @Init Tensor g(Tensor f); // ERROR^@Init^: [BadInitializer] 'g' (@Init): it names no law
        @Dense(4) @Init(weight = Initializer.NORMAL, bias = Initializer.CONSTANT, argument = 0.1) Tensor h(Tensor g); // ERROR^0.1^: [BadInitializer] 'h' (@Init): one argument for two laws, NORMAL and CONSTANT
        // | expected: one law that takes an argument, or the same for both
        // | found: weight = Initializer.NORMAL, bias = Initializer.CONSTANT
        // | help: write  bias = Initializer.ZEROS
        @Dense(4) @Init(weight = Initializer.UNIFORM, bias = Initializer.CONSTANT) Tensor i(Tensor h); // ERROR^.CONSTANT^: [BadInitializer] 'i' (@Init): one argument for two laws, UNIFORM and CONSTANT
        @Dense(4) @Init(weight = Initializer.CONSTANT, bias = Initializer.CONSTANT, argument = 0.1) Tensor same(Tensor i);
        @Dense(4) @Init(weight = Initializer.ORTHOGONAL, argument = 0) Tensor y(Tensor same); // ERROR: [BadInitializer] 'y' (@Init): the argument of ORTHOGONAL is out of range
    }
}
