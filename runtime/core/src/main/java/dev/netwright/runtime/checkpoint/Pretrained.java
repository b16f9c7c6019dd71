package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Weights that a network was compiled against: the file's name, its digest, and which of its tensors is which of the network's.
 * Immutable; generated code holds one a network.
 */
public final class Pretrained {
    private final String file;
    private final String digest;
    private final Map<String, String> names = new HashMap<>();

    /**
     * Weights.
     *
     * @param file name of the file, whose extension tells the format
     * @param digest of a file that is packed {@link #digest(MessageDigest)} of all its bytes, of another {@link TensorTable#digest()}
     * @param names a line for each tensor that the file has under another name: the network's, a tab, the file's
     */
    public Pretrained(String file, String digest, String names) {
        this.file = file;
        this.digest = digest;
        names.lines().forEach(line -> {
            int tab = line.indexOf('\t');
            this.names.put(line.substring(tab + 1), line.substring(0, tab));
        });
    }

    /** Name of the file that the network was compiled against. */
    public String file() {
        return file;
    }

    /** The digest as this class compares it: lower-case hexadecimal. */
    public static String digest(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A digest of bytes, for {@link #digest(MessageDigest)}: SHA-256. */
    public static MessageDigest newDigest() {
        return Digest.sha256();
    }

    /** Reads the packed file, closing it, and compares its digest before the target changes. */
    @SuppressWarnings("exports") // of an annotation alone
    public void restore(@Nullable InputStream resource, Checkpoints.Contents target) throws CheckpointException {
        String name = "resource " + file;
        if (resource == null) {
            throw Fault.in(name)
                    .help(
                            "build the project whole, and put the file beside the model's class where the program is packed")
                    .notFound();
        }
        try (DigestInputStream digested = new Digested(resource)) {
            Staging staging = new Staging(name, target.schema(), Set.of());
            Header header = read(Input.of(name, digested, -1), Path.of(file), staging);
            digested.transferTo(OutputStream.nullOutputStream());
            compare(name, digest(digested.getMessageDigest()));
            staging.commit(header, target);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw Fault.in(name).because(e).found(e).read("reading failed");
        }
    }

    /** Reads a file whose tensors are those of the file that the network was compiled against. */
    public void restore(Path path, Checkpoints.Contents target) throws CheckpointException {
        compare(path.toString(), TensorTable.read(path).digest());
        try (Input input = Input.of(path)) {
            Staging staging = new Staging(input.name(), target.schema(), Set.of());
            staging.commit(read(input, path, staging), target);
        }
    }

    private void compare(String source, String found) throws CheckpointException {
        if (!found.equals(digest)) {
            throw Fault.in(source)
                    .expected("digest " + digest + " of " + file)
                    .found(found)
                    .help("compile the network again, whole: the file has changed since")
                    .mismatch("not the weights that the network was compiled against", List.of(), List.of("digest"));
        }
    }

    private Header read(Input input, Path path, Staging staging) throws CheckpointException {
        Visitor renaming = new Renaming(names, staging);
        return TensorTable.isNpz(path)
                ? NpzReader.read(input, renaming)
                : Checkpoints.read(input, path, renaming).withoutTraining();
    }

    /** Digests what is passed over too. */
    private static final class Digested extends DigestInputStream {
        private static final int CHUNK = 1 << 16;

        Digested(InputStream in) {
            super(in, newDigest());
        }

        @Override
        public long skip(long count) throws IOException {
            return readNBytes((int) Math.min(count, CHUNK)).length;
        }
    }
}
