package dev.netwright.processor.pointwise;

/**
 * An expression of scalars: the body of a {@link dev.netwright.processor.step.MapStep}. Immutable; equal trees are equal.
 * Values are the numbers of the engine that runs it: float on the JVM and OpenCL, double in the interpreter.
 */
public sealed interface Expr {
    /** A number. */
    record Const(double value) implements Expr {}

    /** The value of input {@code index} at the current point. */
    record Var(int index) implements Expr {}

    /** A function of one value. */
    record Unary(Function function, Expr x) implements Expr {}

    /** A function of two values. */
    record Binary(Operation operation, Expr a, Expr b) implements Expr {}

    /** {@code left comparison right ? then : otherwise}. */
    record Select(Comparison comparison, Expr left, Expr right, Expr then, Expr otherwise) implements Expr {}

    /** Functions of one value. {@code SIGN} is -1, 0 or 1; {@code ERF} the error function; {@code SOFTPLUS} log(1 + exp(x)). */
    enum Function {
        NEG,
        EXP,
        EXPM1,
        LOG,
        LOG1P,
        SQRT,
        ABS,
        SIGN,
        SIN,
        COS,
        TANH,
        SIGMOID,
        SOFTPLUS,
        ERF
    }

    /** Functions of two values. */
    enum Operation {
        ADD,
        SUB,
        MUL,
        DIV,
        MIN,
        MAX,
        POW
    }

    /** Comparisons, false where a side is NaN but for {@code NE}. */
    enum Comparison {
        LT,
        LE,
        GT,
        GE,
        EQ,
        NE
    }
}
