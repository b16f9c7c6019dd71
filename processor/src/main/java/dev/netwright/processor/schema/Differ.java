package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.declare.Declaration.NodeDeclaration;
import dev.netwright.processor.declare.Declaration.OperatorUse;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.schema.Difference.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a schema file with a declaration, node by node. Orders of methods do not matter, but for inputs and results, which come in the
 * order declared; a node that changed nothing but its name is found again under the new one.
 */
final class Differ {
    private final SchemaFile old;
    private final SchemaFile now;
    private final Declaration declaration;
    private final Map<String, NodeDeclaration> declared = new LinkedHashMap<>();

    /** Nodes by their name of now, with that of then. */
    private final Map<String, String> renamed = new HashMap<>();

    private final List<Difference> differences = new ArrayList<>();

    private Differ(SchemaFile old, SchemaFile now, Declaration declaration) {
        this.old = old;
        this.now = now;
        this.declaration = declaration;
        declaration.nodes().forEach(node -> declared.put(node.name(), node));
    }

    static List<Difference> of(SchemaFile old, SchemaFile now, Declaration declaration) {
        return new Differ(old, now, declaration).run();
    }

    private List<Difference> run() {
        findRenamed();
        Set<String> found = new HashSet<>();
        for (SchemaFile.Node node : now.nodes()) {
            NodeDeclaration method = declared.get(node.name());
            Optional<SchemaFile.Node> before = old.node(before(node.name()));
            if (method == null || lengths(now, node)) {
                // It comes with another input, and differs only where that one does.
                before.ifPresent(it -> found.add(it.name()));
            } else if (before.isEmpty()) {
                added(node, method);
            } else {
                found.add(before.get().name());
                compare(before.get(), node, method);
            }
        }
        old.nodes().stream()
                .filter(node -> !found.contains(node.name()) && !lengths(old, node))
                .forEach(this::removed);
        if (differences.isEmpty()) {
            order("inputs", names(old.inputs()), names(now.inputs()));
            order("outputs", names(old.outputs()), names(now.outputs()));
        }
        return differences;
    }

    /** Whether a node holds the lengths of an input. */
    private static boolean lengths(SchemaFile file, SchemaFile.Node node) {
        return file.inputs().stream().anyMatch(input -> input.lengths().equals(node.name()));
    }

    private String before(String node) {
        return renamed.getOrDefault(node, node);
    }

    private static List<String> names(List<SchemaFile.Port> ports) {
        return ports.stream().map(SchemaFile.Port::name).toList();
    }

    /** In the order of the graph, so that a node's inputs are found before it. */
    private void findRenamed() {
        Set<String> gone = new HashSet<>();
        old.nodes().forEach(node -> gone.add(node.name()));
        now.nodes().forEach(node -> gone.remove(node.name()));
        for (SchemaFile.Node node : now.nodes()) {
            if (old.node(node.name()).isEmpty()) {
                old.nodes().stream()
                        .filter(candidate -> gone.contains(candidate.name()))
                        .filter(candidate -> candidate.operators().equals(node.operators())
                                && candidate.shape().equals(node.shape())
                                && candidate.inputs().equals(inputs(node)))
                        .findFirst()
                        .ifPresent(candidate -> {
                            renamed.put(node.name(), candidate.name());
                            gone.remove(candidate.name());
                        });
            }
        }
    }

    /** What a node consumes, by the names of then. */
    private List<String> inputs(SchemaFile.Node node) {
        return node.inputs().stream().map(this::before).toList();
    }

    private void added(SchemaFile.Node node, NodeDeclaration method) {
        Level level = level(now, node.name());
        differences.add(new Difference(
                level,
                method.place(),
                subject(level, "'" + node.name() + "'"),
                "no node '" + node.name() + "'",
                Literal.of(node.operators()) + " " + Literal.method(node.name(), node.inputs()),
                "remove '" + node.name() + "'",
                now.tensorsOf(node.name()).isEmpty() ? "" : "@Added  on " + node.name()));
    }

