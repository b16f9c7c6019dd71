package dev.netwright.processor.plan;

import dev.netwright.processor.step.ConvolveStep;
import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Geometry;
import dev.netwright.processor.step.MatMulStep;
import dev.netwright.processor.step.Step;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The floats that each thread keeps that takes part in a plan, at most and whatever the batch, as the runtime's {@code Convolution} and
 * {@code MatMul} cut their work: four rows of a product, the right operand of products in a batch, and of convolutions a tile of
 * gathered elements, one to multiply and one of products; partial sums and turned filters are the caller's. Kept for the largest of each
 * kind. Of the plain kernels: those of the Vector API keep the planes of a sample, 4 MiB at most, in place of gathered elements.
 */
public final class ThreadMemory {
    /** Most results of a tile, and most columns of a block of a packed matrix. */
    private static final int WIDEST = 512;

    /** Results of a plane up to which neighbouring samples share a tile. */
    private static final int SMALL = 128;

    /** Columns up to which a packed matrix is narrow. */
    private static final int NARROW = PanelRoom.NARROW;

    /** Floats that a tile is cut to. */
    private static final int TILE = 128 * 1024;

    private static final int ROWS_OF_PRODUCTS = 4;
    private static final int FILTERS_OF_TASK = 64;
    private static final int MOST_FILTERS = 1 << 16;
    private static final int MANY_FILTERS = 128;
    private static final int MANY_GROUPS = 8;
    private static final int LARGE = 1 << 18;
    private static final int PARTS = 8;

    private final PanelRoom operands = new PanelRoom();
    private final PanelRoom columns = new PanelRoom();
    private final DepthwiseMemory depthwise = new DepthwiseMemory();
    private long gathered;
    private long products;
    private long parts;
    private long filtersTurned;

    private ThreadMemory() {}

    /** Floats of a thread. */
    public static long floats(Plan plan) {
        ThreadMemory memory = new ThreadMemory();
        Stream.of(plan.forward(), plan.backward())
                .flatMap(List::stream)
                .forEach(stage -> stage.steps().forEach(step -> memory.add(step, stage.tile())));
        return ROWS_OF_PRODUCTS * WIDEST
                + memory.operands.floats()
                + memory.columns.floats()
                + memory.gathered
                + memory.products
                + memory.parts
                + memory.filtersTurned
                + memory.depthwise.floats();
    }

    private void add(Step step, int rows) {
        if (step instanceof MatMulStep product && product.output().rank() > 2) {
            List<Extent> b = product.b().extents();
            operands.pack(b.get(b.size() - 2).factor(), b.get(b.size() - 1).factor());
        } else if (step instanceof ConvolveStep convolution && !depthwise.add(convolution)) {
            new Tiles(convolution, rows).add(convolution.role());
        }
    }

    /** The tiles of a convolution that is called for so many samples at a time, but for gradients of filters: those are of all. */
    private final class Tiles {
        private final int groups;
        private final int filters;
        private final int channels;
        private final int taps;
        private final int results;
        private final int samples;
        private final int called;

        /** The convolution that is the gradient of x; null where that is none. */
        private final @Nullable Tiles turned;

        @SuppressWarnings(
                "ArgumentSelectionDefectChecker") // the filters of the turned convolution are the channels of this
        Tiles(ConvolveStep step, int called) {
            List<Extent> w = step.w().extents();
            groups = w.get(0).factor();
            filters = w.get(1).factor();
            channels = w.get(2).factor();
            taps = count(w);
            results = count(step.y().extents());
            samples = results > SMALL ? 1 : WIDEST / results;
            this.called = Math.min(samples, called);
            int plane = count(step.x().extents());
            turned = turns(step) && plane > SMALL ? new Tiles(groups, channels, filters, taps, plane) : null;
        }

        /** Those of a large plane. */
        private Tiles(int groups, int filters, int channels, int taps, int results) {
            this.groups = groups;
            this.filters = filters;
            this.channels = channels;
            this.taps = taps;
            this.results = results;
            this.samples = 1;
            this.called = 1;
            this.turned = null;
        }

        private static boolean turns(ConvolveStep step) {
            Geometry geometry = step.geometry();
            for (int axis = 0; axis < geometry.rank(); axis++) {
                int reach = (step.w().extents().get(3 + axis).factor() - 1)
                        * geometry.dilation().get(axis);
                if (geometry.stride().get(axis) != 1 || geometry.padding().get(axis) > reach) {
                    return false;
                }
            }
            return true;
        }

        private static int count(List<Extent> extents) {
            return extents.stream().skip(3).mapToInt(Extent::factor).reduce(1, Math::multiplyExact);
        }

        /** Columns of a full tile on a large plane. */
        private int tile(int rows) {
            int most = Math.max(64, Math.min(WIDEST, TILE / rows & -16));
            int tiles = (results - 1) / most + 1;
            return ((results - 1) / tiles + 16) & -16;
        }

        /** Most columns of a tile of neighbouring samples. */
        private int columns(int rows, int neighbours) {
            return Math.max(results > SMALL ? Math.min(results, tile(rows)) : neighbours * results, NARROW + 1);
        }

        /** Channels whose taps share a tile. */
        private int channels(int columns) {
            return Math.max(1, Math.min(channels, TILE / (taps * columns)));
        }

        void add(ConvolveStep.Role role) {
            switch (role) {
                case OUTPUT -> output();
                case INPUT -> {
                    if (turned != null) {
                        turned.output();
                        filtersTurned = Math.max(filtersTurned, (long) groups * filters * channels * taps);
                        return;
                    }
                    int width = columns(filters, called);
                    columns.rows(filters, width);
                    products = Math.max(products, (long) channels(columns(filters, samples)) * taps * width);
                }
                case WEIGHT -> weight();
            }
        }

        private void output() {
            int rows = channels * taps;
            int width = columns(rows, called);
            columns.rows(rows, width);
            int last = results % tile(rows);
            long most = Math.min(filters, results <= SMALL && called == 1 ? FILTERS_OF_TASK : MOST_FILTERS);
            if (results <= SMALL) {
                products = Math.max(products, most * width);
            } else if (last > 0 && last <= NARROW) {
                products = Math.max(products, most * (NARROW + 1));
            }
        }

        private void weight() {
            int depth = columns(1, samples);
            int span = channels(depth);
            gathered = Math.max(gathered, (long) span * taps * depth);
            columns.pack(depth, span * taps);
            if (channels % span > 0) {
                columns.pack(depth, channels % span * taps);
            }
            long size = (long) groups * filters * channels * taps;
            boolean byFilters = filters >= MANY_FILTERS || groups >= MANY_GROUPS || size > LARGE;
            if (samples > 1) {
                products =
                        Math.max(products, (long) (byFilters ? Math.min(FILTERS_OF_TASK, filters) : filters) * depth);
            }
            if (!byFilters) {
                parts = Math.max(parts, PARTS * size);
            }
        }
    }
}
