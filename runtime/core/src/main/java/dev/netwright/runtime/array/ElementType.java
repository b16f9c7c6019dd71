package dev.netwright.runtime.array;

import java.util.Locale;

/** What an array in a file is made of. */
public enum ElementType {
    /** One byte, 0 or 1. */
    BOOL(1, "b1"),
    /** Signed, one byte. */
    INT8(1, "i1"),
    /** Signed, two bytes. */
    INT16(2, "i2"),
    /** Signed, four bytes. */
    INT32(4, "i4"),
    /** Signed, eight bytes. */
    INT64(8, "i8"),
    /** Unsigned, one byte. */
    UINT8(1, "u1"),
    /** Unsigned, two bytes. */
    UINT16(2, "u2"),
    /** Unsigned, four bytes. */
    UINT32(4, "u4"),
    /** Unsigned, eight bytes. */
    UINT64(8, "u8"),
    /** IEEE 754 binary16. */
    FLOAT16(2, "f2"),
    /** IEEE 754 binary32. */
    FLOAT32(4, "f4"),
    /** IEEE 754 binary64. */
    FLOAT64(8, "f8");

    private final int bytes;
    private final String code;

    ElementType(int bytes, String code) {
        this.bytes = bytes;
        this.code = code;
    }

    /** Bytes of an element. */
    public int bytes() {
        return bytes;
    }

    /** NumPy's name without the byte order: {@code f4}. */
    public String code() {
        return code;
    }

    /** Whether it is one of the floating-point types. */
    public boolean isFloat() {
        return code.charAt(0) == 'f';
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
