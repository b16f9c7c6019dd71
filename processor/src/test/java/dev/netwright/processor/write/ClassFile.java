package dev.netwright.processor.write;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the limits of a class file are checked on (JVMS 4).
 *
 * @param constants entries of the constant pool
 * @param longestConstant bytes of the longest text in it
 * @param methods bytes of code by method
 */
public record ClassFile(int constants, int longestConstant, Map<String, Integer> methods) {
    /** Bytes of code: HotSpot never compiles a method of more than 8,000. */
    private static final int MAX_CODE = 6_000;

    /** Checks the limits of generated classes on one of them. */
    public static void check(String path, byte[] bytes) {
        ClassFile file = read(bytes);
        assertTrue(file.constants() < 60_000, () -> path + ": " + file.constants() + " constants");
        assertTrue(file.longestConstant() < 65_535, () -> path + ": a text of " + file.longestConstant());
        file.methods()
                .forEach((method, size) ->
                        assertTrue(size <= MAX_CODE, () -> path + " " + method + ": " + size + " bytes of code"));
    }

    static ClassFile read(byte[] bytes) {
        try {
            return read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassFile read(DataInputStream in) throws IOException {
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        int longest = 0;
        for (int k = 1; k < count; k++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> {
                    byte[] text = new byte[in.readUnsignedShort()];
                    in.readFully(text);
                    longest = Math.max(longest, text.length);
                    texts[k] = new String(text, java.nio.charset.StandardCharsets.UTF_8);
                }
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    k++;
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> throw new IOException("constant of tag " + tag);
            }
        }
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        Map<String, Integer> ignored = new LinkedHashMap<>();
        members(in, texts, ignored);
        Map<String, Integer> methods = new LinkedHashMap<>();
        members(in, texts, methods);
        return new ClassFile(count, longest, methods);
    }

    private static void members(DataInputStream in, String[] texts, Map<String, Integer> code) throws IOException {
        int count = in.readUnsignedShort();
        for (int k = 0; k < count; k++) {
            in.skipNBytes(2);
            String name = texts[in.readUnsignedShort()] + texts[in.readUnsignedShort()];
            int attributes = in.readUnsignedShort();
            for (int a = 0; a < attributes; a++) {
                String attribute = texts[in.readUnsignedShort()];
                long length = Integer.toUnsignedLong(in.readInt());
                if (attribute.equals("Code")) {
                    in.skipNBytes(4);
                    int bytes = in.readInt();
                    code.put(name, bytes);
                    in.skipNBytes(length - 8);
                } else {
                    in.skipNBytes(length);
                }
            }
        }
    }
}
