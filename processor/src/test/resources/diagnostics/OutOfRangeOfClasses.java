package diagnostics;

import dev.netwright.annotations.*;

class OutOfRangeOfClasses {
    @Network
    interface Count {
        @Input(4) Tensor x();
        @Dense(3) @Softmax @Output @Classes({"a", "b"}) Tensor few(Tensor x); // ERROR^{"a", "b"}^: [OutOfRange] 'few' (@Classes): 'value' is out of range
        // | expected: 3 names, one for each score of 'few' [3]
        // | found:    2 names
        // | help:     add 1 more
        @Dense(2) @Output @Classes({"a", "b", "c"}) Tensor many(Tensor x); // ERROR: [OutOfRange] 'many' (@Classes): 'value' is out of range
        // | help:     leave 1 out
        @Dense(1) @Sigmoid @Output @Classes("yes") Tensor binary(Tensor x); // ERROR: [OutOfRange] 'binary' (@Classes): 'value' is out of range
        // | expected: 2 names, of no and of yes: 'binary' is [1]
        @Dense(2) @Output @Classes({"a", "a"}) Tensor twice(Tensor x); // ERROR: [OutOfRange] 'twice' (@Classes): 'value' is out of range
        // | expected: names that differ, none empty
        @Dense(2) @Output @Classes({"a", " "}) Tensor empty(Tensor x); // ERROR: [OutOfRange] 'empty' (@Classes): 'value' is out of range
        @Reshape({2, 2}) @Output @Classes({"a", "b"}) Tensor deep(Tensor x); // ERROR: [OutOfRange] 'deep' (@Classes): 'value' is out of range
        // | expected: an output of rank 1, [classes]
        @Dense(2) @Output @Classes Tensor none(Tensor x); // ERROR^@Classes^: [MissingAttribute] 'none' (@Classes) lacks 'value'
    }

    @Network
    interface Place {
        @Input(4) Tensor x();
        @Dense(2) @Classes({"a", "b"}) Tensor hidden(Tensor x); // ERROR^@Classes({"a", "b"})^: [WrongPosition] 'hidden' (@Classes) stands in the wrong place
        // | expected: on a result of the network
        // | help:     write  @Output  on 'hidden', or move  @Classes  to a result
        @Classes({"a", "b"}) @Dense(2) @Output Tensor y(Tensor hidden);
    }

    @Network
    @Classes({"a", "b"}) // ERROR^@Classes({"a", "b"})^: [OperatorOnType]
    interface OnType {
        @Input(4) Tensor x();
        @Dense(2) Tensor y();
    }
}
