package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Change;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.declare.MigrationClasses;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.SchemaProblems;
import dev.netwright.processor.diagnose.Suggestions;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.operator.ParameterSpec;
import dev.netwright.processor.schema.SchemaFile.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a raised version loads the one before: a tensor of the same name, role and shape is copied; all else the user says. What is left is
 * reported with the annotations that would say it.
 */
final class Transition {
    private final SchemaFile old;
    private final SchemaFile now;
    private final Graph graph;
    private final List<Change> changes;
    private final MigrationClasses classes;
    private final Reporter reporter;
    private final Map<String, Tensor> before = new LinkedHashMap<>();
    private final Map<String, String> users = new HashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private final Set<Change> needed = new LinkedHashSet<>();
    private final Map<String, List<Tensor>> open = new LinkedHashMap<>();
    private final Set<Change> wrong = new LinkedHashSet<>();
    private final List<String> lines = new ArrayList<>();

    private Transition(
            SchemaFile old,
            SchemaFile now,
            Graph graph,
            List<Change> changes,
            MigrationClasses classes,
            Reporter reporter) {
        this.old = old;
        this.now = now;
        this.graph = graph;
        this.changes = changes;
        this.classes = classes;
        this.reporter = reporter;
        old.tensors().forEach(tensor -> before.put(tensor.name(), tensor));
    }

    /** The lines that say it, those of tensors that keep all left out. */
    static List<String> of(
            SchemaFile old,
            SchemaFile now,
            Graph graph,
            List<Change> changes,
            MigrationClasses classes,
            Reporter reporter) {
        return new Transition(old, now, graph, changes, classes, reporter).run();
    }

    private List<String> run() {
        changes.stream().filter(change -> change.kind().equals("Removed")).forEach(this::removed);
        now.tensors().forEach(this::tensor);
        removed.forEach(name -> lines.add("remove " + name));
        for (Change change : changes) {
            if (!change.kind().equals("Removed") && !needed.contains(change)) {
                needless(change);
            }
        }
        Set<String> left = new LinkedHashSet<>();
        before.values().stream()
                .filter(tensor -> wrong.isEmpty())
                .filter(tensor -> !users.containsKey(tensor.name()) && !removed.contains(tensor.name()))
                .forEach(tensor -> left.add(tensor.node()));
        Unclear unclear = new Unclear(old, now, graph.declaration(), open, left, users.keySet(), removed);
        unclear.report(reporter);
        return lines;
    }

    private void removed(Change change) {
        for (Object value : (List<?>) change.attributes().value("value")) {
            String name = value.toString();
            List<String> gone = named(name);
            removed.addAll(gone);
            if (gone.isEmpty()) {
                unknown(change, "value", name);
            }
        }
    }

    /** Tensors of the old version of that name, or of the node, or the follower, of that name. */
    private List<String> named(String name) {
        return before.keySet().stream()
                .filter(tensor -> tensor.equals(name) || tensor.startsWith(name + "."))
                .toList();
    }

    private Optional<Change> said(String kind, String node) {
        return changes.stream()
                .filter(change -> change.kind().equals(kind) && change.node().equals(node))
                .findFirst();
    }

    private void tensor(Tensor tensor) {
        Optional<Change> split = said("SplitFrom", tensor.node());
        Optional<Change> merged = said("MergedFrom", tensor.node());
        Optional<Change> computed = said("MigratedBy", tensor.node());
        if (computed.isPresent()) {
            computed(tensor, computed.get());
        } else if (split.isPresent()) {
            split(tensor, split.get());
        } else if (merged.isPresent()) {
            merged(tensor, merged.get());
        } else {
            single(tensor);
        }
    }

    private void single(Tensor tensor) {
        Optional<Change> renamed = said("Renamed", tensor.node());
        Optional<Change> resized = said("Resized", tensor.node());
        Optional<Change> added = said("Added", tensor.node());
        String source = renamed.map(change -> change.attributes().text("from") + tensor.suffix())
                .orElse(tensor.name());
        Tensor from = removed.contains(source) ? null : before.get(source);
        renamed.ifPresent(needed::add);
        if (from != null && from.alike(tensor)) {
            use(from, tensor, renamed);
            if (!from.name().equals(tensor.name())) {
                lines.add("copy " + tensor.name() + " " + from.name());
            }
        } else if (from != null
                && from.role().equals(tensor.role())
                && from.learned() == tensor.learned()
                && resized.isPresent()) {
            needed.add(resized.get());
            use(from, tensor, renamed);
            resize(tensor, from, resized.get());
        } else if (from == null && added.isPresent()) {
            needed.add(added.get());
            law(tensor, added.get()).ifPresent(law -> lines.add("add " + tensor.name() + " " + law));
        } else if (renamed.isPresent() && old.tensors().stream().noneMatch(it -> under(it, renamed.get()))) {
            unknown(renamed.get(), "from", renamed.get().attributes().text("from"));
        } else {
            open.computeIfAbsent(tensor.node(), node -> new ArrayList<>()).add(tensor);
        }
    }

