package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.Head;
import dev.netwright.runtime.engine.Trainable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each node of a network made of a batch, as in a training step: with dropout and the statistics of the batch. Computed by a
 * forward pass of its own; the model is left as it was. Immutable and thread-safe.
 */
public final class Activations {
    private final String network;
    private final int samples;
    private final Map<String, Head> nodes = new LinkedHashMap<>();
    private final float[] values;

    /**
     * A value that is not finite.
     *
     * @param sample number of the sample in the batch
     */
    record Place(String node, int sample, float value) {}

    private Activations(Model model, Trainable run, int samples) {
        this.network = model.schema().network();
        this.samples = samples;
        this.values = run.workspace();
        run.heads().forEach(head -> nodes.put(head.name(), head));
    }

    /** Of a batch; empty where the model cannot tell, as one written by hand. */
    static Optional<Activations> of(Model model, Batch batch, long seed, long draw) {
        Optional<Trainable> inspection = model.inspection();
        if (inspection.isEmpty()) {
            return Optional.empty();
        }
        float[] buffers = model.bufferStore().values();
        float[] kept = buffers.clone();
        try {
            inspection.get().forward(batch.inputs(), batch.size(), seed, draw);
        } finally {
            System.arraycopy(kept, 0, buffers, 0, kept.length);
        }
        return Optional.of(new Activations(model, inspection.get(), batch.size()));
    }

    /**
     * Of a batch.
     *
     * @throws UnsupportedOperationException where the model cannot tell
     */
    static Activations require(Model model, Batch batch, long seed, long draw) {
        return of(model, batch, seed, draw)
                .orElseThrow(() -> new UnsupportedOperationException(model.schema()
                                .network() + " has no plan that keeps every activation; generated models have one"));
    }

    /** Number of samples. */
    public int samples() {
        return samples;
    }

    /** Names of the nodes, in the order of the declaration. */
    public List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    /** Shape of a node's activation of one sample. */
    public List<Integer> shape(String node) {
        return head(node).shape();
    }

    /** A node's activations, a copy: the samples in row-major order. */
    public float[] get(String node) {
        Head head = head(node);
        int at = head.value().at(samples);
        return Arrays.copyOfRange(values, at, at + samples * head.size());
    }

    /** A node's activation of one sample, a copy. */
    public float[] get(String node, int sample) {
        Head head = head(node);
        int at = head.value().at(samples) + java.util.Objects.checkIndex(sample, samples) * head.size();
        return Arrays.copyOfRange(values, at, at + head.size());
    }

    private Head head(String node) {
        Head head = nodes.get(node);
        if (head == null) {
            throw new IllegalArgumentException(network + " has no node '" + node + "'; it has " + names());
        }
        return head;
    }

    Optional<Place> firstNotFinite() {
        List<Place> found = new ArrayList<>();
        for (Head head : nodes.values()) {
            int at = head.value().at(samples);
            for (int i = 0; i < samples * head.size() && found.isEmpty(); i++) {
                if (!Float.isFinite(values[at + i])) {
                    found.add(new Place(head.name(), i / head.size(), values[at + i]));
                }
            }
        }
        return found.stream().findFirst();
    }
}
