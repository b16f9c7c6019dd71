package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.netwright.processor.operator.Operators;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Schema;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random, mostly wrong declarations end in diagnostics of ours (or javac's own of the source) or in a model that compiles without
 * a warning and runs; never in an exception, an internal error or generated code that javac refuses. {@link Cases} says how many.
 */
class WrongDeclarationsTest {
    private static final int PER_COMPILATION = 25;
    private static final Pattern SOURCE = Pattern.compile("src/nets/(Wrong\\d+)\\.java");
    private static final Pattern ID = Pattern.compile("\\[Netwright/(\\w+)]");
    private static final long MOST_BYTES = 200_000_000;

    private final Map<String, Integer> ids = new TreeMap<>();
    private int refused;
    private int ran;

    @Test
    void endInDiagnosticsOrInModelsThatRun(TestReporter reporter) {
        long first = Cases.seed();
        long end = first + Cases.networks(100);
        for (long from = first; from < end; from += PER_COMPILATION) {
            Map<String, String> sources = new LinkedHashMap<>();
            for (long seed = from; seed < Math.min(end, from + PER_COMPILATION); seed++) {
                sources.put("Wrong" + seed, WrongDeclarations.source("Wrong" + seed, seed));
            }
            batch(sources);
        }
        reporter.publishEntry("refused", String.valueOf(refused));
        reporter.publishEntry("ran", String.valueOf(ran));
        reporter.publishEntry("ids", ids.toString());
        if (refused + ran >= 100) {
            assertTrue(refused * 4 >= refused + ran, refused + " refused");
            assertTrue(ran * 20 >= refused + ran, ran + " ran");
            assertTrue(ids.size() >= 12, ids.toString());
        }
    }

    /** Whatever is an operator takes part, one added tomorrow too. */
    @Test
    void everyOperatorOfTheRegistryTakesPart() {
        Random random = new Random(1);
        TreeSet<String> met = new TreeSet<>();
        for (int k = 0; k < 2_000; k++) {
            met.add(AnyOperator.of(random).replaceFirst("\\(.*", ""));
        }
        TreeSet<String> all = new TreeSet<>();
        Operators.all().forEach(operator -> {
            String name = operator.annotation();
            if (!name.isEmpty()) {
                all.add("@" + name.substring(name.lastIndexOf('.') + 1));
            }
        });
        assertEquals(all, met);
    }

    /** Compiles together, leaves out what was refused, compiles again, until all that is left compiles; runs that. */
    private void batch(Map<String, String> sources) {
        Map<String, String> left = new LinkedHashMap<>(sources);
        while (!left.isEmpty()) {
            Map<String, String> all = new LinkedHashMap<>(Words.activations());
            all.putAll(left);
            try (CompiledNetworks compiled = compile(all, left)) {
                TreeSet<String> wrong = new TreeSet<>();
                for (Diagnostic<? extends JavaFileObject> diagnostic : compiled.diagnostics()) {
                    judge(diagnostic, left, wrong);
                }
                if (compiled.success()) {
                    left.forEach((name, source) -> run(compiled, name, source));
                    return;
                }
                if (wrong.isEmpty()) {
                    fail("refused without a word: " + compiled.diagnostics() + left);
                }
                refused += wrong.size();
                left.keySet().removeAll(wrong);
            }
        }
    }

    private static CompiledNetworks compile(Map<String, String> all, Map<String, String> left) {
        try {
            return CompiledNetworks.attempt(all, false);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(e + " from one of " + left, e);
        }
    }

    private void judge(
            Diagnostic<? extends JavaFileObject> diagnostic, Map<String, String> left, TreeSet<String> wrong) {
        String message = diagnostic.getMessage(Locale.ROOT);
        if (diagnostic.getSource() == null) {
            if (!message.contains("-Werror")) {
                fail("a message without a place: " + diagnostic + left);
            }
            return;
        }
        Matcher source = SOURCE.matcher(diagnostic.getSource().toUri().getPath());
        if (!source.find()) {
            fail("of generated code: " + diagnostic + "\n"
                    + left.entrySet().stream()
                            .filter(e -> diagnostic.toString().contains(e.getKey() + "Model"))
                            .toList());
        }
        String name = source.group(1);
        Matcher id = ID.matcher(message);
        if (id.find()) {
            ids.merge(id.group(1), 1, Integer::sum);
            if (id.group(1).equals("InternalError") || diagnostic.getPosition() == Diagnostic.NOPOS) {
                fail(diagnostic + "\n" + left.get(name));
            }
        }
        wrong.add(name);
    }

    /** Zeros; ones where they are lengths. */
    private static int[] ints(Model model, Schema.Port port) {
        boolean lengths = model.schema().inputs().stream()
                .anyMatch(input -> input.lengths().equals(port.name()));
        int[] values = new int[2 * port.size()];
        Arrays.fill(values, lengths ? 1 : 0);
        return values;
    }

    private void run(CompiledNetworks compiled, String name, String source) {
        try {
            Class<?> type = compiled.model(name, source);
            Method bytes = type.getDeclaredMethod("inferenceBytes", int.class);
            bytes.setAccessible(true);
            if ((long) bytes.invoke(null, 2) < MOST_BYTES) {
                Method create = type.getDeclaredMethod("create", long.class);
                create.setAccessible(true);
                Model model = (Model) create.invoke(null, 1L);
                Object[] inputs = model.schema().inputs().stream()
                        .map(port -> switch (port.type()) {
                            case "int32" -> ints(model, port);
                            case "int64" -> new long[2 * port.size()];
                            case "bool" -> new boolean[2 * port.size()];
                            default -> new float[2 * port.size()];
                        })
                        .toArray();
                model.infer(inputs, 2);
                model.trainable();
            }
            ran++;
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause() + "\n" + source, e.getCause());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw new AssertionError(e + "\n" + source, e);
        }
    }
}
