package dev.netwright.runtime;

import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What one model takes over from another: tensor by tensor, by the names of layers, compared before anything is copied. */
final class Transfer {
    private final Schema to;
    private final Schema from;
    private final List<Pair> pairs = new ArrayList<>();

    private record Pair(TensorSpec to, TensorSpec from) {}

    Transfer(Schema to, Schema from) {
        this.to = to;
        this.from = from;
    }

    /** Adds the tensors of a layer, which the other model has in one of another name. */
    void layer(String layer, String source) {
        List<TensorSpec> wanted = tensors(to, layer);
        List<TensorSpec> found = tensors(from, source);
        if (wanted.isEmpty() || wanted.size() != found.size()) {
            throw misfit(layer, source, wanted, found);
        }
        for (TensorSpec spec : wanted) {
            String name = source + spec.name().substring(layer.length());
            TensorSpec other = from.find(name).orElseThrow(() -> misfit(layer, source, wanted, found));
            if (!other.shape().equals(spec.shape()) || other.learned() != spec.learned()) {
                throw misfit(layer, source, wanted, found);
            }
            pairs.add(new Pair(spec, other));
        }
    }

    /** Copies the parameters, or the buffers. */
    void copy(float[] source, float[] target, boolean learned) {
        for (Pair pair : pairs) {
            if (pair.to().learned() == learned) {
                System.arraycopy(
                        source,
                        pair.from().offset(),
                        target,
                        pair.to().offset(),
                        pair.to().size());
            }
        }
    }

    private static List<TensorSpec> tensors(Schema schema, String layer) {
        return Stream.concat(schema.parameters().stream(), schema.buffers().stream())
                .filter(spec -> spec.layer().equals(layer))
                .toList();
    }

    private IllegalArgumentException misfit(
            String layer, String source, List<TensorSpec> wanted, List<TensorSpec> found) {
        return new IllegalArgumentException("layer '" + layer + "' of " + to.network() + ": expected the tensors "
                + shown(wanted) + ", found " + shown(found) + " in '" + source + "' of " + from.network()
                + "; compile both networks again");
    }

    private static String shown(List<TensorSpec> specs) {
        return specs.stream()
                .map(spec -> spec.name() + " " + spec.shape())
                .toList()
                .toString();
    }
}
