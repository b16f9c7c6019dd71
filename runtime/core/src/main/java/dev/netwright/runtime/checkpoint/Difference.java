package dev.netwright.runtime.checkpoint;

/**
 * One way in which a file does not fit a network.
 *
 * @param tensor name of the tensor, {@code hidden1.weight}; of other classes the output's, of another version {@code version}
 * @param kind what is different
 * @param expected what the network has: {@code float32 [128, 784]}
 * @param found what the file has, with the nearest names where it has no such tensor
 */
public record Difference(String tensor, Kind kind, String expected, String found) {
    /** What is different. */
    public enum Kind {
        /** The file lacks the tensor. */
        MISSING,
        /** The file has a tensor that the network lacks. */
        EXTRA,
        /** Another shape. */
        SHAPE,
        /** The same dimensions in another order. */
        TRANSPOSED,
        /** Elements that are no floats. */
        TYPE,
        /** Other names of an output's classes. */
        CLASSES,
        /** A version that the network does not load. */
        VERSION,
        /** Nothing. */
        NONE
    }

    /** {@code hidden1.weight: expected float32 [128, 784], found float32 [64, 784]}. */
    @Override
    public String toString() {
        return Names.escape(tensor) + ": expected " + expected + ", found " + found;
    }
}
