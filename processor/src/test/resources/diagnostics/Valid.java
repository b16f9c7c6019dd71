package diagnostics;

import dev.netwright.annotations.*;

import java.lang.annotation.Documented;

/** Nothing here is wrong. */
@Network(model = "Checked", version = 3)
interface Valid {
    @Input(4) Tensor x();
    @Dense(3) Tensor x3();
    @Documented2 @Dense(3) @ReLU @Halved Tensor hidden(Tensor x);
    @Mul Tensor square(Tensor hidden, Tensor x3);
    @Dense(2) @Output Tensor left(Tensor square);
    @Dense(2) @Output Tensor right(Tensor square);

    default int notANode() {
        return 0;
    }

    static <T> int norIsThis(T t) {
        return 1;
    }

    @Documented
    @interface Documented2 {}

    @Pointwise("x / 2")
    @interface Halved {}
}
