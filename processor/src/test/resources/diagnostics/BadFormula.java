package diagnostics;

import dev.netwright.annotations.*;

@Network
interface BadFormula {
    @Input(4) Tensor x();
    @Swish Tensor y();

    @Pointwise("x * sigmod(x)") // ERROR^"x *^: [BadFormula] formula of @Swish: 'sigmod' is no function of formulas
    // | found: x * ▸sigmod(x) (at character 5)
    // | help: write sigmoid(x)
    @interface Swish {}
}
