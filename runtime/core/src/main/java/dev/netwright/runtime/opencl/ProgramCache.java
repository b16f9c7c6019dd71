package dev.netwright.runtime.opencl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compiled programs on disk, by device, driver, options and source. A file holds the digest of its binary; one that is damaged, or that the
 * driver refuses, is compiled again and replaced. A directory that cannot be written costs time and nothing else.
 */
final class ProgramCache {
    private static final int DIGEST = 32;

    private final @Nullable Path directory;

    /** A cache in a directory, or none. */
    ProgramCache(Optional<Path> directory) {
        this.directory = directory.orElse(null);
    }

    /** The program of a source: linked from the cache where it is there, else compiled and kept. */
    ClProgram program(ClSession session, String name, String source, String options) {
        Path file = file(session.facts, source, options);
        byte[] binary = file == null ? null : read(file);
        if (binary != null) {
            try {
                return ClProgram.load(session, name, binary, options);
            } catch (OpenClException e) {
                System.getLogger(ProgramCache.class.getName())
                        .log(System.Logger.Level.DEBUG, "compiled again: " + file, e);
            }
        }
        ClProgram program = ClProgram.build(session, name, source, options);
        if (file != null) {
            write(file, program);
        }
        return program;
    }

    private @Nullable Path file(DeviceFacts facts, String source, String options) {
        if (directory == null) {
            return null;
        }
        String key =
                String.join("\n", facts.platform(), facts.name(), facts.driver(), facts.version(), options, source);
        byte[] digest = digest(key.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return directory.resolve(HexFormat.of().formatHex(digest, 0, 20) + ".clbin");
    }

    /** The binary of a file that is whole. */
    private static byte @Nullable [] read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return null;
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length <= DIGEST) {
                return null;
            }
            byte[] binary = Arrays.copyOfRange(bytes, DIGEST, bytes.length);
            return Arrays.equals(digest(binary), 0, DIGEST, bytes, 0, DIGEST) ? binary : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static void write(Path file, ClProgram program) {
        Path temporary = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".tmp");
        try {
            byte[] binary = program.binary();
            if (binary.length == 0) {
                return;
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            byte[] bytes = Arrays.copyOf(digest(binary), DIGEST + binary.length);
            System.arraycopy(binary, 0, bytes, DIGEST, binary.length);
            Files.write(temporary, bytes);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | OpenClException e) {
            System.getLogger(ProgramCache.class.getName()).log(System.Logger.Level.DEBUG, "not kept: " + file, e);
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
        }
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
