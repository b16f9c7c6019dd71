package dev.netwright.processor.write;

import dev.netwright.processor.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the Javadoc of a model teaches of its network: the table of layers and the diagram. */
final class NetworkDoc {
    private static final int MAX_LANES = 24;
    private static final int MAX_OPERATORS = 100;

    private NetworkDoc() {}

    /**
     * The table.
     *
     * <pre>{@code
     * layer    operators            shape        parameters
     * hidden1  @Dense(128) @ReLU    [n, 128]        100,480
     * }</pre>
     */
    static String table(Graph graph) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("layer", "operators", "shape", "parameters"));
        long[] counts = new long[graph.nodes().size()];
        graph.parameters().forEach(s -> counts[s.node().index()] += s.size());
        for (Graph.Node node : graph.nodes()) {
            rows.add(List.of(node.name(), operators(node), Shapes.batched(node.type()), number(counts[node.index()])));
        }
        rows.add(List.of("total", "", "", number(graph.parameterCount())));
        return lines(rows, 3);
    }

    /**
     * The diagram, a line a node: its lane a star, lanes of values still to be used a bar, lanes that end here a slash.
     *
     * <pre>{@code
     * *    pixels
     * | *  skip
     * * /  joined  <- body, skip
     * }</pre>
     */
    static String diagram(Graph graph) {
        List<String> lanes = lanes(graph);
        List<List<String>> rows = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            boolean next = node.inputs().isEmpty()
                    || (node.inputs().size() == 1 && node.inputs().get(0) == node.index() - 1);
            String from = next
                    ? ""
                    : "<- "
                            + node.inputs().stream()
                                    .map(k -> graph.nodes().get(k).name())
                                    .collect(Collectors.joining(", "));
            rows.add(List.of(
                    lanes.get(node.index()),
                    node.name(),
                    Shapes.batched(node.type()),
                    from + (node.output() ? (from.isEmpty() ? "" : " ") + "-> result" : "")));
        }
        return lines(rows, -1);
    }

    private static List<String> lanes(Graph graph) {
        int[] uses = new int[graph.nodes().size()];
        graph.nodes().forEach(node -> node.inputs().stream().distinct().forEach(k -> uses[k]++));
        List<Integer> lanes = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            List<Integer> ended = new ArrayList<>();
            for (int input : node.inputs().stream().distinct().toList()) {
                if (--uses[input] == 0) {
                    int lane = lanes.indexOf(input);
                    ended.add(lane);
                    lanes.set(lane, -1);
                }
            }
            int lane = lanes.indexOf(-1);
            if (!ended.isEmpty()) {
                lane = ended.stream().mapToInt(k -> k).min().getAsInt();
            } else if (lane < 0) {
                lane = lanes.size();
                lanes.add(-1);
            }
            lanes.set(lane, node.index());
            StringBuilder row = new StringBuilder();
            for (int k = 0; k < lanes.size(); k++) {
                row.append(k == lane ? '*' : lanes.get(k) >= 0 ? '|' : ended.contains(k) ? '/' : ' ')
                        .append(' ');
            }
            rows.add(row.toString().stripTrailing());
            if (uses[node.index()] == 0) {
                lanes.set(lane, -1);
            }
        }
        return lanes.size() <= MAX_LANES ? rows : rows.stream().map(row -> "*").toList();
    }

    /** A node's operators as the user wrote them. */
    static String operators(Graph.Node node) {
        String written = node.applied().stream().map(a -> a.site().written()).collect(Collectors.joining(" "));
        return written.length() <= MAX_OPERATORS ? written : written.substring(0, MAX_OPERATORS - 4) + " ...";
    }

    /** A number with its thousands apart. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String lines(List<List<String>> rows, int rightAligned) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int k = 0; k < columns; k++) {
                widths[k] = Math.max(widths[k], Math.min(60, row.get(k).length()));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int k = 0; k < columns; k++) {
                String pad = " ".repeat(Math.max(0, widths[k] - row.get(k).length()));
                line.append(k == rightAligned ? pad + row.get(k) : row.get(k) + pad)
                        .append(k + 1 == columns ? "" : "  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
