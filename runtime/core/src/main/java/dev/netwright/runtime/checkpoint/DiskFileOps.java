package dev.netwright.runtime.checkpoint;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file system itself. */
final class DiskFileOps implements FileOps {
    static final boolean WINDOWS = File.separatorChar == '\\';
    private static final boolean NUMBERS =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    @Override
    public @Nullable Entry entry(Path path) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
        return new Entry(kind(found), found.lastModifiedTime().toInstant(), Files.isWritable(path));
    }

    private static Kind kind(BasicFileAttributes found) {
        if (found.isRegularFile()) {
            return Kind.FILE;
        } else if (found.isDirectory()) {
            return Kind.DIRECTORY;
        }
        return found.isSymbolicLink() ? Kind.LINK : Kind.SPECIAL;
    }

    @Override
    public Path target(Path link) throws IOException {
        return Files.readSymbolicLink(link);
    }

    @Override
    public Path real(Path directory) throws IOException {
        return directory.toRealPath();
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Override
    public NewFile create(Path path) throws IOException {
        return DiskFile.create(path);
    }

    @Override
    public void mode(Path file, Path like) throws IOException {
        if (NUMBERS && numbers(file).equals(numbers(like))) {
            return;
        }
        PosixFileAttributeView view = posix(file);
        PosixFileAttributeView model = posix(like);
        if (view == null || model == null) {
            return;
        }
        PosixFileAttributes is = view.readAttributes();
        PosixFileAttributes was = model.readAttributes();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(was.permissions());
        if (!is.owner().equals(was.owner())) {
            try {
                view.setOwner(was.owner());
            } catch (IOException e) {
                // Only a privileged user may give files away; the file is then its writer's.
            }
        }
        if (!is.group().equals(was.group())) {
            try {
                view.setGroup(was.group());
            } catch (IOException e) {
                // What the old group was allowed, the new one is only where everyone is.
                keepIf(permissions, PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
                keepIf(permissions, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
                keepIf(permissions, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
            }
        }
        if (!is.permissions().equals(permissions)) {
            view.setPermissions(permissions);
        }
    }

    /** Mode, user and group as numbers: their names take longer to find than a force of a small file. */
    private static Map<String, Object> numbers(Path file) throws IOException {
        return Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    }

    private static @Nullable PosixFileAttributeView posix(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static void keepIf(
            Set<PosixFilePermission> permissions, PosixFilePermission group, PosixFilePermission others) {
        if (!permissions.contains(others)) {
            permissions.remove(group);
        }
    }

    @Override
    public InputStream read(Path file) throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public void link(Path name, Path file) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (UnsupportedOperationException e) {
            throw new IOException("the file system has no hard links", e);
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean refusesOpenTargets() {
        return WINDOWS;
    }

    @Override
    public void force(Path directory) throws IOException {
        if (WINDOWS) {
            return; // a directory cannot be opened there; the file system writes its journal by itself
        }
        DiskFile.forceDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
