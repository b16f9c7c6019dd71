package dev.netwright.processor.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.processor.testing.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code in {@code docs/adding-an-operator.md} compiles, or is that of the files it names. */
class AddingAnOperatorTest {
    private static final Path PAGE = Resources.project().resolve("docs/adding-an-operator.md");
    private static final Pattern BLOCK = Pattern.compile("<!-- (\\S+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("(?:@interface|interface|class) (\\w+)");

    @Test
    void codeOfTheProjectIsWhatItSays() throws IOException {
        String page = Files.readString(PAGE);
        String written = BLOCK.matcher(page)
                .replaceAll(block -> Matcher.quoteReplacement(
                        block.group(1).equals("compiled") ? block.group() : block(block.group(1))));
        if (Boolean.getBoolean("netwright.updateGoldens")) {
            Files.writeString(PAGE, written);
        }
        assertEquals(written, Files.readString(PAGE), "run the test with -Dnetwright.updateGoldens=true");
    }

    /** A file from its first Javadoc or annotation on: imports say little. */
    private static String block(String file) {
        try {
            String source = Files.readString(Resources.project().resolve(file));
            return "<!-- " + file + " -->\n```java\n" + source.substring(source.indexOf("/**")) + "```\n";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void codeOfTheUserCompiles() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            if (block.group(1).equals("compiled")) {
                Matcher type = TYPE.matcher(block.group(2));
                assertTrue(type.find());
                sources.put("com/example/" + type.group(1) + ".java", block.group(2));
            }
        }
        assertEquals(2, sources.size());
        Compilation compilation = Compiler.JAVAC.compile(sources, List.of(new NetwrightProcessor()));
        assertEquals(List.of(), compilation.errors());
        assertTrue(compilation.success());
    }
}
