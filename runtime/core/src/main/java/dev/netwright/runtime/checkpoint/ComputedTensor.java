package dev.netwright.runtime.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A tensor that a user's own class computes.
 *
 * @param by canonical name of the class
 * @param sources the tensors of the version before that it may read
 */
record ComputedTensor(String by, List<String> sources) {
    /** Computes it into the values of the new version. */
    void fill(
            Schema before,
            Migration.Values values,
            TensorSpec tensor,
            float[] to,
            Map<String, Supplier<? extends TensorMigration>> classes) {
        Supplier<? extends TensorMigration> maker = classes.get(by);
        if (maker == null) {
            throw new IllegalStateException("no migration class " + by);
        }
        float[] computed = maker.get().migrate(tensor, new Sources(before, values));
        if (computed.length != tensor.size()) {
            throw new IllegalStateException(by + " returned " + computed.length + " values for " + tensor.name() + " "
                    + tensor.shape() + ", which has " + tensor.size());
        }
        System.arraycopy(computed, 0, to, tensor.offset(), computed.length);
    }

    private final class Sources implements TensorMigration.Before {
        private final Schema before;
        private final Migration.Values values;

        Sources(Schema before, Migration.Values values) {
            this.before = before;
            this.values = values;
        }

        private TensorSpec find(String name) {
            if (!sources.contains(name)) {
                throw new IllegalArgumentException(by + " asks for '" + name
                        + "', which is none of those that its @MigratedBy names in from: " + sources);
            }
            return before.find(name).orElseThrow();
        }

        @Override
        public float[] values(String name) {
            TensorSpec spec = find(name);
            return Arrays.copyOfRange(values.of(spec), spec.offset(), spec.offset() + spec.size());
        }

        @Override
        public List<Integer> shape(String name) {
            return find(name).shape();
        }
    }
}
