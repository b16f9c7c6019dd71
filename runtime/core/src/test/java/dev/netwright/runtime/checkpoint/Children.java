package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes that run a program of these tests in a JVM that starts fast. */
public final class Children {
    private Children() {}

    /** Starts a program; its errors go where this JVM's go. */
    public static Process start(Class<?> program, Object... arguments) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), program, arguments);
    }

    /** Starts a program by way of a command, such as one that sets the umask. */
    static Process start(List<String> command, String classPath, Class<?> program, Object... arguments)
            throws IOException {
        List<String> line = new ArrayList<>(command);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m", "-cp"));
        line.add(classPath);
        line.add(program.getName());
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        return new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Everything that a program prints, which ends with a code. */
    static String output(Process process, int code) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(code, process.waitFor(), text);
        return text;
    }

    /** A number of rounds: fewer in a build, as many as a property says in a campaign. */
    public static int rounds(String property, int usual) {
        return Integer.getInteger("netwright." + property, usual);
    }
}
