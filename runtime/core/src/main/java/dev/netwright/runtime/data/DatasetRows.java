package dev.netwright.runtime.data;

import dev.netwright.runtime.engine.InputArrays;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What a data set holds: columns, and which of their rows are its samples, in which order. */
abstract sealed class DatasetRows implements Samples permits Dataset {
    final List<Column> inputs;
    final List<Column> targets;
    final int[] rows;

    DatasetRows(List<? extends Column> inputs, List<Column> targets, int[] rows) {
        this.inputs = List.copyOf(inputs);
        this.targets = List.copyOf(targets);
        this.rows = rows;
    }

    /** Number of samples. */
    public int size() {
        return rows.length;
    }

    @Override
    public OptionalLong count() {
        return OptionalLong.of(size());
    }

    /** Number of inputs. */
    @Override
    public int inputCount() {
        return inputs.size();
    }

    /** Number of float values that a sample has in an input. */
    @Override
    public int inputSize(int input) {
        return inputs.get(input).width();
    }

    /** Element type of an input. */
    @Override
    public String inputType(int input) {
        return InputArrays.type(inputs.get(input).values());
    }

    /** Number of targets. */
    @Override
    public int targetCount() {
        return targets.size();
    }

    /** Number of values that a sample has in a target. */
    @Override
    public int targetSize(int target) {
        return targets.get(target).width();
    }

    /**
     * Number of classes of a target of class ids: of their names where there are any, else the highest id plus 1; empty for float
     * targets. Cutting a data set leaves it as it was.
     */
    @Override
    public OptionalInt classes(int target) {
        return targets.get(target) instanceof Column.Ids ids ? OptionalInt.of(ids.classes()) : OptionalInt.empty();
    }

    /** Names of the classes of a target; empty where they have none. */
    @Override
    public List<String> classNames(int target) {
        return targets.get(target) instanceof Column.Ids ids ? ids.names() : List.of();
    }

    /** Name of a class of the first target: its number where it has none. */
    public String className(int id) {
        List<String> names = targets.isEmpty() ? List.of() : classNames(0);
        return id < names.size() ? names.get(id) : Integer.toString(id);
    }

    /** The first input of a sample, a copy. */
    public float[] input(int sample) {
        return input(0, sample);
    }

    /** An input of a sample, a copy. */
    public float[] input(int input, int sample) {
        return row(floats(input), sample);
    }

    /** An input of all samples in order, one after the other, a copy: what generated records take. */
    public float[] inputs(int input) {
        return floats(input).pick(rows).values();
    }

    /** As {@link #inputs(int)}, of an input of any type: a {@code float[]}, {@code int[]}, {@code long[]} or {@code boolean[]}. */
    public Object inputArray(int input) {
        return inputs.get(input).pick(rows).values();
    }

    private Column.Floats floats(int input) {
        if (!(inputs.get(input) instanceof Column.Floats floats)) {
            throw new IllegalStateException("input " + input + " has no float values: " + inputs.get(input));
        }
        return floats;
    }

    /** The class ids of all samples in order, a copy, where the first target has them. */
    public int[] labels() {
        if (targets.isEmpty() || !(targets.get(0) instanceof Column.Ids ids)) {
            throw new IllegalStateException("the data has no class ids" + describeTargets());
        }
        return ids.pick(rows).values();
    }

    /** The class id of a sample, where the first target is one. */
    public int label(int sample) {
        if (targets.isEmpty() || !(targets.get(0) instanceof Column.Ids ids)) {
            throw new IllegalStateException("the data has no class ids" + describeTargets());
        }
        return ids.values()[rows[sample] * ids.width()];
    }

    /** The float targets of a sample, a copy. */
    public float[] target(int target, int sample) {
        if (!(targets.get(target) instanceof Column.Floats floats)) {
            throw new IllegalStateException("target " + target + " has no float values" + describeTargets());
        }
        return row(floats, sample);
    }

    private float[] row(Column.Floats column, int sample) {
        int at = rows[sample] * column.width();
        return Arrays.copyOfRange(column.values(), at, at + column.width());
    }

    private String describeTargets() {
        return targets.isEmpty() ? "; it has no targets" : "; it has " + targets;
    }

    /** What a sample has. */
    String describeColumns() {
        String from = inputs.stream().map(Object::toString).collect(Collectors.joining(" and "));
        String to = targets.stream().map(Object::toString).collect(Collectors.joining(" and "));
        return from + (to.isEmpty() ? ", no target" : " to " + to);
    }

    @Override
    public String toString() {
        return size() + " samples: " + describeColumns();
    }
}
