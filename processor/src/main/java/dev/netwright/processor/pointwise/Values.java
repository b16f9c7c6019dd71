package dev.netwright.processor.pointwise;

import dev.netwright.processor.pointwise.Expr.Binary;
import dev.netwright.processor.pointwise.Expr.Const;
import dev.netwright.processor.pointwise.Expr.Operation;
import dev.netwright.processor.pointwise.Expr.Select;
import dev.netwright.processor.pointwise.Expr.Unary;
import dev.netwright.processor.pointwise.Expr.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The distinct parts of some expressions, each after its operands: value numbering. Takes time linear in the number of distinct
 * objects, so that expressions whose parts are shared objects may be far larger as trees.
 */
final class Values {
    private static final Set<Operation> COMMUTATIVE =
            Set.of(Operation.ADD, Operation.MUL, Operation.MIN, Operation.MAX);
    private static final int[] NONE = {};

    private final List<Expr> exprs = new ArrayList<>();
    private final List<int[]> operands = new ArrayList<>();
    private final List<Integer> results = new ArrayList<>();
    private final Map<Object, Integer> numbers = new HashMap<>();
    private final IdentityHashMap<Expr, Integer> seen = new IdentityHashMap<>();

    private Values() {}

    static Values of(List<Expr> roots) {
        Values values = new Values();
        roots.forEach(root -> values.results.add(values.number(root)));
        return values;
    }

    /** Number of distinct parts. */
    int size() {
        return exprs.size();
    }

    /** Part {@code k}: its own function; what it is applied to is in {@link #operands}. */
    Expr expr(int k) {
        return exprs.get(k);
    }

    /** The parts that part {@code k} is applied to, in order. */
    int[] operands(int k) {
        return operands.get(k);
    }

    /** The part that is expression {@code index}. */
    int result(int index) {
        return results.get(index);
    }

    /** How often each part is used, by other parts and as a result. */
    int[] uses() {
        int[] uses = new int[size()];
        operands.forEach(list -> {
            for (int operand : list) {
                uses[operand]++;
            }
        });
        results.forEach(result -> uses[result]++);
        return uses;
    }

    private int number(Expr expr) {
        Integer known = seen.get(expr);
        if (known != null) {
            return known;
        }
        int[] at = NONE;
        Object key = expr;
        if (expr instanceof Const c) {
            key = List.of(Const.class, Double.doubleToLongBits(c.value()));
        } else if (expr instanceof Unary u) {
            at = new int[] {number(u.x())};
            key = List.of(u.function(), at[0]);
        } else if (expr instanceof Binary b) {
            at = new int[] {number(b.a()), number(b.b())};
            boolean swap = COMMUTATIVE.contains(b.operation()) && at[0] > at[1];
            key = List.of(b.operation(), swap ? at[1] : at[0], swap ? at[0] : at[1]);
        } else if (expr instanceof Select s) {
            at = new int[] {number(s.left()), number(s.right()), number(s.then()), number(s.otherwise())};
            key = List.of(s.comparison(), at[0], at[1], at[2], at[3]);
        } else if (!(expr instanceof Var)) {
            throw new IllegalStateException("unknown expression " + expr);
        }
        Integer number = numbers.get(key);
        if (number == null) {
            number = exprs.size();
            exprs.add(expr);
            operands.add(at);
            numbers.put(key, number);
        }
        seen.put(expr, number);
        return number;
    }
}
