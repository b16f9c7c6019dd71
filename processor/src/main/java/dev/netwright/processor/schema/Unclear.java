package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.SchemaProblems;
import dev.netwright.processor.diagnose.Suggestions;
import dev.netwright.processor.schema.SchemaFile.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reports tensors whose origin is not certain, and those of the old version that go nowhere, with the annotations to paste, best guess first.
 *
 * @param open tensors without a certain origin, by node
 * @param left nodes of the old version with tensors that nothing loads
 * @param used tensors of the old version that are loaded
 * @param removed tensors of the old version that the user gave up
 */
record Unclear(
        SchemaFile old,
        SchemaFile now,
        Declaration declaration,
        Map<String, List<Tensor>> open,
        Set<String> left,
        Set<String> used,
        Set<String> removed) {
    private static final int MOST = 3;

    /** A node of the old version, and how well its tensors would do. */
    private record Candidate(String node, int fitting, int near) {}

    void report(Reporter reporter) {
        Set<String> guessed = new HashSet<>();
        open.forEach((node, tensors) -> {
            List<String> help = new ArrayList<>();
            boolean resized = tensors.stream().anyMatch(tensor -> resizable(tensor, tensor.name()));
            boolean there = tensors.stream().anyMatch(tensor -> free(tensor.name()));
            if (resized) {
                help.add("write  @Resized(policy = Resize.KEEP)  on '" + node + "': what both shapes have is kept");
                help.add("write  @Resized(policy = Resize.REINITIALIZE)  on '" + node + "': it starts anew");
            } else if (there) {
                // Another role: nothing of it can be kept.
                help.add("write  @Removed(\"" + tensors.get(0).name() + "\")  on the interface and  @Added  on '" + node
                        + "'");
            } else {
                for (Candidate candidate : candidates(node)) {
                    guessed.add(candidate.node());
                    help.add("write  @Renamed(from = \"" + candidate.node() + "\")  on '" + node + "'"
                            + (candidate.fitting() == now.tensorsOf(node).size()
                                    ? ""
                                    : "; shapes differ: @Resized too"));
                }
                help.add("write  @Added  on '" + node + "': it starts by its own law");
            }
            guessed.add(node);
            reporter.report(SchemaProblems.migrationUnclear(
                    place(node),
                    "where " + names(tensors) + " come" + (tensors.size() == 1 ? "s" : "") + " from in version "
                            + old.version() + " is not certain",
                    tensors.stream().map(tensor -> was(tensor)).collect(Collectors.joining("\n")),
                    tensors.stream()
                            .map(tensor -> tensor.name() + " " + tensor.shown())
                            .collect(Collectors.joining("\n")),
                    help));
        });
        left.stream().filter(node -> !guessed.contains(node)).forEach(node -> gone(node, reporter));
    }

    private void gone(String node, Reporter reporter) {
        List<Tensor> tensors = old.tensorsOf(node).stream()
                .filter(tensor -> !used.contains(tensor.name()) && !removed.contains(tensor.name()))
                .toList();
        boolean whole = tensors.size() == old.tensorsOf(node).size();
        String names = tensors.stream()
                .map(tensor -> "\"" + tensor.name() + "\"")
                .collect(Collectors.joining(", ", tensors.size() == 1 ? "" : "{", tensors.size() == 1 ? "" : "}"));
        List<String> help = new ArrayList<>();
        help.add("write  @Removed(" + (whole ? "\"" + node + "\"" : names) + ")  on the interface: it is given up");
        for (String candidate : Suggestions.nearest(node, open.keySet())) {
            help.add("write  @Renamed(from = \"" + node + "\")  on '" + candidate + "'");
        }
        reporter.report(SchemaProblems.migrationUnclear(
                declaration.place(),
                "nothing loads " + names(tensors) + " of version " + old.version(),
                tensors.stream()
                        .map(tensor -> tensor.name() + " " + tensor.shown())
                        .collect(Collectors.joining("\n")),
                "no node that takes " + (tensors.size() == 1 ? "it" : "them"),
                help));
    }

    private boolean free(String tensor) {
        return old.tensors().stream().anyMatch(each -> each.name().equals(tensor)) && !removed.contains(tensor);
    }

    private boolean resizable(Tensor tensor, String from) {
        return free(from)
                && old.tensors().stream()
                        .anyMatch(each -> each.name().equals(from)
                                && each.role().equals(tensor.role())
                                && each.learned() == tensor.learned()
                                && !each.shape().equals(tensor.shape()));
    }

    /** The nodes that nothing loads, those of the right shapes first, then those of a near name. */
    private List<Candidate> candidates(String node) {
        List<Tensor> wanted = now.tensorsOf(node);
        List<Candidate> candidates = new ArrayList<>();
        Set<String> near = new LinkedHashSet<>(Suggestions.nearest(node, left));
        for (String from : left) {
            int fitting = 0;
            int named = 0;
            for (Tensor tensor : wanted) {
                for (Tensor other : old.tensorsOf(from)) {
                    if (other.suffix().equals(tensor.suffix()) && !used.contains(other.name())) {
                        named++;
                        fitting += other.alike(tensor) ? 1 : 0;
                    }
                }
            }
            if (fitting > 0 || (named == wanted.size() && near.contains(from))) {
                candidates.add(new Candidate(from, fitting, near.contains(from) ? 1 : 0));
            }
        }
        candidates.sort(Comparator.comparingInt(Candidate::fitting)
                .thenComparingInt(Candidate::near)
                .reversed());
        return candidates.subList(0, Math.min(MOST, candidates.size()));
    }

    private String was(Tensor tensor) {
        return old.tensors().stream()
                .filter(each -> each.name().equals(tensor.name()) && !removed.contains(each.name()))
                .map(each -> each.name() + " " + each.shown()
                        + (each.role().equals(tensor.role()) ? "" : ", a " + each.role()))
                .findFirst()
                .orElse("no " + tensor.name());
    }

    private static String names(List<Tensor> tensors) {
        return Suggestions.few(tensors.stream().map(Tensor::name).toList());
    }

    /** The first operator, or the node. */
    private Place place(String node) {
        return declaration.nodes().stream()
                .filter(method -> method.name().equals(node))
                .map(method -> method.operators().get(0).place())
                .findFirst()
                .orElse(declaration.place());
    }
}