    private void removed(SchemaFile.Node node) {
        Level level = level(old, node.name());
        String method = Literal.of(node.operators()) + " " + Literal.method(node.name(), node.inputs());
        differences.add(new Difference(
                level,
                declaration.place(),
                subject(level, "'" + node.name() + "'"),
                method,
                "no node '" + node.name() + "'",
                "declare  " + method + ";  again",
                old.tensorsOf(node.name()).isEmpty() ? "" : "@Removed(\"" + node.name() + "\")  on the interface"));
    }

    private static String subject(Level level, String node) {
        return level == Level.FILE ? "what is saved of " + node : node;
    }

    private static Level level(SchemaFile file, String node) {
        if (!file.tensorsOf(node).isEmpty()) {
            return Level.FILE;
        }
        boolean port =
                names(file.inputs()).contains(node) || names(file.outputs()).contains(node);
        return port ? Level.API : Level.COMPUTE;
    }

    private void compare(SchemaFile.Node before, SchemaFile.Node node, NodeDeclaration method) {
        Edit edit = edit(before, node, method);
        if (tensors(before, node, edit) || (!before.name().equals(node.name()) && renamed(before, node, method))) {
            return;
        }
        Optional<SchemaFile.Port> was = port(old, before.name());
        Optional<SchemaFile.Port> is = port(now, node.name());
        if (!was.equals(is)) {
            String what = is.isPresent() && now.inputs().contains(is.get()) ? "input" : "output";
            differences.add(new Difference(
                    Level.API,
                    edit.place,
                    what + " '" + node.name() + "'",
                    was.map(SchemaFile.Port::shown).orElse("no " + what + " '" + node.name() + "'"),
                    is.map(SchemaFile.Port::shown).orElse("no " + what + " '" + node.name() + "'"),
                    edit.undo,
                    ""));
        } else if (edit.differs) {
            differences.add(new Difference(
                    Level.COMPUTE,
                    edit.place,
                    "'" + node.name() + "'",
                    Literal.of(before.operators()) + " " + Literal.method(before.name(), before.inputs()),
                    Literal.of(node.operators()) + " " + Literal.method(node.name(), node.inputs()),
                    edit.undo,
                    ""));
        }
    }

    private boolean renamed(SchemaFile.Node before, SchemaFile.Node node, NodeDeclaration method) {
        Level level = level(old, before.name());
        differences.add(new Difference(
                level,
                method.place(),
                subject(level, "'" + node.name() + "'"),
                "a node '" + before.name() + "'",
                "the same as '" + node.name() + "'",
                "rename it back to  " + before.name(),
                level == Level.FILE ? "@Renamed(from = \"" + before.name() + "\")  on " + node.name() : ""));
        return true;
    }

    private static Optional<SchemaFile.Port> port(SchemaFile file, String node) {
        return Stream.concat(file.inputs().stream(), file.outputs().stream())
                .filter(port -> port.name().equals(node))
                .findFirst();
    }

    private boolean tensors(SchemaFile.Node before, SchemaFile.Node node, Edit edit) {
        Map<String, SchemaFile.Tensor> was = bySuffix(old, before.name());
        Map<String, SchemaFile.Tensor> is = bySuffix(now, node.name());
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Set<String> suffixes = new LinkedHashSet<>(is.keySet());
        suffixes.addAll(was.keySet());
        boolean resized = true;
        for (String suffix : suffixes) {
            SchemaFile.Tensor a = was.get(suffix);
            SchemaFile.Tensor b = is.get(suffix);
            if (a == null || b == null || !a.alike(b)) {
                boolean roles = a == null || b == null || !a.role().equals(b.role());
                names.add(node.name() + suffix);
                expected.add(shown(a, suffix, roles));
                found.add(shown(b, suffix, roles));
                resized &= a != null && b != null;
            }
        }
        if (names.isEmpty()) {
            return false;
        }
        differences.add(new Difference(
                Level.FILE,
                edit.place,
                names.get(0) + (names.size() > 1 ? " (and " + (names.size() - 1) + " more)" : ""),
                String.join("\n", expected),
                String.join("\n", found),
                edit.undo,
                (resized ? "@Resized(policy = Resize.REINITIALIZE)  on " : "@Added  on ") + node.name()));
        return true;
    }

    private static String shown(SchemaFile.@Nullable Tensor tensor, String suffix, boolean role) {
        String name = suffix.isEmpty() ? "" : suffix.substring(1) + " ";
        return tensor == null ? name + "none" : name + tensor.shown() + (role ? ", " + tensor.role() : "");
    }