    private boolean under(Tensor tensor, Change renamed) {
        return !removed.contains(tensor.name())
                && (tensor.name() + ".").startsWith(renamed.attributes().text("from") + ".");
    }

    /** One of two tensors that come from the same was renamed. */
    private void use(Tensor from, Tensor by, Optional<Change> renamed) {
        String first = users.putIfAbsent(from.name(), by.name());
        if (first != null) {
            bad(
                    renamed.or(() -> said("Renamed", node(first))).orElseThrow(),
                    "from",
                    "two tensors are loaded from " + from.name(),
                    "one",
                    first + " and " + by.name(),
                    "say  @Added  of the one that is new");
        }
    }

    private String node(String tensor) {
        return now.tensors().stream()
                .filter(each -> each.name().equals(tensor))
                .map(Tensor::node)
                .findFirst()
                .orElse("");
    }

    private void resize(Tensor tensor, Tensor from, Change change) {
        String policy = change.attributes().text("policy");
        if (!policy.equals("REINITIALIZE")
                && from.shape().size() != tensor.shape().size()) {
            bad(
                    change,
                    "policy",
                    tensor.name() + " has another rank than in version " + old.version(),
                    "the rank of " + from.shown(),
                    tensor.shown(),
                    "write  policy = Resize.REINITIALIZE");
            return;
        }
        lines.add("resize " + tensor.name() + " " + from.name() + " " + policy + " " + ownLaw(tensor));
    }

    private void split(Tensor tensor, Change change) {
        needed.add(change);
        int offset = change.attributes().integer("offset");
        Tensor from = before.get(change.attributes().text("node") + tensor.suffix());
        if (from == null || removed.contains(from.name())) {
            unknown(change, "node", change.attributes().text("node"));
        } else if (offset < 0
                || tensor.shape().isEmpty()
                || !from.row().equals(tensor.row())
                || !from.role().equals(tensor.role())
                || offset + (long) tensor.rows() > from.rows()) {
            bad(
                    change,
                    "offset",
                    tensor.name() + " is no part of " + from.name(),
                    "rows of " + from.shown(),
                    tensor.shown() + " from row " + offset,
                    from.rows() >= tensor.rows()
                            ? "write  offset = " + Math.max(0, Math.min(offset, from.rows() - tensor.rows()))
                            : "say  @Resized(policy = Resize.REINITIALIZE)  and  @Renamed");
        } else {
            users.put(from.name(), tensor.name());
            lines.add("slice " + tensor.name() + " " + from.name() + " " + offset);
        }
    }

    private void merged(Tensor tensor, Change change) {
        needed.add(change);
        StringBuilder line = new StringBuilder("concat " + tensor.name());
        int rows = 0;
        for (Object value : (List<?>) change.attributes().value("value")) {
            Tensor from = before.get(value + tensor.suffix());
            if (from == null || removed.contains(from.name())) {
                unknown(change, "value", value.toString());
                return;
            }
            rows += from.rows();
            if (!from.row().equals(tensor.row()) || !from.role().equals(tensor.role())) {
                rows = -1;
                break;
            }
            users.put(from.name(), tensor.name());
            line.append(' ').append(from.name());
        }
        if (rows != tensor.rows() || tensor.shape().isEmpty()) {
            bad(
                    change,
                    "value",
                    tensor.name() + " is not those one after the other",
                    "rows that add up to " + tensor.shown(),
                    change.attributes().value("value").toString(),
                    "name the nodes whose rows it has, in order");
            return;
        }
        lines.add(line.toString());
    }

