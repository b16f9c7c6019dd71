package dev.netwright.annotations;

/** Values that operator attributes default to. */
public final class Attributes {
    /** Default of an attribute that must be given; the processor reports an operator that leaves it. */
    public static final int UNSET = Integer.MIN_VALUE;

    private Attributes() {}
}
