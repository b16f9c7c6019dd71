package dev.netwright.processor.write;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Expr.Binary;
import dev.netwright.processor.pointwise.Expr.Select;
import dev.netwright.processor.pointwise.Expr.Unary;
import dev.netwright.processor.pointwise.Expr.Var;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An expression with equal parts found by value numbering (Cocke 1970), so that each is computed once however often it occurs.
 * A value has a number above those it is computed from.
 */
final class Body {
    /** Number of the first input that stands for a value cut off. */
    static final int CUT = 1_000_000;

    private final List<Expr> values = new ArrayList<>();
    private final List<List<Integer>> operands = new ArrayList<>();
    private final Map<Object, Integer> numbers = new HashMap<>();

    Body(Expr expr) {
        number(expr, new IdentityHashMap<>());
    }

    private int number(Expr expr, Map<Expr, Integer> seen) {
        Integer known = seen.get(expr);
        if (known != null) {
            return known;
        }
        List<Integer> of = new ArrayList<>();
        Object operation = expr;
        if (expr instanceof Unary u) {
            operation = u.function();
            of.add(number(u.x(), seen));
        } else if (expr instanceof Binary b) {
            operation = b.operation();
            of.add(number(b.a(), seen));
            of.add(number(b.b(), seen));
        } else if (expr instanceof Select s) {
            operation = s.comparison();
            for (Expr part : List.of(s.left(), s.right(), s.then(), s.otherwise())) {
                of.add(number(part, seen));
            }
        }
        int number = numbers.computeIfAbsent(List.of(operation, of), key -> {
            values.add(expr);
            operands.add(List.copyOf(of));
            return values.size() - 1;
        });
        seen.put(expr, number);
        return number;
    }

    /** Number of distinct values; the last is the result. */
    int size() {
        return values.size();
    }

    /**
     * The expression of a value with the values in {@code cut}, itself excepted, as inputs {@code CUT + number}. Equal parts are one
     * object.
     */
    Expr expression(int value, Set<Integer> cut) {
        Map<Integer, Expr> done = new HashMap<>();
        cut.stream().filter(k -> k < value).forEach(k -> done.put(k, new Var(CUT + k)));
        return expression(value, done);
    }

    private Expr expression(int value, Map<Integer, Expr> done) {
        Expr known = done.get(value);
        if (known != null) {
            return known;
        }
        Expr expr = values.get(value);
        List<Expr> parts =
                operands.get(value).stream().map(k -> expression(k, done)).toList();
        if (expr instanceof Unary u) {
            expr = new Unary(u.function(), parts.get(0));
        } else if (expr instanceof Binary b) {
            expr = new Binary(b.operation(), parts.get(0), parts.get(1));
        } else if (expr instanceof Select s) {
            expr = new Select(s.comparison(), parts.get(0), parts.get(1), parts.get(2), parts.get(3));
        }
        done.put(value, expr);
        return expr;
    }

    /**
     * Values to compute apart so that none is computed from more than {@code limit} others, in ascending order.
     */
    Set<Integer> cuts(int limit) {
        Set<Integer> cuts = new TreeSet<>();
        List<BitSet> within = new ArrayList<>();
        for (int k = 0; k < size(); k++) {
            BitSet all = new BitSet();
            operands.get(k).forEach(operand -> all.or(within.get(operand)));
            all.set(k);
            if (all.cardinality() > limit && k + 1 < size()) {
                cuts.add(k);
                all.clear();
                all.set(k);
            }
            within.add(all);
        }
        return cuts;
    }

    /** Numbers of the inputs that it reads. */
    List<Integer> inputs() {
        return values.stream()
                .filter(Var.class::isInstance)
                .map(v -> ((Var) v).index())
                .toList();
    }

    /** A text that two bodies share exactly when they compute the same. */
    String signature() {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < size(); k++) {
            Expr expr = values.get(k);
            Object operation = expr instanceof Unary u
                    ? u.function()
                    : expr instanceof Binary b ? b.operation() : expr instanceof Select s ? s.comparison() : expr;
            text.append(operation).append(operands.get(k)).append(';');
        }
        return text.toString();
    }
}
