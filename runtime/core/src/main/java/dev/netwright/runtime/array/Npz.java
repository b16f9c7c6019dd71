package dev.netwright.runtime.array;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes npz files, several arrays by name, as NumPy's {@code load}, {@code savez} and {@code savez_compressed}: a zip archive with an npy
 * file for each.
 */
public final class Npz {
    private static final String SUFFIX = ".npy";

    /** What a zip archive can say of a time at the least: the same arrays give the same bytes. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /**
     * Reads all arrays of a file, in its order.
     *
     * @throws ArrayException where an entry is no array, is there twice, or is damaged
     */
    public static Map<String, NumberArray> read(Path path) throws IOException {
        return each(path, Npz::read);
    }

    /**
     * What the arrays of a file are, in its order; reads the directory and the beginning of each array.
     *
     * @throws ArrayException where an entry is no array, or is there twice
     */
    public static Map<String, ArrayHeader> headers(Path path) throws IOException {
        return each(path, (zip, entry, source) -> {
            try (InputStream raw = zip.getInputStream(entry)) {
                return NpyStream.open(raw, source).header();
            }
        });
    }

    /**
     * The name of the array that an entry of the archive holds.
     *
     * @param source name of the entry for messages
     */
    public static String name(String entry, String source) throws ArrayException {
        if (!entry.endsWith(SUFFIX)) {
            throw ArrayException.damaged(source, -1, "the entry is no array", "a name on .npy", entry);
        }
        return entry.substring(0, entry.length() - SUFFIX.length());
    }

    /** Reads something of an entry. */
    private interface Part<T> {
        T read(ZipFile zip, ZipEntry entry, String source) throws IOException;
    }

    private static <T> Map<String, T> each(Path path, Part<T> part) throws IOException {
        Map<String, T> parts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String source = path + "!" + entry.getName();
                String name = name(entry.getName(), source);
                if (parts.containsKey(name)) {
                    throw ArrayException.damaged(
                            source, -1, "the archive is ambiguous", "each name once", name + " twice");
                }
                parts.put(name, part.read(zip, entry, source));
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            // The JDK throws the second where a compressed entry ends too early, the last for names that are not UTF-8.
            throw ArrayException.because(e, path.toString(), -1, "this is no npz file", "a zip archive");
        }
        return Collections.unmodifiableMap(parts);
    }

    /** Reads an entry; the JDK does not compare its checksum, so that is done here. */
    private static NumberArray read(ZipFile zip, ZipEntry entry, String source) throws IOException {
        long compressed = entry.getCompressedSize();
        try (InputStream raw = zip.getInputStream(entry)) {
            CheckedInputStream checked =
                    new CheckedInputStream(new Inflated(raw, source, () -> compressed), new CRC32());
            NumberArray array = Npy.read(checked, source);
            long sum = checked.getChecksum().getValue();
            if (sum != entry.getCrc()) {
                throw ArrayException.damaged(
                        source,
                        -1,
                        "the entry is damaged",
                        "checksum " + Long.toHexString(entry.getCrc()),
                        Long.toHexString(sum));
            }
            return array;
        }
    }

    /** Writes arrays by name, not compressed. */
    public static void write(Path path, Map<String, NumberArray> arrays) throws IOException {
        write(path, arrays, false);
    }

    /** Writes arrays by name, compressed. */
    public static void writeCompressed(Path path, Map<String, NumberArray> arrays) throws IOException {
        write(path, arrays, true);
    }

    private static void write(Path path, Map<String, NumberArray> arrays, boolean compressed) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, NumberArray> each : arrays.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey() + SUFFIX);
                entry.setTimeLocal(TIME);
                if (!compressed) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    Npy.write(bytes, each.getValue());
                    CRC32 sum = new CRC32();
                    sum.update(bytes.toByteArray());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(bytes.size());
                    entry.setCrc(sum.getValue());
                    zip.putNextEntry(entry);
                    bytes.writeTo(zip);
                } else {
                    zip.putNextEntry(entry);
                    Npy.write(zip, each.getValue());
                }
                zip.closeEntry();
            }
        }
    }
}
