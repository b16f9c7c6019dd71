package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.Names;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.tensor.FloatStore;
import dev.netwright.runtime.tensor.WeightTensor;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All parameters and buffers of a model by name: parameters first, each kind in declaration order. They are windows on the model's
 * own values. Immutable itself; for reading and writing the values see {@link WeightTensor}.
 */
public final class Parameters implements Iterable<WeightTensor> {
    private static final int MOST_NAMES = 3;

    private final String network;
    private final Map<String, WeightTensor> byName;

    Parameters(Schema schema, FloatStore parameters, FloatStore buffers) {
        Map<String, WeightTensor> tensors = new LinkedHashMap<>();
        for (TensorSpec spec : schema.parameters()) {
            tensors.put(spec.name(), WeightTensor.of(parameters, spec));
        }
        for (TensorSpec spec : schema.buffers()) {
            tensors.put(spec.name(), WeightTensor.of(buffers, spec));
        }
        this.network = schema.network();
        this.byName = Collections.unmodifiableMap(tensors);
    }

    private Parameters(String network, Map<String, WeightTensor> tensors) {
        this.network = network;
        this.byName = Collections.unmodifiableMap(tensors);
    }

    /** The parameters of a schema, over an array laid out as they are: a gradient, or an optimizer's slot. */
    public static Parameters over(Schema schema, float[] values) {
        FloatStore store = FloatStore.over(values);
        Map<String, WeightTensor> tensors = new LinkedHashMap<>();
        schema.parameters().forEach(spec -> tensors.put(spec.name(), WeightTensor.of(store, spec)));
        return new Parameters(schema.network(), tensors);
    }

    /**
     * A parameter or buffer by its full name: {@code hidden1.weight}.
     *
     * @throws IllegalArgumentException where there is none; the message has the nearest names
     */
    public WeightTensor get(String name) {
        WeightTensor tensor = byName.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(network + " has no parameter or buffer '" + name + "'" + nearest(name));
        }
        return tensor;
    }

    /** A parameter or buffer by its full name. */
    public Optional<WeightTensor> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Full names in order. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** Number of tensors. */
    public int size() {
        return byName.size();
    }

    /** Number of floats of all tensors. */
    public int elements() {
        return stream().mapToInt(WeightTensor::size).reduce(0, Math::addExact);
    }

    /** The tensors in order. */
    public Stream<WeightTensor> stream() {
        return byName.values().stream();
    }

    @Override
    public Iterator<WeightTensor> iterator() {
        return byName.values().iterator();
    }

    @Override
    public String toString() {
        return stream().map(WeightTensor::toString).collect(Collectors.joining("\n"));
    }

    private String nearest(String name) {
        if (byName.isEmpty()) {
            return "; it has none";
        }
        List<String> nearest = Names.nearest(name, byName.keySet());
        boolean any = !nearest.isEmpty();
        List<String> shown =
                any ? nearest : byName.keySet().stream().limit(MOST_NAMES).toList();
        int more = byName.size() - shown.size();
        return (any ? "; nearest: " : "; it has ")
                + shown.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "))
                + (more > 0 ? ", …and " + more + " more" : "");
    }
}
