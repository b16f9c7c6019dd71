package dev.netwright.processor.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodiesTest {
    private static final List<Extent> ROWS = List.of(Extent.BATCH, Extent.of(3));

    private static View view(int id) {
        return View.whole(
                new Buffer(id, Buffer.Space.WORK, "v" + id, 0, Extent.of(3).times(Extent.BATCH)), ROWS);
    }

    private static MapStep compact(Expr body, View... inputs) {
        return Bodies.compact(new MapStep(ROWS, List.of(inputs), view(9), body, MapStep.Reduction.NONE, 0, false));
    }

    @Test
    void leavesOutWhatIsNotReadAndReadsEqualViewsOnce() {
        MapStep step = compact(
                Exprs.add(Exprs.input(0), Exprs.mul(Exprs.input(2), Exprs.input(3))),
                view(1),
                view(2),
                view(1),
                view(3));
        assertEquals(List.of(view(1), view(3)), step.inputs());
        assertEquals(Exprs.add(Exprs.input(0), Exprs.mul(Exprs.input(0), Exprs.input(1))), step.body());
    }

    @Test
    void leavesOutWhatIsNoLongerReadOnceEqualViewsFold() {
        Expr body = Exprs.select(Expr.Comparison.GT, Exprs.input(0), Exprs.input(1), Exprs.input(2), Exprs.input(3));
        MapStep step = compact(body, view(1), view(2), view(3), view(3));
        assertEquals(List.of(view(3)), step.inputs());
        assertEquals(Exprs.input(0), step.body());
    }
}
