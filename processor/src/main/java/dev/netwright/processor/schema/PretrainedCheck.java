package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.Suggestions;
import dev.netwright.processor.graph.Graph;
import dev.netwright.runtime.checkpoint.StoredTensor;
import dev.netwright.runtime.checkpoint.TensorTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the tensors of a network with those that its {@code @Pretrained} file says it has. Reads no numbers. */
public final class PretrainedCheck {
    private static final int NEAREST = 3;

    private final Graph graph;
    private final Attributes pretrained;
    private final Reporter reporter;
    private final String file;
    private final Map<String, StoredTensor> left = new LinkedHashMap<>();
    private boolean failed;

    private PretrainedCheck(Graph graph, Attributes pretrained, Reporter reporter) {
        this.graph = graph;
        this.pretrained = pretrained;
        this.reporter = problem -> {
            failed = true;
            reporter.report(problem);
        };
        this.file = pretrained.text("value");
    }

    /** The weights, or nothing after reporting all that does not fit, each tensor at its node. */
    public static Optional<Weights> check(Graph graph, Attributes pretrained, Optional<Path> base, Reporter reporter) {
        return new PretrainedCheck(graph, pretrained, reporter).check(base);
    }

    private Optional<Weights> check(Optional<Path> base) {
        Optional<Path> path = WeightFile.find(pretrained, base, reporter);
        Optional<TensorTable> table = path.flatMap(found -> WeightFile.read(found, pretrained, reporter));
        if (path.isEmpty() || table.isEmpty()) {
            return Optional.empty();
        }
        Mapping mapping = Mapping.of(pretrained, graph, reporter);
        table.get().tensors().forEach(tensor -> left.put(tensor.name(), tensor));
        Map<String, String> names = new LinkedHashMap<>();
        List<Graph.Stored> missing = new ArrayList<>();
        Set<String> taken = new LinkedHashSet<>();
        for (Graph.Stored stored : Tensors.all(graph)) {
            String name = mapping.name(stored);
            StoredTensor tensor = left.remove(name);
            if (!name.equals(stored.name())) {
                names.put(stored.name(), name);
            }
            if (tensor != null) {
                taken.add(name);
                compare(stored, tensor);
            } else if (taken.contains(name)) {
                twice(stored, name);
            } else {
                missing.add(stored);
            }
        }
        missing.forEach(stored -> missing(stored, mapping.name(stored)));
        extra();
        classes(table.get());
        return failed
                ? Optional.empty()
                : Optional.of(new Weights(
                        file, path.get(), pretrained.flag("packed"), table.get().digest(), names));
    }

    private void compare(Graph.Stored stored, StoredTensor tensor) {
        List<Integer> shape = stored.spec().shape();
        boolean same =
                tensor.shape().equals(shape.stream().map(Integer::longValue).toList());
        if (same && tensor.isFloat()) {
            return;
        }
        boolean transposed = tensor.isTransposed(shape);
        reporter.report(Problems.tensorMismatch(
                Tensors.place(graph, stored),
                stored.name(),
                transposed ? "is transposed" : same ? "has no floats" : "has another shape",
                file,
                Tensors.describe(stored),
                tensor.describe() + (tensor.name().equals(stored.name()) ? "" : " as '" + tensor.name() + "'"),
                transposed
                        ? "permute its axes where the file is made:  " + Tensors.permutation(tensor.shape(), shape)
                        : same
                                ? "convert it to float32 where the file is made"
                                : "change the network back, or name a file that was saved with this one"));
    }

    private void twice(Graph.Stored stored, String name) {
        reporter.report(Problems.badMapping(
                pretrained.place("names"),
                "@Pretrained(names)",
                stored.name() + "=" + name,
                "gives '" + name + "' a second place",
                "each tensor of the file in one place",
                "name another tensor of the file"));
    }

    /** The nearest are those of the same shape whose names are near, then others near, then others of the same shape. */
    private void missing(Graph.Stored stored, String name) {
        List<String> near = dev.netwright.runtime.checkpoint.Names.nearest(name, left.keySet());
        List<String> alike = left.values().stream()
                .filter(tensor -> tensor.describe().equals(Tensors.describe(stored)))
                .map(StoredTensor::name)
                .toList();
        List<String> candidates = Stream.of(near.stream().filter(alike::contains), near.stream(), alike.stream())
                .flatMap(each -> each)
                .distinct()
                .limit(NEAREST)
                .toList();
        String best = candidates.stream().filter(alike::contains).findFirst().orElse("");
        reporter.report(Problems.missingTensor(
                Tensors.place(graph, stored),
                file,
                stored.name(),
                name,
                Tensors.describe(stored),
                candidates.stream()
                        .map(each -> "'" + each + "' "
                                + Objects.requireNonNull(left.get(each)).describe())
                        .toList(),
                best.isEmpty()
                        ? "name a file that was saved with this network"
                        : "rename the node, or map it:  @Pretrained(value = \"" + file + "\", names = \""
                                + entry(stored, best) + "\")"));
    }

    /** A pair of layers where the rest of the names is the same, else of tensors. */
    private static String entry(Graph.Stored stored, String name) {
        String local = Tensors.local(stored);
        return !local.isEmpty() && name.endsWith(local) && name.length() > local.length()
                ? stored.node().name() + "=" + name.substring(0, name.length() - local.length())
                : stored.name() + "=" + name;
    }

    private void extra() {
        Pattern ignored = Pattern.compile(pretrained.texts("ignored").stream()
                .map(each ->
                        Stream.of(each.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|")));
        List<StoredTensor> extra = left.values().stream()
                .filter(tensor -> !ignored.matcher(tensor.name()).matches())
                .toList();
        if (!extra.isEmpty()) {
            List<String> names = extra.stream().map(StoredTensor::name).toList();
            Place place = pretrained.place("value");
            List<String> spared = new ArrayList<>(pretrained.texts("ignored"));
            names.stream().limit(Suggestions.MOST).forEach(spared::add);
            if (names.size() > Suggestions.MOST) {
                spared.add("…");
            }
            reporter.report(Problems.extraTensor(
                    place,
                    file,
                    Names.simple(graph),
                    names,
                    extra.stream()
                            .map(tensor -> "'" + tensor.name() + "' " + tensor.describe())
                            .toList(),
                    "write  ignored = " + Suggestions.literal(spared) + "  or give it a node"));
        }
    }

    /** Class k of the file must be class k of the network. */
    private void classes(TensorTable table) {
        for (Graph.Node output : graph.outputs()) {
            List<String> expected = graph.classes(output);
            List<String> found = table.classes().getOrDefault(output.name(), expected);
            if (!expected.isEmpty() && !found.equals(expected)) {
                reporter.report(Problems.tensorMismatch(
                        graph.declaration().nodes().get(output.index()).place(),
                        "'" + output.name() + "'",
                        "has other classes",
                        file,
                        expected.toString(),
                        found.toString(),
                        "write  @Classes({"
                                + found.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "))
                                + "})"));
            }
        }
    }
}
