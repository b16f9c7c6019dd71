package dev.netwright.runtime.checkpoint;

/** How exactly a checkpoint holds parameters and buffers. */
public enum Precision {
    /** float32: bit for bit. */
    FULL,
    /** float16: rounded to nearest, ties to even; half the size in the binary formats. Values above 65504 are refused. */
    HALF
}
