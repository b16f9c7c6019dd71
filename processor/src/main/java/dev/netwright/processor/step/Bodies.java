package dev.netwright.processor.step;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a body of a map consists of. Bodies may share parts, so nothing here walks a part twice: as a tree a body may be far too
 * large to.
 */
public final class Bodies {
    private Bodies() {}

    /** Number of parts, shared ones counted once. */
    public static int size(Expr body) {
        return parts(body).size();
    }

    /** The inputs read, ascending. */
    public static SortedSet<Integer> inputs(Expr body) {
        SortedSet<Integer> found = new TreeSet<>();
        for (Expr part : parts(body)) {
            if (part instanceof Expr.Var v) {
                found.add(v.index());
            }
        }
        return found;
    }

    /** Whether two bodies are equal; false also where they are too large to compare. */
    public static boolean same(Expr a, Expr b) {
        return a == b || (small(a) && small(b) && a.equals(b));
    }

    /** All parts, each once. */
    public static Set<Expr> parts(Expr body) {
        Set<Expr> found = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(body, found);
        return found;
    }

    /**
     * A map that reads only what its body needs, each view once: inputs that are not read are left out, equal views become one.
     */
    public static MapStep compact(MapStep step) {
        List<View> views = new ArrayList<>();
        List<Expr> numbers = new ArrayList<>(Collections.nCopies(step.inputs().size(), new Expr.Const(0)));
        for (int k : inputs(step.body())) {
            View view = step.inputs().get(k);
            if (!views.contains(view)) {
                views.add(view);
            }
            numbers.set(k, new Expr.Var(views.indexOf(view)));
        }
        if (views.equals(step.inputs())) {
            return step;
        }
        MapStep compact = new MapStep(
                step.extents(),
                views,
                step.output(),
                numbers.isEmpty() ? step.body() : Exprs.substitute(step.body(), numbers),
                step.reduction(),
                step.reduced(),
                step.accumulate());
        // what became equal may have folded, and left others unread: x > y ? a : a
        return inputs(compact.body()).size() == views.size() ? compact : compact(compact);
    }

    private static void collect(Expr body, Set<Expr> found) {
        if (found.add(body)) {
            operands(body).forEach(operand -> collect(operand, found));
        }
    }

    private static List<Expr> operands(Expr body) {
        if (body instanceof Expr.Unary u) {
            return List.of(u.x());
        } else if (body instanceof Expr.Binary b) {
            return List.of(b.a(), b.b());
        } else if (body instanceof Expr.Select s) {
            return List.of(s.left(), s.right(), s.then(), s.otherwise());
        }
        return List.of();
    }

    private static boolean small(Expr body) {
        return treeSize(body, new IdentityHashMap<>()) < 1000;
    }

    private static int treeSize(Expr body, Map<Expr, Integer> known) {
        Integer size = known.get(body);
        if (size == null) {
            int sum = 1;
            for (Expr operand : operands(body)) {
                sum = Math.min(1000, sum + treeSize(operand, known));
            }
            size = sum;
            known.put(body, size);
        }
        return size;
    }
}
