package dev.netwright.runtime.checkpoint;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** How a file of any format is compressed, by its last extension: {@code model.json.gz}, {@code model.safetensors.zst}. */
enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private final String extension;

    Compression(String extension) {
        this.extension = extension;
    }

    /** The compression that a file's name says, in any case of letters. */
    static Compression of(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(GZIP.extension) ? GZIP : name.endsWith(ZSTD.extension) ? ZSTD : NONE;
    }

    /** A file's name without the extension that says how it is compressed. */
    static String plainName(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.substring(0, name.length() - of(path).extension.length());
    }

    /** Writes a body compressed; the stream stays open. */
    void write(String source, OutputStream out, Commit.Body body) throws IOException {
        switch (this) {
            case NONE -> body.write(out);
            case GZIP -> {
                GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16);
                body.write(gzip);
                gzip.finish();
            }
            case ZSTD -> {
                try (OutputStream zstd = zstd(source, () -> Zstd.compress(open(out)))) {
                    body.write(zstd);
                }
            }
        }
    }

    /** A stream that stays open. */
    private static OutputStream open(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                out.write(bytes, offset, count);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** The decompressed bytes; closing them leaves the stream open. */
    InputStream read(String source, InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new Gunzip(source, in);
            case ZSTD -> zstd(source, () -> Zstd.decompress(source, in));
        };
    }

    /** What needs the library for zstd, which a program may not have. */
    private interface Opening<T> {
        T open() throws IOException;
    }

    private static <T> T zstd(String source, Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (NoClassDefFoundError e) {
            throw Fault.in(source)
                    .because(e)
                    .expected("the library io.airlift:aircompressor, version 2, on the class path or module path")
                    .found("none")
                    .help(
                            "add the dependency io.airlift:aircompressor:2.0.3; on the module path also --add-modules aircompressor,jdk.unsupported; or use .gz")
                    .unsupportedFormat("zstd needs a library that is not there");
        }
    }
}
