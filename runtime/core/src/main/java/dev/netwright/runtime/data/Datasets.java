package dev.netwright.runtime.data;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.engine.InputArrays;
import java.util.ArrayList;
import java.util.List;

/** Makes data sets and batches of a network's inputs and targets, checked against its schema. What generated models call. */
public final class Datasets {
    private Datasets() {}

    /**
     * A data set.
     *
     * @param inputs for each input an array with its values, sample after sample; copied
     * @param targets for each output its target; copied
     * @throws IllegalArgumentException where arrays hold another number of samples than the first, or none; names which
     */
    public static Dataset dataset(Schema schema, List<?> inputs, List<Target> targets) {
        int n = count(schema, inputs, targets);
        List<Column> columns = new ArrayList<>();
        for (int k = 0; k < inputs.size(); k++) {
            int[] all = Order.identity(n);
            columns.add(Column.ofInput(inputs.get(k), schema.inputs().get(k).size(), n)
                    .pick(all));
        }
        Dataset data = Dataset.ofColumns(columns, n);
        for (int k = 0; k < targets.size(); k++) {
            Target target = targets.get(k);
            Schema.Port output = schema.outputs().get(k);
            data = target.array() instanceof int[] ids
                    ? data.withLabels(ids, target.names().isEmpty() ? output.classes() : target.names())
                    : data.withTarget(new Column.Floats(((float[]) target.array()).clone(), output.size(), n));
        }
        return data;
    }

    /** A batch over the arrays themselves, which are not copied; else as {@link #dataset}. */
    public static Batch batch(Schema schema, List<?> inputs, List<Target> targets) {
        int n = count(schema, inputs, targets);
        return Batch.of(inputs.toArray(), targets.stream().map(Target::array).toList(), n);
    }

    private static int count(Schema schema, List<?> inputs, List<Target> targets) {
        int n = -1;
        for (int k = 0; k < inputs.size(); k++) {
            Schema.Port port = schema.inputs().get(k);
            InputArrays.requireType(port, inputs.get(k));
            int length = InputArrays.length(inputs.get(k));
            if (n < 0) {
                n = length / port.size();
            }
            if (length == 0 || length != (long) n * port.size()) {
                throw new IllegalArgumentException("input '" + port.name() + "' " + port.shape() + ": expected "
                        + (k == 0 ? "a positive multiple of " + port.size() : samples(schema, n, port.size()))
                        + " values, found " + length);
            }
        }
        InputArrays.requireValues(schema.inputs(), inputs.toArray(), Math.max(n, 0), sample -> "sample " + sample);
        for (int k = 0; k < targets.size(); k++) {
            Schema.Port port = schema.outputs().get(k);
            int width = targets.get(k).isLabels() ? port.size() / port.columns() : port.size();
            if (targets.get(k).length() != (long) n * width) {
                throw new IllegalArgumentException("target of '" + port.name() + "' " + port.shape() + ": expected "
                        + samples(schema, n, width) + (targets.get(k).isLabels() ? " class ids" : " values")
                        + ", found " + targets.get(k).length());
            }
        }
        return n;
    }

    private static String samples(Schema schema, int n, int size) {
        return n + " samples as in '" + schema.inputs().get(0).name() + "' = " + (long) n * size;
    }
}
