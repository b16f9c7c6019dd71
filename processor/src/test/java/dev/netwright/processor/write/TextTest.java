package dev.netwright.processor.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.testing.Compilation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts come out of the compilers as they went in. */
class TextTest {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "  indented\n    more  \n\n end ",
            "\"\"\"quotes\"\"\" \"",
            "back\\slash \\u0041 \\",
            "gr\u00f6\u00dfe \u5c64 \ud83d\ude00 \uffff\n\u00ff",
            "x".repeat(500) + " ".repeat(300) + "\"".repeat(300),
            "\0011\00077\r\n\t\"",
            "\377".repeat(1000),
            "{\n  \"a\": [1, 2],\n\n    \"b\": \"\"\n}",
            "a\nb\n",
            random(0, 256),
            random(0, 64),
            random(32, 300).replace('x', '\n').replace('y', '"'),
            random(32, 70000).replace('x', '\n'));

    private static String random(int from, int to) {
        return new Random(1)
                .ints(20_000, from, to)
                .mapToObj(c -> Character.toString((char) c))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource(Compilation.Compiler.class)
    void constantsHoldTheirTexts(Compilation.Compiler compiler) throws ReflectiveOperationException, IOException {
        StringBuilder source = new StringBuilder("public class Blocks {\n");
        for (int k = 0; k < TEXTS.size(); k++) {
            source.append("    static String text" + k + "() {\n        return String.join(\"\""
                    + Text.pieces(TEXTS.get(k)).stream()
                            .map(piece -> ", " + indented(Text.constant(piece)))
                            .collect(Collectors.joining())
                    + ");\n    }\n");
        }
        assertTrue(source.toString().contains("\"\"\""));
        assertTrue(source.chars().allMatch(c -> c < 128));
        Compilation compilation = compiler.compile(Map.of("Blocks.java", source + "}\n"), List.of());
        assertTrue(compilation.success(), () -> compilation.messages().toString());
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {compilation.output().toUri().toURL()})) {
            Class<?> blocks = loader.loadClass("Blocks");
            for (int k = 0; k < TEXTS.size(); k++) {
                Method text = blocks.getDeclaredMethod("text" + k);
                text.setAccessible(true);
                assertEquals(TEXTS.get(k), text.invoke(null));
            }
        }
    }

    private static String indented(String block) {
        return block.lines()
                .map(line -> line.isEmpty() ? line : "        " + line)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void piecesFitConstantsInModifiedUtf8() {
        String text = "\0\u00e9\u5c64a".repeat(30_000);
        assertEquals(text, String.join("", Text.pieces(text)));
        Text.pieces(text).forEach(piece -> assertTrue(Text.constantLength(piece) <= Text.MAX_CONSTANT));
        String lines = "a line of the text\n".repeat(10_000) + "\0".repeat(50_000);
        assertEquals(lines, String.join("", Text.lines(lines)));
        Text.lines(lines).forEach(piece -> assertTrue(Text.constantLength(piece) <= Text.MAX_CONSTANT));
        assertArrayEquals(
                new int[] {2, 2, 3, 1},
                text.chars()
                        .limit(4)
                        .map(c -> Text.constantLength(Character.toString((char) c)))
                        .toArray());
    }

    @Test
    void javadocCannotBeEnded() {
        for (String text : List.of("a */ b", "\\u002a/", "} {@code", "{{{")) {
            String safe = Text.javadoc(text);
            assertTrue(!safe.contains("*/") && !safe.contains("\\"), safe);
            assertEquals(
                    safe.chars().filter(c -> c == '{').count(),
                    safe.chars().filter(c -> c == '}').count(),
                    safe);
        }
    }
}