    private static Map<String, SchemaFile.Tensor> bySuffix(SchemaFile file, String node) {
        Map<String, SchemaFile.Tensor> tensors = new LinkedHashMap<>();
        file.tensorsOf(node).forEach(tensor -> tensors.put(tensor.suffix(), tensor));
        return tensors;
    }

    private void order(String what, List<String> was, List<String> is) {
        List<String> before = is.stream().map(this::before).toList();
        if (!was.equals(before)) {
            differences.add(new Difference(
                    Level.API,
                    declaration.place(),
                    "the order of its " + what,
                    String.join(", ", was),
                    String.join(", ", is),
                    "declare them in the order  " + String.join(", ", was),
                    ""));
        }
    }

    /** How the text of a node differs, and what would undo it. */
    private record Edit(boolean differs, Place place, String undo) {}

    private Edit edit(SchemaFile.Node before, SchemaFile.Node node, NodeDeclaration method) {
        List<OperatorUse> uses = method.operators();
        List<String> then =
                before.operators().stream().map(SchemaFile.Operator::name).toList();
        List<String> names =
                node.operators().stream().map(SchemaFile.Operator::name).toList();
        if (!then.equals(names)) {
            int k = 0;
            while (k < Math.min(then.size(), names.size()) && then.get(k).equals(names.get(k))) {
                k++;
            }
            Place place = k < uses.size() ? uses.get(k).place() : method.place();
            String undo;
            if (names.size() < then.size() && k == names.size()) {
                undo = "write  " + Literal.of(before.operators().subList(k, then.size())) + "  after @"
                        + node.operators().get(k - 1).simpleName();
            } else if (then.size() < names.size() && k == then.size()) {
                undo = "remove  " + uses.get(k).place().code("@" + uses.get(k).name());
            } else {
                undo = "write  " + Literal.of(before.operators().get(k)) + "  in place of @"
                        + uses.get(k).name();
            }
            return new Edit(true, place, undo);
        }
        for (int k = 0; k < uses.size(); k++) {
            SchemaFile.Operator was = before.operators().get(k);
            Optional<String> attribute = changed(was, node.operators().get(k), uses.get(k));
            if (attribute.isPresent()
                    || !was.formula().equals(node.operators().get(k).formula())) {
                return new Edit(
                        true,
                        attribute
                                .map(uses.get(k).attributes()::place)
                                .orElse(uses.get(k).place()),
                        attribute.isPresent()
                                ? "write  " + Literal.of(was, uses.get(k)) + "  in place of @"
                                        + uses.get(k).name()
                                : "write the formula  " + was.formula());
            }
        }
        if (!before.inputs().equals(inputs(node))) {
            List<String> back = before.inputs();
            int k = 0;
            while (k < Math.min(back.size(), method.inputs().size())
                    && back.get(k).equals(before(method.inputs().get(k).node()))) {
                k++;
            }
            Place place = k < method.inputs().size() ? method.inputs().get(k).place() : method.place();
            return new Edit(
                    true,
                    place,
                    "declare  "
                            + Literal.method(
                                    node.name(), back.stream().map(this::after).toList()) + ";");
        }
        String above = node.inputs().stream().map(input -> "'" + input + "'").collect(Collectors.joining(", "));
        return new Edit(
                false,
                uses.get(0).place(),
                above.isEmpty() ? "undo the change" : "undo the change of " + above + ", or of what leads there");
    }

    /** The name of now of a node of then. */
    private String after(String node) {
        return renamed.entrySet().stream()
                .filter(entry -> entry.getValue().equals(node))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(node);
    }

    /** An attribute with another value; one that the file has not is none, where the user does not give it. */
    private static Optional<String> changed(SchemaFile.Operator was, SchemaFile.Operator is, OperatorUse use) {
        Set<String> names = new LinkedHashSet<>(is.attributes().keySet());
        names.addAll(was.attributes().keySet());
        return names.stream()
                .filter(name -> {
                    Object a = was.attributes().get(name);
                    Object b = is.attributes().get(name);
                    return (a == null || b == null)
                            ? (b == null || use.attributes().given(name))
                            : !Json.write(a).equals(Json.write(b));
                })
                .findFirst();
    }
}
