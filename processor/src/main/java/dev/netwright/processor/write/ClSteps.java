package dev.netwright.processor.write;

import dev.netwright.processor.plan.Plan;
import dev.netwright.processor.pointwise.Expr;
import dev.netwright.processor.pointwise.Exprs;
import dev.netwright.processor.step.Buffer;
import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.CopyStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.MapStep;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.PoolStep;
import dev.netwright.processor.step.RandomStep;
import dev.netwright.processor.step.Step;
import dev.netwright.processor.step.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions of steps in OpenCL C: equal steps share one, whatever their places. Lengths and strides are literals; pointers to what is
 * read and written, the batch size {@code n} and the rows {@code from} to {@code to} are arguments.
 *
 * <pre>{@code
 * // y [N, 128] = x0 [N, 784] x x1 [784, 128]
 * static void product0(global const float* x0, global const float* x1, global const float* packed, global float* y, …) {
 * }</pre>
 */
final class ClSteps {
    /** A function: its name, and the names of its pointers, output last, for the places that the step names. */
    record Function(String name, String text) {}

    private final Map<String, Function> functions = new LinkedHashMap<>();

    /** All functions in the order of first use. */
    Iterable<Function> functions() {
        return functions.values();
    }

    /** Whether the runtime packs a product's right operand for kernels that work on tiles: one that is a matrix by itself. */
    static boolean packs(Plan plan, Step step) {
        return Steps.packed(step)
                && (plan.training() || ((MatMulStep) step).b().buffer().space() == Buffer.Space.PARAMETER);
    }

    /** The call of a step's function, given an expression for the place of each view and of the packed operand where there is one. */
    String call(Plan plan, Step step, List<String> places, String packed, String stream) {
        boolean packs = packs(plan, step);
        List<String> distinct = places.stream().distinct().toList();
        List<Integer> which = places.stream().map(distinct::indexOf).toList();
        String key = key(step) + which + packs;
        Function function = functions.computeIfAbsent(key, k -> write(step, which, packs));
        List<String> arguments = new ArrayList<>(distinct);
        if (packs) {
            arguments.add(packed);
        }
        if (step instanceof RandomStep) {
            arguments.add("draw");
            arguments.add(stream);
        }
        arguments.addAll(List.of("n", "from", "to"));
        return function.name() + "(" + String.join(", ", arguments) + ");";
    }

    private static String key(Step step) {
        String key = Steps.signature(step);
        return step instanceof MatMulStep product
                ? key + product.a().extents() + product.b().strides()
                : key;
    }

    private Function write(Step step, List<Integer> which, boolean packs) {
        List<String> names = names(step);
        List<String> parameters = new ArrayList<>();
        List<String> used = new ArrayList<>();
        int output = which.get(which.size() - 1);
        for (int place = 0; which.contains(place); place++) {
            // what a step both reads and writes is known by its name as the output
            int at = place == output ? which.size() - 1 : which.indexOf(place);
            parameters.add("global " + (place == output ? "" : "const ") + "float* " + names.get(at));
        }
        which.forEach(place -> used.add(names.get(place == output ? which.size() - 1 : which.indexOf(place))));
        if (packs) {
            parameters.add("global const float* packed");
        }
        if (step instanceof RandomStep) {
            parameters.add("uint4 draw");
            parameters.add("uint stream");
        }
        parameters.addAll(List.of("int n", "int from", "int to"));
        String name = kind(step) + functions.size();
        ClCode code = new ClCode();
        code.open("static void " + name + "(" + String.join(", ", parameters) + ")");
        body(step, used, packs, code);
        return new Function(name, code.close().toString());
    }

    private static String kind(Step step) {
        return step instanceof MapStep
                ? "map"
                : step instanceof MatMulStep
                        ? "product"
                        : step instanceof CopyStep
                                ? "copy"
                                : step instanceof ConvolveStep
                                        ? "convolve"
                                        : step instanceof PoolStep ? "pool" : "random";
    }

    /** Names of what a step reads, in order, then of what it writes. */
    private static List<String> names(Step step) {
        if (step instanceof ConvolveStep convolution) {
            return switch (convolution.role()) {
                case OUTPUT -> List.of("x", "w", "y");
                case INPUT -> List.of("w", "y", "x");
                case WEIGHT -> List.of("x", "y", "w");
            };
        }
        if (step instanceof PoolStep pool) {
            return switch (pool.form()) {
                case MAX, MEAN -> List.of("x", "y");
                case MAX_ADJOINT -> List.of("x", "g", "y");
                case MEAN_ADJOINT -> List.of("g", "y");
            };
        }
        List<String> names = new ArrayList<>();
        for (int k = 0; k < step.reads().size(); k++) {
            names.add("x" + k);
        }
        names.add("y");
        return names;
    }

    private static void body(Step step, List<String> names, boolean packs, ClCode code) {
        List<String> reads = names.subList(0, names.size() - 1);
        if (step instanceof MapStep map) {
            ClMap.write(map, reads, code);
        } else if (step instanceof CopyStep copy) {
            ClMap.write(copied(copy), reads, code);
        } else if (step instanceof ConvolveStep convolution) {
            boolean planes = convolution.geometry().rank() <= 2;
            if (planes) {
                code.directive("#if TILES").line(ClWindows.tiled(convolution)).directive("#else");
            }
            ClWindows.write(convolution, code);
            if (planes) {
                code.directive("#endif");
            }
        } else if (step instanceof PoolStep pool) {
            ClWindows.write(pool, code);
        } else if (step instanceof MatMulStep product) {
            if (packs) {
                code.directive("#if TILES").line(tiled(product)).directive("#else");
            }
            ClMap.write(summed(product), reads, code);
            if (packs) {
                code.directive("#endif");
            }
        } else if (step instanceof RandomStep random) {
            String row = ClCode.points(
                    random.output().extents().subList(1, random.output().rank()));
            code.open("ROWS(i, " + row + ")").open("AXIS(j, " + row + ", 1)");
            code.line("y[" + row + " * i + j] = uniform(draw, stream, " + row + " * i + j);");
            code.close(2);
        }
    }

    private static MapStep copied(CopyStep copy) {
        return new MapStep(
                copy.output().extents(),
                List.of(copy.input()),
                copy.output(),
                new Expr.Var(0),
                MapStep.Reduction.NONE,
                0,
                copy.accumulate());
    }

    /** {@code product(x0, 784, 1, packed, y, 128, 1, from, to, 128, 784, 0);}. */
    private static String tiled(MatMulStep product) {
        return "product(x0, %d, %d, packed, y, %d, %d, from, to, %s, %s, %d);"
                .formatted(
                        product.a().strides().get(0),
                        product.a().strides().get(1),
                        product.output().strides().get(0),
                        product.output().strides().get(1),
                        JavaCode.length(product.b().extents().get(1)),
                        JavaCode.length(product.b().extents().get(0)),
                        product.accumulate() ? 1 : 0);
    }

    /** A product as a map that sums: rows, the other axes kept, those added up, and last the inner dimension. */
    static MapStep summed(MatMulStep product) {
        int rank = product.output().rank();
        int row = rank == 2 || product.output().strides().get(0) == 0 ? rank - 2 : 0;
        List<Integer> kept = new ArrayList<>(List.of(row));
        List<Integer> added = new ArrayList<>();
        for (int k = 0; k < rank; k++) {
            boolean sum = k < rank - 2 && product.output().strides().get(k) == 0;
            if (k != row) {
                (sum ? added : kept).add(k);
            }
        }
        List<Integer> axes = new ArrayList<>(kept);
        axes.addAll(added);
        List<Extent> extents = new ArrayList<>(
                axes.stream().map(product.output().extents()::get).toList());
        extents.add(product.a().extents().get(rank - 1));
        List<Integer> a = new ArrayList<>();
        List<Integer> b = new ArrayList<>();
        List<Integer> c = new ArrayList<>();
        for (int axis : axes) {
            a.add(axis == rank - 1 ? 0 : product.a().strides().get(axis));
            b.add(axis == rank - 2 ? 0 : product.b().strides().get(axis));
        }
        kept.forEach(axis -> c.add(product.output().strides().get(axis)));
        a.add(product.a().strides().get(rank - 1));
        b.add(product.b().strides().get(rank - 2));
        return new MapStep(
                extents,
                List.of(view(product.a(), extents, a), view(product.b(), extents, b)),
                view(product.output(), extents.subList(0, kept.size()), c),
                Exprs.mul(Exprs.input(0), Exprs.input(1)),
                MapStep.Reduction.SUM,
                added.size() + 1,
                product.accumulate());
    }

    private static View view(View of, List<Extent> extents, List<Integer> strides) {
        return new View(of.buffer(), of.offset(), extents, strides);
    }

    /** Number of points of a row of a step: what kernels of a work-item a point divide it into. */
    static Extent pointsOfRow(Step step) {
        List<Extent> free;
        if (step instanceof MatMulStep product) {
            free = summed(product).output().extents();
        } else if (step instanceof PoolStep pool
                && pool.form() != PoolStep.Form.MAX
                && pool.form() != PoolStep.Form.MEAN) {
            free = pool.x().extents().subList(0, 2);
        } else if (step instanceof ConvolveStep convolution && convolution.role() == ConvolveStep.Role.WEIGHT) {
            free = new ArrayList<>(List.of(Extent.of(1)));
            free.addAll(convolution.w().extents());
        } else {
            free = step.output().extents();
        }
        Extent points = Extent.of(1);
        for (Extent extent : free.subList(1, free.size())) {
            points = points.times(extent);
        }
        return points;
    }
}
