package dev.netwright.processor.pointwise;

import dev.netwright.processor.pointwise.Expr.Binary;
import dev.netwright.processor.pointwise.Expr.Const;
import dev.netwright.processor.pointwise.Expr.Operation;
import dev.netwright.processor.pointwise.Expr.Select;
import dev.netwright.processor.pointwise.Expr.Unary;
import dev.netwright.processor.pointwise.Expr.Var;
import java.util.ArrayList;
import java.util.List;

/** Plain recursive evaluation of the tree as it stands, in float and in double: the reference for what is cleverer. */
final class Walk {
    private Walk() {}

    /** In float: each function is the float nearest to its value in double. */
    static float single(Expr expr, float[] inputs) {
        if (expr instanceof Const c) {
            return (float) c.value();
        }
        if (expr instanceof Var v) {
            return inputs[v.index()];
        }
        if (expr instanceof Unary u) {
            return (float) Evaluator.apply(u.function(), single(u.x(), inputs));
        }
        if (expr instanceof Binary b) {
            float x = single(b.a(), inputs);
            float y = single(b.b(), inputs);
            return switch (b.operation()) {
                case ADD -> x + y;
                case SUB -> x - y;
                case MUL -> x * y;
                case DIV -> x / y;
                case MIN -> Math.min(x, y);
                case MAX -> Math.max(x, y);
                case POW -> (float) Math.pow(x, y);
            };
        }
        Select s = (Select) expr;
        return Evaluator.holds(s.comparison(), single(s.left(), inputs), single(s.right(), inputs))
                ? single(s.then(), inputs)
                : single(s.otherwise(), inputs);
    }

    /** In double. */
    static double real(Expr expr, double[] inputs) {
        if (expr instanceof Const c) {
            return c.value();
        }
        if (expr instanceof Var v) {
            return inputs[v.index()];
        }
        if (expr instanceof Unary u) {
            return Evaluator.apply(u.function(), real(u.x(), inputs));
        }
        if (expr instanceof Binary b) {
            return Evaluator.apply(b.operation(), real(b.a(), inputs), real(b.b(), inputs));
        }
        Select s = (Select) expr;
        return Evaluator.holds(s.comparison(), real(s.left(), inputs), real(s.right(), inputs))
                ? real(s.then(), inputs)
                : real(s.otherwise(), inputs);
    }

    /** What is 0 at a kink or a jump: differences of what is compared, arguments of abs and sign. */
    static List<Expr> kinks(Expr expr) {
        List<Expr> kinks = new ArrayList<>();
        kinks(expr, kinks);
        return kinks;
    }

    private static void kinks(Expr expr, List<Expr> kinks) {
        if (expr instanceof Unary u) {
            kinks(u.x(), kinks);
            if (u.function() == Expr.Function.ABS || u.function() == Expr.Function.SIGN) {
                kinks.add(u.x());
            }
        } else if (expr instanceof Binary b) {
            kinks(b.a(), kinks);
            kinks(b.b(), kinks);
            if (b.operation() == Operation.MIN || b.operation() == Operation.MAX) {
                kinks.add(new Binary(Operation.SUB, b.a(), b.b()));
            }
        } else if (expr instanceof Select s) {
            for (Expr part : List.of(s.left(), s.right(), s.then(), s.otherwise())) {
                kinks(part, kinks);
            }
            kinks.add(new Binary(Operation.SUB, s.left(), s.right()));
        }
    }
}
