package dev.netwright.processor.schema;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes the schema files that test sources need: {@code Lock <base> <source>…}. A program, run by hand. */
final class Lock {
    private Lock() {}

    public static void main(String[] arguments) throws Exception {
        for (int k = 1; k < arguments.length; k++) {
            Path source = Path.of(arguments[k]);
            Compilation compilation = Compiler.JAVAC.compile(
                    List.of(
                            "-Anetwright.base=" + arguments[0],
                            "-Anetwright.schemas=schemas",
                            "-Anetwright.lock=update"),
                    Map.of(source.getFileName().toString(), Files.readString(source)),
                    List.of(new NetwrightProcessor()));
            System.out.println(source + " " + compilation.success() + " " + compilation.messages());
        }
    }
}
