package dev.netwright.processor.plan;

/** A network whose workspace or one of whose values does not fit an array index. */
public final class PlanTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final long floats;

    PlanTooLarge(String what, long floats) {
        super(what + " takes " + floats + " floats, more than an array holds");
        this.what = what;
        this.floats = floats;
    }

    /** What is too large: a node's name, or {@code workspace}. */
    public String what() {
        return what;
    }

    /** Its number of floats, a sample's where it grows with the batch; {@link Long#MAX_VALUE} where that overflows too. */
    public long floats() {
        return floats;
    }
}
