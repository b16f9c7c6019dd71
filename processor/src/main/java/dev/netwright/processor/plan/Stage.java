package dev.netwright.processor.plan;

import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.Step;
import java.util.List;

/**
 * Steps that run together over tiles of rows: the first axis of every step's iteration space (for a matrix product without
 * batch axes the rows of the product, with them the first batch axis, but the rows where the products are added up) has the
 * extent {@code rows}, and no step reads of another row what a step of the stage writes. So a tile of rows may run through all
 * steps while it is in the cache, and tiles may run in any order, on any thread. A matrix product or convolution stands first in its
 * stage.
 *
 * @param node the node it comes from, for comments
 * @param steps the steps in order
 * @param rows number of rows
 * @param tile rows of a tile, a literal
 * @param work floating-point operations of a row, estimated; times the batch size where {@code workPerSample}
 * @param workPerSample whether a row's work grows with the batch size
 */
public record Stage(String node, List<Step> steps, Extent rows, int tile, long work, boolean workPerSample) {
    public Stage {
        steps = List.copyOf(steps);
    }
}
