package dev.netwright.processor.pointwise;

import dev.netwright.processor.pointwise.Expr.Comparison;
import dev.netwright.processor.pointwise.Expr.Function;
import dev.netwright.processor.pointwise.Expr.Operation;
import java.util.Random;

/** Random expressions, built from the records without any simplification. */
final class RandomExprs {
    private static final double[] CONSTANTS = {0, 1, -1, 2, 0.5, 3, 4, -0.25, 0.7978845608028654, 1.702, 6};

    private final Random random;
    private final int inputs;

    RandomExprs(long seed, int inputs) {
        this.random = new Random(seed);
        this.inputs = inputs;
    }

    Expr next(int depth) {
        int choice = depth == 0 ? random.nextInt(2) : random.nextInt(10);
        if (choice == 0) {
            return new Expr.Const(
                    random.nextBoolean() ? CONSTANTS[random.nextInt(CONSTANTS.length)] : random.nextGaussian());
        }
        if (choice == 1) {
            return new Expr.Var(random.nextInt(inputs));
        }
        if (choice <= 4) {
            Function function = Function.values()[random.nextInt(Function.values().length)];
            return new Expr.Unary(function, next(depth - 1));
        }
        if (choice <= 8) {
            Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
            return new Expr.Binary(operation, next(depth - 1), next(depth - 1));
        }
        Comparison comparison = Comparison.values()[random.nextInt(Comparison.values().length)];
        return new Expr.Select(comparison, next(depth - 1), next(depth - 1), next(depth - 1), next(depth - 1));
    }
}
