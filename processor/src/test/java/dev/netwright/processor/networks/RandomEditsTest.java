package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Random edits of random networks whose version 1 is locked. As version 1 the edited network is refused exactly where it differs. As
 * version 2, with the annotations that javac asks for, it loads a file of version 1, and every tensor that is the same arrives bit for bit.
 * {@code -Dnetwright.edits=1000} for a campaign, {@code -Dnetwright.seed} for another one.
 */
class RandomEditsTest {
    private static final int COUNT = Integer.getInteger("netwright.edits", 20);
    private static final long SEED = Long.getLong("netwright.seed", 1);
    private static final Pattern ASKED =
            Pattern.compile("write  (@[^ (]+(?:\\([^)]*\\))?)  on (?:'([^']+)'|the interface)");
    private static final String[] FORMATS = {"safetensors", "json", "onnx"};

    private int invalid;
    private int same;
    private int migrated;
    private int kept;

    @Test
    void refusedOrLoaded() throws Exception {
        for (int k = 0; k < COUNT; k++) {
            long seed = SEED * 1_000_003 + k;
            try {
                check(seed, FORMATS[k % FORMATS.length]);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        System.out.printf(
                "%d edited networks: %d the language refuses, %d with no difference, %d migrated, %d tensors kept%n",
                COUNT, invalid, same, migrated, kept);
        assertTrue(COUNT < 20 || (migrated > 0 && same > 0 && kept > 0));
    }

    private void check(long seed, String format) throws Exception {
        Random random = new Random(seed);
        Path base = Files.createTempDirectory("edits");
        EditedNetwork network = new EditedNetwork("Net", RandomNetwork.source("Net", seed));
        Compilation first = compile(base, network, "update");
        assertTrue(first.success(), () -> first.messages() + network.source());
        int edits = random.nextInt(4);
        for (int k = 0; k < edits; k++) {
            network.edit(random);
        }
        String what = network.done + "\n" + network.source();
        Compilation plain = Compiler.JAVAC.compile(sources(network), List.of(new NetwrightProcessor()));
        Compilation still = compile(base, network, "verify");
        if (!plain.success()) {
            invalid++;
            assertEquals(plain.messages(), still.messages(), what);
            return;
        }
        Class<?> old = model(first);
        stillVersion1(schema(old), schema(model(plain)), still, network, what);
        network.head = "@Network(version = 2)";
        Compilation raised = raised(base, network, what);
        loads(old, model(raised), network, format, base);
    }

    private static Map<String, String> sources(EditedNetwork network) {
        Map<String, String> sources = new HashMap<>();
        Words.activations().forEach((name, source) -> sources.put("nets/" + name + ".java", source));
        sources.put("nets/Net.java", network.source());
        return sources;
    }

    private static Compilation compile(Path base, EditedNetwork network, String lock) {
        return Compiler.JAVAC.compile(
                List.of("-Anetwright.base=" + base, "-Anetwright.schemas=schemas", "-Anetwright.lock=" + lock),
                sources(network),
                List.of(new NetwrightProcessor()));
    }

    /** Where the files that both write are the same but for their order there is no difference, and else there is, of the level that shows. */
    private void stillVersion1(Schema old, Schema now, Compilation still, EditedNetwork network, String what) {
        assertTrue(
                still.messages().stream().allMatch(message -> message.startsWith("[Netwright/SchemaChanged]")),
                () -> still.messages() + what);
        boolean tensors = tensors(old).equals(tensors(now));
        boolean ports = old.inputs().equals(now.inputs()) && old.outputs().equals(now.outputs());
        boolean graph = layers(old).equals(layers(now));
        assertEquals(tensors && ports && graph, still.success(), () -> still.messages() + what);
        String all = still.messages().toString();
        assertEquals(!tensors, all.contains("(FILE)"), () -> all + what);
        assertTrue(ports || all.contains("(API)") || !tensors, () -> all + what);
        same += still.success() ? 1 : 0;
    }

    private static Set<String> tensors(Schema schema) {
        Set<String> tensors = new TreeSet<>();
        for (List<TensorSpec> specs : List.of(schema.parameters(), schema.buffers())) {
            specs.forEach(spec -> tensors.add(spec.name() + spec.role() + spec.shape() + spec.learned()));
        }
        return tensors;
    }

    /** The lines of the architecture that describe nodes, and the edges, each in any order of nodes. */
    private static List<String> layers(Schema schema) {
        String text = schema.architecture();
        List<String> lines = new ArrayList<>(
                Arrays.asList(text.substring(text.indexOf("\"layers\""), text.indexOf("\"connections\""))
                        .split(",?\n")));
        lines.sort(null);
        Map<String, List<String>> edges = new java.util.TreeMap<>();
        Matcher edge = Pattern.compile("\\[\"([^\"]+)\", \"([^\"]+)\"]")
                .matcher(text.substring(text.indexOf("\"connections\"")));
        while (edge.find()) {
            edges.computeIfAbsent(edge.group(2), node -> new ArrayList<>()).add(edge.group(1));
        }
        lines.add(edges.toString());
        return lines;
    }

    /** Says what is true of the renamed, and then what javac asks for, until it is content. */
    private static Compilation raised(Path base, EditedNetwork network, String what) {
        Set<String> given = new LinkedHashSet<>();
        network.before.forEach((now, then) -> {
            if (!now.equals(then)) {
                given.add(now);
                network.line(now).operators = "@Renamed(from = \"" + then + "\") " + network.line(now).operators;
            }
        });
        for (int round = 0; round < 20; round++) {
            Compilation compilation = compile(base, network, "update");
            if (compilation.success()) {
                return compilation;
            }
            boolean changed = false;
            for (String message : compilation.messages()) {
                changed |= message.startsWith("[Netwright/BadMigration] ")
                        ? leaveOut(message, network, given)
                        : paste(message, network, what);
            }
            assertTrue(changed, () -> compilation.messages() + network.source() + what);
        }
        throw new AssertionError("javac is never content: " + network.source() + what);
    }

    /** A renamed node without tensors needs no word. */
    private static boolean leaveOut(String message, EditedNetwork network, Set<String> given) {
        Optional<String> node = given.stream()
                .filter(name -> message.contains("nothing to say of '" + name + "'")
                        || message.contains("no tensors of '" + network.before.get(name) + "'"))
                .findFirst();
        node.ifPresent(name -> {
            given.remove(name);
            network.line(name).operators = network.line(name).operators.replaceFirst("@Renamed\\(.*?\\) ", "");
        });
        return node.isPresent();
    }

    /** The first annotation that the message proposes; for a node that is new the last, which says so. */
    private static boolean paste(String message, EditedNetwork network, String what) {
        assertTrue(message.startsWith("[Netwright/MigrationUnclear]"), () -> message + what);
        List<String[]> asked = new ArrayList<>();
        Matcher help = ASKED.matcher(message);
        while (help.find()) {
            asked.add(new String[] {help.group(1), help.group(2)});
        }
        assertTrue(!asked.isEmpty(), () -> message + what);
        boolean fresh = asked.get(0)[0].startsWith("@Renamed");
        String[] chosen = asked.get(fresh ? asked.size() - 1 : 0);
        if (chosen[1] == null) {
            Matcher removed = Pattern.compile("@Removed\\((.*)\\)").matcher(chosen[0]);
            assertTrue(removed.matches(), chosen[0]);
            String names = removed.group(1).replaceAll("[{}]", "");
            network.head = network.head.contains("@Removed")
                    ? network.head.replace("})", ", " + names + "})")
                    : "@Removed({" + names + "}) " + network.head;
        } else {
            EditedNetwork.Line line = network.line(chosen[1]);
            line.operators = chosen[0] + " " + line.operators;
        }
        return true;
    }

    private void loads(Class<?> old, Class<?> now, EditedNetwork network, String format, Path base) throws Exception {
        Model saved = create(old);
        Random random = new Random(5);
        for (float[] store :
                List.of(saved.parameterStore().values(), saved.bufferStore().values())) {
            for (int i = 0; i < store.length; i++) {
                store[i] = 0.5f + random.nextFloat();
            }
        }
        Path file = base.resolve("old." + format);
        saved.save(file);
        Method load = now.getDeclaredMethod("load", Path.class);
        load.setAccessible(true);
        Model loaded = (Model) load.invoke(null, file);
        migrated++;
        Schema is = loaded.schema();
        for (List<TensorSpec> specs : List.of(is.parameters(), is.buffers())) {
            for (TensorSpec spec : specs) {
                String then = network.before.get(spec.layer());
                Optional<TensorSpec> was = then == null
                        ? Optional.empty()
                        : saved.schema()
                                .find(then + spec.name().substring(spec.layer().length()));
                if (was.isPresent()
                        && was.get().shape().equals(spec.shape())
                        && was.get().role() == spec.role()
                        && was.get().learned() == spec.learned()) {
                    assertArrayEquals(values(saved, was.get()), values(loaded, spec), spec.name() + network.done);
                    kept++;
                }
            }
        }
    }

    private static float[] values(Model model, TensorSpec spec) {
        float[] store = spec.learned()
                ? model.parameterStore().values()
                : model.bufferStore().values();
        return Arrays.copyOfRange(store, spec.offset(), spec.offset() + spec.size());
    }

    private static Class<?> model(Compilation compilation) throws Exception {
        return new URLClassLoader(
                        new URL[] {compilation.output().toUri().toURL()}, RandomEditsTest.class.getClassLoader())
                .loadClass("nets.NetModel");
    }

    private static Model create(Class<?> model) throws Exception {
        Method create = model.getDeclaredMethod("create", long.class);
        create.setAccessible(true);
        return (Model) create.invoke(null, 3L);
    }

    private static Schema schema(Class<?> model) throws Exception {
        return create(model).schema();
    }
}
