package dev.netwright.annotations;

/** Element types of an {@link Input}. */
public enum DataType {
    /** IEEE 754 single precision, the type that everything is computed in. */
    FLOAT32,
    /** 32-bit integers, for instance class ids or token ids. */
    INT32,
    /** 64-bit integers. */
    INT64,
    /** Truth values, for instance masks. */
    BOOL
}
