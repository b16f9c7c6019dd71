package diagnostics;

import dev.netwright.annotations.*;

class InvalidName {
    @Network(model = "my model") // ERROR^"my model"^: [InvalidName] @Network(model) is not a name that a class can have
    // | help: write "InvalidName_SpacedModel"
    interface Spaced {
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }

    @Network(model = "class") // ERROR: [InvalidName]
    interface Keyword {
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }

    @Network(model = "com.example.Model") // ERROR: [InvalidName]
    // | expected: a Java identifier without a package
    interface Qualified {
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }
}
