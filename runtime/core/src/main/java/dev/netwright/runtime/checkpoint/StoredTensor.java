package dev.netwright.runtime.checkpoint;

import java.util.List;

/**
 * A tensor that a file says it has.
 *
 * @param name full name
 * @param type element type: {@code float32}
 * @param shape dimensions
 */
public record StoredTensor(String name, String type, List<Long> shape) {
    /** What names of optimizer slots begin with in files: {@code optimizer/<slot>/<parameter>}; no Java name has a slash. */
    static final String OPTIMIZER = "optimizer/";

    /** Most tensors of a file: names cost memory before anything is compared. */
    static final int MOST = 100_000;

    /** Refuses a tensor more than there may be. */
    static void checkCount(Fault fault, int count) throws CheckpointException {
        if (count > MOST) {
            throw fault.expected("at most " + MOST + " tensors").found("more").limitExceeded("too many tensors");
        }
    }

    /** A tensor. */
    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /** Name of a parameter's part of an optimizer slot. */
    static String slotName(String slot, String parameter) {
        return OPTIMIZER + slot + "/" + parameter;
    }

    boolean isSlot() {
        return name.startsWith(OPTIMIZER);
    }

    /** Number of elements, {@link Long#MAX_VALUE} where it is no long. */
    long elements() {
        long product = 1;
        for (long dimension : shape) {
            if (dimension != 0 && product > Long.MAX_VALUE / dimension) {
                return Long.MAX_VALUE;
            }
            product *= dimension;
        }
        return product;
    }

    /** Whether its dimensions are these in another order: of a rank above 1, and not the same. */
    public boolean isTransposed(List<Integer> other) {
        return shape.size() > 1
                && !shape.equals(other.stream().map(Integer::longValue).toList())
                && shape.stream()
                        .sorted()
                        .toList()
                        .equals(other.stream().map(Integer::longValue).sorted().toList());
    }

    /** Whether its elements are floats of a width that is read. */
    public boolean isFloat() {
        return FloatType.ofText(type).isPresent();
    }

    /** {@code float32 [784, 128]}. */
    public String describe() {
        return Names.escape(type) + " " + shape;
    }
}
