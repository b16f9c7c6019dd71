package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;

/** Directories, permissions, links and things that are no files. */
class EnvironmentTest {
    @TempDir
    private Path dir;

    private Path file;

    @BeforeEach
    void posix() {
        assumeTrue(dir.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs POSIX permissions");
        file = dir.resolve("model.json");
    }

    private static void save(Path path, int step, SymlinkPolicy links) throws CheckpointException {
        Checkpoints.save(path, Steps.of(step), Steps.options(step).symlinks(links));
    }

    private static void save(Path path, int step) throws CheckpointException {
        save(path, step, SymlinkPolicy.FOLLOW);
    }

    private <E extends CheckpointException> E refused(Class<E> type, Path path, String found) throws IOException {
        Set<String> before = names();
        E e = assertThrows(type, () -> save(path, 1));
        assertTrue(e.getMessage().contains(found), e.getMessage());
        assertEquals(path.toString(), e.source());
        assertFalse(e.help().isEmpty());
        assertEquals(before, names());
        return e;
    }

    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(dir)) {
            files.forEach(each -> names.add(dir.relativize(each).toString()));
        }
        return names;
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void whatIsNoFileIsRefusedBeforeItIsOpened() throws Exception {
        Path pipe = dir.resolve("pipe.json");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        refused(CheckpointException.UnsafePath.class, pipe, "a pipe, a device or a socket");
        Path device = Files.createSymbolicLink(dir.resolve("null.onnx"), Path.of("/dev/null"));
        refused(CheckpointException.UnsafePath.class, device, "a pipe, a device or a socket");
        Files.delete(device);
        Path folder = Files.createDirectory(dir.resolve("folder.json"));
        refused(CheckpointException.UnsafePath.class, folder, "a directory");
        Path link = Files.createSymbolicLink(dir.resolve("link.json"), folder);
        refused(CheckpointException.UnsafePath.class, link, "a directory");
        Files.createDirectory(SaveOptions.backupOf(file));
        save(file, 1);
        assertThrows(
                CheckpointException.UnsafePath.class,
                () -> Checkpoints.save(file, Steps.of(2), Steps.options(2).backup()));
        assertEquals(1, Steps.find(file));
    }

    @Test
    void pathsThatCannotBe() throws Exception {
        CheckpointException e =
                refused(CheckpointException.Write.class, dir.resolve("no/such/model.json"), "no such directory");
        assertTrue(e.help().startsWith("create the directory"), e.help());
        Path longest = dir.resolve("é".repeat(125) + ".json");
        save(longest, 1);
        save(longest, 2);
        assertEquals(2, Steps.find(longest));
        refused(CheckpointException.Write.class, dir.resolve("x".repeat(251) + ".json"), "File name too long");
        refused(CheckpointException.Write.class, dir.resolve(longest).resolve("x.json"), "Not a directory");
        assertThrows(InvalidPathException.class, () -> dir.resolve("x\0.json"));
        Path gone = Files.createDirectory(dir.resolve("gone"));
        save(gone.resolve("a.json"), 1);
        Files.delete(gone.resolve("a.json"));
        Files.delete(gone);
        refused(CheckpointException.Write.class, gone.resolve("a.json"), "no such directory");
    }

    @Test
    void aRelativePath() throws Exception {
        Path relative = Path.of("").toAbsolutePath().relativize(file);
        save(relative, 3);
        assertEquals(3, Steps.find(file));
        Path near = Path.of("target", "relative-" + System.nanoTime() + ".json");
        save(near, 4);
        assertEquals(4, Steps.find(near));
        Files.delete(near);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-------", "rw-rw-rw-", "rwxrwxr-x"})
    void theModeOfTheFileReplacedIsKept(String mode) throws Exception {
        save(file, 1);
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        Files.setPosixFilePermissions(file, permissions);
        Checkpoints.save(file, Steps.of(2), Steps.options(2).backup());
        assertEquals(mode, mode(file));
        assertEquals(mode, mode(SaveOptions.backupOf(file)));
        assertEquals(2, Steps.find(file));
        assertEquals(1, Steps.find(SaveOptions.backupOf(file)));
    }

    /** A new file is as any other that the process makes; one that was there stays its owner's and group's. */
    @Test
    void ownersAndGroupsAreKeptWhereTheyMayBe() throws Exception {
        save(file, 1);
        assumeTrue(Files.getOwner(file).getName().equals("root"), "only root can give files away");
        Files.setAttribute(file, "unix:uid", 65534);
        Files.setAttribute(file, "unix:gid", 65534);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        save(file, 2);
        assertEquals(65534, Files.getAttribute(file, "unix:uid"));
        assertEquals(65534, Files.getAttribute(file, "unix:gid"));
        assertEquals("rw-rw----", mode(file));
    }

    @Test
    void aNewFileIsWhatTheUmaskLeaves() throws Exception {
        for (String mask : List.of("022", "027", "077", "002")) {
            List<String> shell = List.of("sh", "-c", "umask " + mask + "; exec \"$@\"", "sh");
            Process child = Children.start(
                    shell,
                    System.getProperty("java.class.path"),
                    Permissions.New.class,
                    Files.createDirectory(dir.resolve(mask)));
            String[] modes = Children.output(child, 0).split(" ");
            assertEquals(modes[0], modes[1], "umask " + mask);
            assertTrue(modes[0].startsWith("rw-"), modes[0]);
        }
    }

    @Test
    void aLinkIsFollowedOrRefused() throws Exception {
        Path folder = Files.createDirectory(dir.resolve("folder"));
        Path target = folder.resolve("epoch-42.json");
        Path link = Files.createSymbolicLink(dir.resolve("latest.json"), Path.of("folder", "epoch-42.json"));
        Path second = Files.createSymbolicLink(dir.resolve("second.json"), Path.of("latest.json"));
        for (Path each : List.of(link, second)) {
            save(target, 1);
            CheckpointException.UnsafePath e =
                    assertThrows(CheckpointException.UnsafePath.class, () -> save(each, 2, SymlinkPolicy.REJECT));
            assertTrue(e.getMessage().contains("a symbolic link to"), e.getMessage());
            assertEquals(1, Steps.find(target));
            save(each, 2);
            assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(second));
            assertFalse(Files.isSymbolicLink(target));
            assertEquals(2, Steps.find(target));
            assertEquals(2, Steps.find(each));
        }
        save(target, 3, SymlinkPolicy.REJECT);
        assertEquals(Set.of("", "folder", "folder/epoch-42.json", "latest.json", "second.json"), names());
    }

