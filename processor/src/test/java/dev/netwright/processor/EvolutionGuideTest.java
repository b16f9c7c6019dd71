package dev.netwright.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.processor.testing.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/evolving-a-network.md} is what happens: its sources are compiled one after the other in one project, {@code version}s locked and
 * {@code attempt}s not; {@code output} is what javac then prints, {@code file} and {@code loads} are from the schema files, {@code
 * generated} is the test that the source before asks for. {@code -Dnetwright.updateGoldens=true} writes it.
 */
class EvolutionGuideTest {
    private static final Path GUIDE = Resources.project().resolve("docs/evolving-a-network.md");
    private static final Pattern BLOCK = Pattern.compile(
            "<!-- (version|attempt|output|file|loads|test|generated)(?: (\\d))? -->\\n```\\w+\\n((?:(?!```).)*)```",
            Pattern.DOTALL);

    private final Path base;
    private String printed = "";
    private String source = "";
    private String generated = "";
    private int blocks;

    EvolutionGuideTest() throws IOException {
        base = Files.createTempDirectory("guide");
    }

    @Test
    void happensAsItSays() throws IOException {
        String guide = Files.readString(GUIDE);
        StringBuilder real = new StringBuilder();
        Matcher block = BLOCK.matcher(guide);
        while (block.find()) {
            blocks++;
            String text = block.group(3);
            switch (block.group(1)) {
                case "version" -> compile(text, "update");
                case "attempt" -> compile(text, "verify");
                case "output" -> text = printed;
                case "test" -> test(text);
                case "generated" -> text = generated;
                case "file" -> text = schema(block.group(2));
                default -> text = loads(schema(block.group(2)));
            }
            String whole = block.group();
            String replaced = whole.substring(0, block.start(3) - block.start()) + text + "```";
            block.appendReplacement(real, Matcher.quoteReplacement(replaced));
        }
        block.appendTail(real);
        assertTrue(blocks >= 12, () -> blocks + " blocks");
        if (Boolean.getBoolean("netwright.updateGoldens")) {
            Files.writeString(GUIDE, real.toString());
        } else {
            assertEquals(real.toString(), guide);
        }
    }

    private String schema(String version) throws IOException {
        return Files.readString(base.resolve("schemas/Digits/" + version + ".json"));
    }

    private static String loads(String schema) {
        Matcher loads =
                Pattern.compile("  \"loads\": \\[.*?],\n", Pattern.DOTALL).matcher(schema);
        assertTrue(loads.find());
        return loads.group();
    }

    /** Compiles the source of a test beside the network's, and keeps the class that is generated, without what stands around it. */
    private void test(String test) throws IOException {
        Compilation compilation = Compiler.JAVAC.compile(
                List.of("-Anetwright.base=" + base, "-Anetwright.schemas=schemas"),
                Map.of("Digits.java", source, "DigitsCompatibility.java", test),
                List.of(new NetwrightProcessor()));
        assertTrue(compilation.success(), () -> compilation.messages().toString());
        String text = Files.readString(compilation.output().resolve("DigitsCompatibilityTest.java"));
        generated = text.substring(text.indexOf("final class"));
    }

    private void compile(String text, String lock) {
        source = text;
        List<String> options = new ArrayList<>(
                List.of("-Anetwright.base=" + base, "-Anetwright.schemas=schemas", "-Anetwright.lock=" + lock));
        printed = Compiler.JAVAC
                .print(options, Map.of("Digits.java", source), List.of(new NetwrightProcessor()))
                .printed()
                .lines()
                .filter(line -> !line.matches("\\d+ errors?"))
                .map(line ->
                        line.replaceFirst("^.*[/\\\\](?=\\w+\\.java:\\d)", "").stripTrailing())
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
