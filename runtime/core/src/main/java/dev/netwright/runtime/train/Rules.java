package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How steps are taken: optimizer, groups, frozen layers, clipping, accumulation, what happens on divergence. What does not go
 * together is refused when it is set, and then nothing changes. Not thread-safe.
 */
final class Rules {
    private final Schema schema;
    private Optimizer optimizer = Adam.of(1e-3f);
    private List<ParameterGroup> groups = List.of();
    private FrozenLayers frozen = FrozenLayers.NONE;
    private ActiveTiles tiles;
    private @Nullable Clipping clipping;
    private int accumulate = 1;
    private DivergencePolicy divergence = DivergencePolicy.fail();

    Rules(Schema schema) {
        this.schema = schema;
        this.tiles = ActiveTiles.of(schema, optimizer, groups, frozen);
    }

    Schema schema() {
        return schema;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    void optimizer(Optimizer changed) {
        requireTogether(changed, clipping, accumulate);
        tiles = ActiveTiles.of(schema, changed, groups, frozen);
        optimizer = changed;
    }

    void groups(List<ParameterGroup> changed) {
        tiles = ActiveTiles.of(schema, optimizer, changed, frozen);
        groups = changed;
    }

    /** Freezes layers, or lets them learn again, after so many steps. */
    void freeze(Set<String> layers, boolean freeze, long step) {
        for (String layer : layers) {
            if (schema.parameters().stream().noneMatch(spec -> spec.layer().equals(layer))) {
                throw new IllegalArgumentException(schema.network() + " has no layer '" + layer + "' with parameters");
            }
        }
        frozen(freeze ? frozen.freeze(layers, step) : frozen.unfreeze(layers, step));
    }

    FrozenLayers frozen() {
        return frozen;
    }

    void frozen(FrozenLayers changed) {
        tiles = ActiveTiles.of(schema, optimizer, groups, changed);
        frozen = changed;
    }

    ActiveTiles tiles() {
        return tiles;
    }

    @Nullable
    Clipping clipping() {
        return clipping;
    }

    void clipping(@Nullable Clipping changed) {
        requireTogether(optimizer, changed, accumulate);
        clipping = changed;
    }

    int accumulate() {
        return accumulate;
    }

    void accumulate(int batches) {
        requireTogether(optimizer, clipping, Settings.atLeastOne("accumulate", batches));
        accumulate = batches;
    }

    DivergencePolicy divergence() {
        return divergence;
    }

    void divergence(DivergencePolicy changed) {
        divergence = changed;
    }

    private static void requireTogether(Optimizer optimizer, @Nullable Clipping clipping, int accumulate) {
        if (optimizer instanceof Lbfgs && (clipping != null || accumulate > 1)) {
            throw new IllegalArgumentException(
                    "Lbfgs takes neither clipping nor accumulation: its moves must follow the "
                            + "gradient of the loss that it evaluates; use one batch of all samples");
        }
    }

    /** What a checkpoint records, by name; nothing of what is as it is unless told otherwise. */
    Map<String, String> described() {
        Map<String, String> text = new LinkedHashMap<>();
        if (!groups.isEmpty()) {
            text.put(
                    "groups",
                    String.join("; ", groups.stream().map(Object::toString).toList()));
        }
        if (!frozen.names().isEmpty()) {
            text.put("frozen", String.join(", ", frozen.names()));
        }
        if (clipping != null) {
            text.put("clipping", clipping.toString());
        }
        if (accumulate > 1) {
            text.put("accumulate", Integer.toString(accumulate));
        }
        return text;
    }
}
