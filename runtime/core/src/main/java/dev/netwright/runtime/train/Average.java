package dev.netwright.runtime.train;

/** How the figures of several classes become one (Sokolova and Lapalme 2009; the names are scikit-learn's). */
public enum Average {
    /** The figure of class 1 of an output that says yes or no. */
    BINARY,
    /** The mean over the classes, each as much: those that occur in the data or in the answers. */
    MACRO,
    /** The figure of all answers together; of answers that name one class each it is the accuracy. */
    MICRO,
    /** The mean over the classes, each as much as it occurs in the data. */
    WEIGHTED
}
