package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.checkpoint.FileOps.Entry;
import dev.netwright.runtime.checkpoint.FileOps.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The file that a save replaces or creates, found before anything is opened: opening a pipe for writing would wait for its reader.
 *
 * @param real its path, all links followed
 * @param directory the directory it stands in
 * @param exists whether it is there
 */
record Target(Path real, Path directory, boolean exists) {
    /** As many links in a row as Linux follows. */
    private static final int MOST_LINKS = 40;

    /** Finds the file that a path means. */
    static Target of(FileOps files, Path path, SymlinkPolicy links) throws IOException {
        String name = path.toString();
        Path at = path.toAbsolutePath();
        Entry entry = files.entry(at);
        for (int followed = 0; entry != null && entry.kind() == Kind.LINK; followed++) {
            if (links == SymlinkPolicy.REJECT) {
                throw Fault.in(name)
                        .expected("a regular file, or none yet")
                        .found("a symbolic link to " + files.target(at))
                        .help("give the path of the file itself, or save with SymlinkPolicy.FOLLOW")
                        .unsafePath("cannot write here");
            }
            if (followed == MOST_LINKS) {
                throw Fault.in(name)
                        .expected("a link to a file")
                        .found("more than " + MOST_LINKS + " links in a row, or a loop of them")
                        .unsafePath("cannot write here");
            }
            at = at.resolveSibling(files.target(at));
            entry = files.entry(at);
        }
        Path file = at.getFileName();
        Path parent = at.getParent();
        if (file == null || parent == null) {
            throw Fault.in(name).expected("a file").found("a directory").unsafePath("cannot write here");
        }
        if (entry != null) {
            check(name, entry);
        }
        Path directory = files.real(parent);
        return new Target(directory.resolve(file), directory, entry != null);
    }

    /** What stands there now. */
    Target again(FileOps files, Path path) throws IOException {
        Entry entry = files.entry(real);
        if (entry != null) {
            check(path.toString(), entry);
        }
        return new Target(real, directory, entry != null);
    }

    /** Refuses to replace what is no file, and what this process may not write to. */
    static void check(String name, Entry entry) throws CheckpointException {
        if (entry.kind() != Kind.FILE) {
            String found = entry.kind() == Kind.SPECIAL
                    ? "a pipe, a device or a socket"
                    : "a " + entry.kind().toString().toLowerCase(Locale.ROOT);
            throw Fault.in(name)
                    .expected("a regular file, or none yet")
                    .found(found)
                    .unsafePath("cannot write here");
        }
        if (!entry.writable()) {
            throw Fault.in(name)
                    .expected("a file that may be written")
                    .found("one that may not")
                    .help("change its permissions, or save under another name; the file is unchanged")
                    .write("the file is protected");
        }
    }
}
