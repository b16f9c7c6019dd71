package dev.netwright.runtime.opencl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a network's kernels are launched, read from the lines of its source that begin with {@code //:}. The processor writes them together
 * with the kernels.
 */
final class LaunchTable {
    private static final String MARK = "//: ";

    /** A number that grows with the batch or not: {@code 128}, {@code 3n}. */
    record Length(int factor, boolean batch) {
        static Length parse(String text) {
            boolean batch = text.endsWith("n");
            return new Length(Integer.parseInt(batch ? text.substring(0, text.length() - 1) : text), batch);
        }

        long at(int n) {
            return batch ? (long) factor * n : factor;
        }
    }

    /** A place: an array by its short name, and {@code fixed + perSample * n}. */
    record Place(String array, long fixed, long perSample) {
        static Place parse(String text) {
            String[] parts = text.split(":", -1);
            return new Place(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        }

        long at(int n) {
            return fixed + perSample * n;
        }
    }

    /** A matrix to pack before the stage that follows. */
    record Pack(Place source, int row, int column, Length depth, Length columns, long to) {}

    /**
     * A stage.
     *
     * @param kernel its kernel
     * @param node the node it computes
     * @param rows number of rows
     * @param tileRows what tiles are cut from
     * @param tile rows of a tile, as the processor estimates them
     * @param points for each step how many points a row has
     * @param streams of random numbers
     */
    record Stage(
            String kernel,
            String node,
            Length rows,
            Length tileRows,
            int tile,
            List<Length> points,
            List<Place> places,
            List<Integer> streams,
            List<Pack> packs) {}

    /** The stages of a result's head, left out where the loss gives the gradient of its logits. */
    record Head(int output, int first, int stages) {}

    /**
     * A plan.
     *
     * @param work floating-point operations of a sample's forward pass
     * @param panels floats of all packed weights; 0 in training
     * @param whole whether there is a kernel of all stages
     */
    record Plan(
            int inputs,
            int outputs,
            long fixed,
            long perSample,
            long work,
            long panels,
            boolean whole,
            float[] constants,
            List<Stage> forward,
            List<Stage> backward,
            List<Head> heads) {}

    private final String source;
    private @Nullable Plan inference;
    private @Nullable Plan training;

    private LaunchTable(String source) {
        this.source = source;
    }

    /** Reads the lines of a source. */
    static LaunchTable parse(String source) {
        LaunchTable table = new LaunchTable(source);
        List<String> lines = new ArrayList<>();
        source.lines().filter(line -> line.startsWith(MARK)).forEach(line -> lines.add(line.substring(MARK.length())));
        if (lines.isEmpty() || !lines.get(0).startsWith("netwright 1 ")) {
            throw new IllegalArgumentException("the OpenCL kernels were written by another version of Netwright's "
                    + "processor than this runtime's: compile the network again");
        }
        int from = 1;
        while (from < lines.size()) {
            int end = from + 1;
            while (end < lines.size() && !lines.get(end).startsWith("plan ")) {
                end++;
            }
            Plan plan = plan(lines.subList(from, end));
            if (lines.get(from).startsWith("plan inference ")) {
                table.inference = plan;
            } else {
                table.training = plan;
            }
            from = end;
        }
        return table;
    }

    private static Plan plan(List<String> lines) {
        String[] head = lines.get(0).split(" ", -1);
        List<Stage> forward = new ArrayList<>();
        List<Stage> backward = new ArrayList<>();
        List<Stage> current = forward;
        List<Head> heads = new ArrayList<>();
        List<Pack> packs = new ArrayList<>();
        List<Float> constants = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "constants" -> {
                    for (int k = 1; k < words.length; k++) {
                        constants.add(Float.parseFloat(words[k]));
                    }
                }
                case "backward" -> current = backward;
                case "head" -> heads.add(new Head(number(words[1]), number(words[2]), number(words[3])));
                case "pack" ->
                    packs.add(new Pack(
                            Place.parse(words[1]),
                            number(words[2]),
                            number(words[3]),
                            Length.parse(words[4]),
                            Length.parse(words[5]),
                            Long.parseLong(words[6])));
                case "stage" -> {
                    current.add(stage(words, packs));
                    packs = new ArrayList<>();
                }
                default -> throw new IllegalArgumentException("launches: " + line);
            }
        }
        float[] table = new float[constants.size()];
        for (int k = 0; k < table.length; k++) {
            table[k] = constants.get(k);
        }
        return new Plan(
                number(head[2]),
                number(head[3]),
                Long.parseLong(head[4]),
                Long.parseLong(head[5]),
                Long.parseLong(head[6]),
                Long.parseLong(head[7]),
                head[8].equals("whole"),
                table,
                List.copyOf(forward),
                List.copyOf(backward),
                List.copyOf(heads));
    }

    private static Stage stage(String[] words, List<Pack> packs) {
        List<Length> points = new ArrayList<>();
        for (String text : words[6].split(",", -1)) {
            points.add(Length.parse(text));
        }
        List<Place> places = new ArrayList<>();
        List<Integer> streams = new ArrayList<>();
        for (int k = 7; k < words.length; k++) {
            if (words[k].startsWith("random:")) {
                streams.add(number(words[k].substring("random:".length())));
            } else {
                places.add(Place.parse(words[k]));
            }
        }
        return new Stage(
                words[1],
                words[2],
                Length.parse(words[3]),
                Length.parse(words[4]),
                number(words[5]),
                List.copyOf(points),
                List.copyOf(places),
                List.copyOf(streams),
                List.copyOf(packs));
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    /** The whole text. */
    String source() {
        return source;
    }

    Plan inference() {
        return required(inference, "predicts");
    }

    Plan training() {
        return required(training, "trains");
    }

    private static Plan required(@Nullable Plan plan, String does) {
        if (plan == null) {
            throw new IllegalArgumentException("the OpenCL kernels have no plan that " + does);
        }
        return plan;
    }
}
