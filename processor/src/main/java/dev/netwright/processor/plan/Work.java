package dev.netwright.processor.plan;

import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.step.Bodies;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.List;

/** Estimates of the work of a stage, and tiles from them. */
final class Work {
    /** Floating-point operations of a tile: enough to outweigh handing it to a thread, few enough that there are many tiles. */
    private static final long TILE_OPERATIONS = 1 << 22;

    /** Floats that a tile touches, to stay in a core's second-level cache (256 KiB). */
    private static final long TILE_FLOATS = 1 << 16;

    /** Results of a convolution, over neighbouring samples, that make a matrix product worth its setting up. */
    private static final int FEW_RESULTS = 128;

    /** Floats of a packed operand that no second-level cache holds: each tile of rows reads it from further away. */
    private static final long LARGE_OPERAND = 1 << 19;

    /** Fewest rows of a tile of a product: tiles of registers have four or six. */
    private static final int ROWS = 16;

    /** Fewest rows of a tile that reads a large operand. */
    private static final int ROWS_OF_LARGE = 32;

    /** The batch size that work is compared at where it depends on it. */
    private static final int TYPICAL_BATCH = 256;

    private Work() {}

    /** Floating-point operations of a row of a step at batch size n. */
    static double operations(Step step, int n) {
        if (step instanceof MatMulStep product) {
            int rank = product.output().rank();
            double all = 2.0 * product.a().extents().get(rank - 1).at(n);
            for (Extent extent : product.output().extents()) {
                all *= extent.at(n);
            }
            return all / product.output().extents().get(Rows.rowAxis(product)).at(n);
        } else if (step instanceof ConvolveStep convolution) {
            double samples = convolution.role() == ConvolveStep.Role.WEIGHT
                    ? convolution.y().extents().get(0).at(n)
                    : 1;
            return 2 * samples * points(convolution.y().extents(), n) * taps(convolution);
        } else if (step instanceof PoolStep pool) {
            int taps = pool.kernel().stream().reduce(1, (a, b) -> a * b);
            return 2 * points(pool.y().extents(), n) * taps;
        } else if (step instanceof MapStep map) {
            return points(map.extents(), n) * (cost(map.body()) + (map.reduced() > 0 ? 1 : 0));
        }
        return points(step.output().extents(), n) * (step.reads().isEmpty() ? 16 : 1);
    }

    /** Operations of a row of the steps. Where they grow with the batch, their part per sample. */
    static long perRow(List<Step> steps, boolean perSample) {
        double sum = 0;
        for (Step step : steps) {
            // Linear in n: the difference of two batch sizes is the part per sample.
            sum += perSample ? operations(step, 2) - operations(step, 1) : operations(step, 1);
        }
        return (long) Math.min(sum, 1e15);
    }

    /** Whether the work of a row grows with the batch. */
    static boolean growsWithBatch(List<Step> steps) {
        return steps.stream().anyMatch(step -> operations(step, 2) != operations(step, 1));
    }

    /** Rows of a tile: a power of two, or all rows. */
    static int tile(List<Step> steps, Extent rows) {
        double operations = 1;
        double floats = 1;
        for (Step step : steps) {
            operations += operations(step, TYPICAL_BATCH);
            for (View view : step.reads()) {
                floats += floats(view, step);
            }
            floats += floats(step.output(), step);
        }
        long most = (long) Math.max(1, Math.min(TILE_OPERATIONS / operations, TILE_FLOATS / floats));
        int least = least(steps.get(0));
        int tile = (int) Math.max(least, Math.min(Long.highestOneBit(most), TILE_FLOATS));
        return rows.batch() ? tile : Math.min(tile, rows.factor());
    }

    /** Fewest rows that a kernel works on well. */
    private static int least(Step step) {
        if (step instanceof ConvolveStep convolution) {
            int results = 1;
            for (Extent extent :
                    convolution.y().extents().subList(3, convolution.y().rank())) {
                results = Math.min(FEW_RESULTS, results * extent.factor());
            }
            return FEW_RESULTS / results;
        }
        if (step instanceof MatMulStep product && product.output().rank() == 2) {
            List<Extent> b = product.b().extents();
            return (long) b.get(0).at(TYPICAL_BATCH) * b.get(1).at(TYPICAL_BATCH) > LARGE_OPERAND
                    ? ROWS_OF_LARGE
                    : ROWS;
        }
        return 1;
    }

    /** Products that a result of a convolution is the sum of. */
    private static double taps(ConvolveStep convolution) {
        double taps = 1;
        for (Extent extent :
                convolution.w().extents().subList(2, convolution.w().rank())) {
            taps *= extent.factor();
        }
        return taps;
    }

    /** Floats of a row, what every row reads left out. */
    private static double floats(View view, Step step) {
        int rowAxis = step instanceof MatMulStep product ? Rows.rowAxis(product) : 0;
        if (step instanceof MatMulStep product && view.equals(product.b()) && rowAxis > 0) {
            return 0;
        }
        if (step instanceof ConvolveStep convolution && view.equals(convolution.w())) {
            return 0;
        }
        double floats = 1;
        for (int k = 0; k < view.rank(); k++) {
            if (k != rowAxis && view.strides().get(k) != 0) {
                floats *= view.extents().get(k).at(TYPICAL_BATCH);
            }
        }
        return view.strides().get(rowAxis) == 0 ? 0 : floats;
    }

    private static double points(List<Extent> extents, int n) {
        double points = 1;
        for (Extent extent : extents.subList(1, extents.size())) {
            points *= extent.at(n);
        }
        return points;
    }

    private static int cost(Expr body) {
        int cost = 0;
        for (Expr part : Bodies.parts(body)) {
            if (part instanceof Expr.Unary u) {
                cost += switch (u.function()) {
                    case NEG, ABS, SIGN -> 1;
                    case SQRT -> 4;
                    default -> 16;
                };
            } else if (part instanceof Expr.Binary b) {
                cost += switch (b.operation()) {
                    case DIV -> 4;
                    case POW -> 32;
                    default -> 1;
                };
            } else if (part instanceof Expr.Select) {
                cost += 1;
            }
        }
        return Math.max(1, cost);
    }
}