    @Test
    void aLinkThatDanglesIsFilledAndALoopRefused() throws Exception {
        Path target = dir.resolve("new.json");
        Path link = Files.createSymbolicLink(dir.resolve("link.json"), target);
        save(link, 5);
        assertEquals(5, Steps.find(target));
        assertTrue(Files.isSymbolicLink(link));
        Path lost = Files.createSymbolicLink(dir.resolve("lost.json"), dir.resolve("no/such/x.json"));
        refused(CheckpointException.Write.class, lost, "no such directory");
        Files.createSymbolicLink(dir.resolve("a.json"), Path.of("b.json"));
        Path loop = Files.createSymbolicLink(dir.resolve("b.json"), Path.of("a.json"));
        refused(CheckpointException.UnsafePath.class, loop, "a loop");
    }

    @Test
    void aLinkWhereTheTemporaryFileWouldBeIsNotFollowed() throws Exception {
        Path victim = Files.writeString(dir.resolve("victim"), "precious");
        save(file, 1);
        byte[] old = Files.readAllBytes(file);
        HookedFileOps files = new HookedFileOps() {
            @Override
            public NewFile create(Path path) throws IOException {
                Files.createSymbolicLink(path, victim);
                return super.create(path);
            }
        };
        CheckpointException.Write e =
                assertThrows(CheckpointException.Write.class, () -> Steps.save(new Commit(files), file, 2));
        assertTrue(e.getMessage().contains("the name of the temporary file is taken"), e.getMessage());
        assertEquals("precious", Files.readString(victim));
        assertArrayEquals(old, Files.readAllBytes(file));
    }

    @Test
    void aBackupThatIsThisVeryFileAlready() throws Exception {
        save(file, 1);
        Files.createLink(SaveOptions.backupOf(file), file);
        Checkpoints.save(file, Steps.of(2), Steps.options(2).backup());
        assertEquals(2, Steps.find(file));
        assertEquals(1, Steps.find(SaveOptions.backupOf(file)));
        assertEquals(Set.of("", "model.backup.json", "model.json"), names());
    }

    /** As a user whom permissions stop; root is run as nobody. */
    @Test
    void withoutPermission() throws Exception {
        List<String> command = List.of();
        String classPath = System.getProperty("java.class.path");
        Path folder = Files.createDirectory(dir.resolve("nobody"));
        if (Files.getOwner(folder).getName().equals("root")) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "root, and no setpriv to become nobody with");
            command = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
            classPath = copied(Files.createDirectory(dir.resolve("classes")));
            Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setAttribute(folder, "unix:uid", 65534);
            foreign(folder.resolve("private.json"), "rw-rw----");
            foreign(folder.resolve("readable.json"), "rwxrwxr--");
        }
        Process child = Children.start(command, classPath, Permissions.Denied.class, folder);
        assertEquals("refused as expected", Children.output(child, 0));
    }

    /** A file of nobody's with a group that nobody is not in. */
    private static void foreign(Path path, String mode) throws IOException {
        save(path, 1);
        Files.setAttribute(path, "unix:uid", 65534);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    /** The classes and jars that a program needs, where everybody may read them. */
    private static String copied(Path to) throws IOException, URISyntaxException {
        List<String> parts = new ArrayList<>();
        for (Class<?> each : List.of(
                EnvironmentTest.class,
                Checkpoints.class,
                JsonParser.class,
                com.google.protobuf.CodedInputStream.class)) {
            Path from = Path.of(
                    each.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path target = to.resolve(String.valueOf(parts.size()));
            try (Stream<Path> files = Files.walk(from)) {
                for (Path source : files.toList()) {
                    Files.copy(source, target.resolve(from.relativize(source).toString()));
                }
            }
            parts.add(target.toString());
        }
        return String.join(":", parts);
    }
}
