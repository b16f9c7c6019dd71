package dev.netwright.processor.networks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A network's source as lines that can be edited: every edge is written out, results are marked. */
final class EditedNetwork {
    private static final Pattern LINE = Pattern.compile("    (.*) Tensor (\\S+)\\((.*)\\);");
    private static final String[] ACTIVATIONS = {"@ReLU", "@Tanh", "@SiLU", "@Softsign"};

    final String name;
    final List<Line> lines = new ArrayList<>();

    /** Names of now, with those of the network before the edits. */
    final Map<String, String> before = new HashMap<>();

    /** Nodes that the network before the edits has not. */
    final Set<String> fresh = new TreeSet<>();

    /** What was done. */
    final List<String> done = new ArrayList<>();

    /** Annotations of the interface, {@code (version = 2)} included. */
    String head = "@Network";

    /** A method. */
    static final class Line {
        String operators;
        String name;
        List<String> inputs;

        Line(String operators, String name, List<String> inputs) {
            this.operators = operators;
            this.name = name;
            this.inputs = new ArrayList<>(inputs);
        }
    }

    EditedNetwork(String name, String source) {
        this.name = name;
        String above = "";
        for (String text : source.lines().toList()) {
            Matcher line = LINE.matcher(text);
            if (!line.matches()) {
                continue;
            }
            List<String> inputs = line.group(3).isEmpty()
                    ? List.of()
                    : Stream.of(line.group(3).split(", "))
                            .map(p -> p.substring("Tensor ".length()))
                            .toList();
            boolean reads = !line.group(1).matches("(@Output )?@(Input|Parameter|Constant)\\b.*");
            lines.add(new Line(line.group(1), line.group(2), inputs.isEmpty() && reads ? List.of(above) : inputs));
            above = line.group(2);
        }
        if (lines.stream().noneMatch(line -> line.operators.startsWith("@Output "))) {
            Line last = lines.get(lines.size() - 1);
            last.operators = "@Output " + last.operators;
        }
        lines.forEach(line -> before.put(line.name, line.name));
    }

    String source() {
        return "package nets;\n\nimport dev.netwright.annotations.*;\n\n" + head + " interface " + name + " {\n"
                + lines.stream()
                        .map(line -> "    " + line.operators + " Tensor " + line.name + "("
                                + line.inputs.stream()
                                        .map(input -> "Tensor " + input)
                                        .collect(Collectors.joining(", "))
                                + ");\n")
                        .collect(Collectors.joining())
                + "}\n";
    }

    /** Does an edit at random. */
    void edit(Random random) {
        Line line = lines.get(random.nextInt(lines.size()));
        switch (random.nextInt(8)) {
            case 0, 1 -> rename(line);
            case 2 -> swap(random.nextInt(lines.size()));
            case 3 ->
                line.operators = noted("another activation of " + line.name, line.operators)
                        .replaceFirst(
                                "@(ReLU|GELU|SELU|Mish|SiLU|Softsign|Softplus)\\b", ACTIVATIONS[random.nextInt(4)]);
            case 4 ->
                line.operators = noted("another width of " + line.name, line.operators)
                        .replaceFirst("@Dense\\((\\d+)\\)", "@Dense(" + (1 + random.nextInt(20)) + ")");
            case 5 ->
                line.operators = noted("no bias of " + line.name, line.operators)
                        .replaceFirst("@Dense\\((\\d+)\\)", "@Dense(value = $1, bias = false)");
            case 6 -> insert(line, random);
            default -> bypass(line);
        }
    }

    private String noted(String what, String operators) {
        done.add(what);
        return operators;
    }

    private void rename(Line line) {
        String to = "renamed" + done.size();
        done.add(line.name + " becomes " + to);
        String was = line.name;
        before.computeIfPresent(was, (now, then) -> then);
        if (before.containsKey(was)) {
            before.put(to, before.remove(was));
        }
        if (fresh.remove(was)) {
            fresh.add(to);
        }
        lines.forEach(each -> each.inputs.replaceAll(input -> input.equals(was) ? to : input));
        line.name = to;
    }

    /** Changes two neighbours' places where neither reads the other and neither is an input or a result. */
    private void swap(int at) {
        if (at + 1 < lines.size()
                && !lines.get(at + 1).inputs.contains(lines.get(at).name)
                && Stream.of(lines.get(at), lines.get(at + 1))
                        .noneMatch(line -> line.operators.matches("@(Output|Input)\\b.*"))) {
            done.add("places of " + lines.get(at).name + " and the next");
            lines.add(at, lines.remove(at + 1));
        }
    }

    /** Puts a node between another and those that read it. */
    private void insert(Line line, Random random) {
        String added = "added" + done.size();
        done.add(added + " after " + line.name);
        lines.forEach(each -> each.inputs.replaceAll(input -> input.equals(line.name) ? added : input));
        String operator = random.nextBoolean() ? "@PReLU" : ACTIVATIONS[random.nextInt(4)];
        lines.add(lines.indexOf(line) + 1, new Line(operator, added, List.of(line.name)));
        fresh.add(added);
    }

    /** Takes a node away: what read it reads what it read first. */
    private void bypass(Line line) {
        if (!line.inputs.isEmpty() && !line.operators.startsWith("@Output")) {
            done.add(line.name + " is gone");
            lines.remove(line);
            lines.forEach(
                    each -> each.inputs.replaceAll(input -> input.equals(line.name) ? line.inputs.get(0) : input));
            before.remove(line.name);
            fresh.remove(line.name);
        }
    }

    Line line(String node) {
        return lines.stream().filter(each -> each.name.equals(node)).findFirst().orElseThrow();
    }
}