    private void computed(Tensor tensor, Change change) {
        needed.add(change);
        String by = change.attributes().text("value");
        Declaration declaration = graph.declaration();
        Optional<String> problem = classes.problem(by, declaration.packageName());
        if (problem.isPresent()) {
            bad(
                    change,
                    "value",
                    by + " cannot migrate: " + problem.get(),
                    "a class that implements TensorMigration, with a constructor without parameters, that the model can see",
                    by,
                    "implement TensorMigration in " + by.substring(by.lastIndexOf('.') + 1)
                            + ", or name another class");
            return;
        }
        StringBuilder line = new StringBuilder("compute " + tensor.name() + " " + by);
        for (String name : change.attributes().texts("from")) {
            List<String> sources = named(name).stream()
                    .filter(source -> !removed.contains(source))
                    .toList();
            if (sources.isEmpty()) {
                unknown(change, "from", name);
                return;
            }
            for (String source : sources) {
                users.putIfAbsent(source, tensor.name());
                line.append(' ').append(source);
            }
        }
        lines.add(line.toString());
    }

    /** The law that an added tensor starts by. A buffer's own is the only one that makes sense. */
    private Optional<String> law(Tensor tensor, Change change) {
        String law = change.attributes().text("init");
        double argument = change.attributes().number("argument");
        if (law.equals("DEFAULT") || !tensor.learned()) {
            return Optional.of(ownLaw(tensor));
        }
        boolean given = !Double.isNaN(argument);
        boolean taking = Set.of("CONSTANT", "NORMAL", "UNIFORM", "ORTHOGONAL").contains(law);
        if (law.equals("CONSTANT") && !given) {
            bad(
                    change,
                    "init",
                    "CONSTANT lacks its argument",
                    "the number to start at",
                    "no 'argument'",
                    "write  argument = 0.1");
        } else if (law.equals("ORTHOGONAL") && tensor.shape().size() < 2) {
            bad(
                    change,
                    "init",
                    "ORTHOGONAL needs two dimensions or more",
                    "a law for " + tensor.name() + " " + tensor.shape(),
                    "Initializer.ORTHOGONAL",
                    "write  init = Initializer.DEFAULT");
        } else if (given
                && (!taking || !Float.isFinite((float) argument) || (!law.equals("CONSTANT") && argument <= 0))) {
            bad(
                    change,
                    "argument",
                    taking ? "the argument of " + law + " is out of range" : law + " takes no argument",
                    taking ? "a finite number" + (law.equals("CONSTANT") ? "" : " above 0") : "no 'argument'",
                    "argument = " + argument,
                    taking ? "write  argument = 0.05" : "leave  argument = " + argument + "  out");
        } else {
            return Optional.of(law + (given ? "(" + argument + ")" : ""));
        }
        return Optional.empty();
    }

    private String ownLaw(Tensor tensor) {
        for (List<Graph.Stored> table : List.of(graph.parameters(), graph.buffers())) {
            for (Graph.Stored stored : table) {
                if (stored.name().equals(tensor.name())) {
                    ParameterSpec spec = stored.spec();
                    return spec.initializer() + (Double.isNaN(spec.argument()) ? "" : "(" + spec.argument() + ")");
                }
            }
        }
        throw new IllegalStateException("no tensor " + tensor.name());
    }

    private void needless(Change change) {
        boolean tensors = !now.tensorsOf(change.node()).isEmpty();
        bad(
                change,
                "",
                "@" + change.kind() + " has nothing to say of '" + change.node() + "'",
                !tensors
                        ? "a node with tensors"
                        : change.kind().equals("Resized")
                                ? "a tensor with another shape in version " + old.version()
                                : "a tensor that version " + old.version() + " has not",
                tensors ? "version " + old.version() + " has them as they are" : "a node without tensors",
                "leave  " + change.place().code("@" + change.kind()) + "  out");
    }

    /** A name that nothing of the old version has. */
    private void unknown(Change change, String attribute, String name) {
        Set<String> names = new LinkedHashSet<>();
        old.tensors().forEach(tensor -> names.add(tensor.node()));
        List<String> nearest = Suggestions.nearest(name, names);
        bad(
                change,
                attribute,
                "version " + old.version() + " has no tensors of '" + name + "'",
                "one of: " + Suggestions.few(nearest.isEmpty() ? names : nearest),
                "'" + name + "'",
                nearest.isEmpty()
                        ? "leave  " + change.place().code("@" + change.kind()) + "  out"
                        : "write  \"" + nearest.get(0) + "\"");
    }

    /** Reports what is wrong with a change, once: it would be so of each of a node's tensors. */
    private void bad(Change change, String attribute, String what, String expected, String found, String help) {
        if (wrong.add(change)) {
            Place place =
                    attribute.isEmpty() ? change.place() : change.attributes().place(attribute);
            reporter.report(SchemaProblems.badMigration(place, what, expected, found, help));
        }
    }
}
