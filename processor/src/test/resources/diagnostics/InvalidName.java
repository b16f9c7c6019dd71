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

    @Network(model = "record") // ERROR^"record"^: [InvalidName] @Network(model) is not a name that a class can have
    // | help: write "InvalidName_RestrictedModel"
    interface Restricted {
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }

    @Network(model = "Layer") // ERROR^"Layer"^: [InvalidName] @Network(model) is a name that Netwright uses itself
    // | help: write "InvalidName_NestedModel"
    interface Nested {
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }

    @Network(model = "Dense") // ERROR^"Dense"^: [InvalidName] @Network(model) is a name that Netwright uses itself
    // | expected: a name that neither an annotation nor a class in every model has
    interface Imported {
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }
}
