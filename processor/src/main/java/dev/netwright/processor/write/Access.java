package dev.netwright.processor.write;

import java.util.List;

/**
 * How a loop nest reaches an array: the argument that holds it, and the distance of each axis of the nest.
 *
 * @param argument number of the kernel's argument
 * @param strides distances in floats, one an axis
 */
record Access(int argument, List<Integer> strides) {
    Access {
        strides = List.copyOf(strides);
    }

    /** Whether the array moves along an axis. */
    boolean moves(int axis) {
        return strides.get(axis) != 0;
    }
}
