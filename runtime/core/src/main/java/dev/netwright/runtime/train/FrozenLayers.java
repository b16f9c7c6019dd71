package dev.netwright.runtime.train;

import dev.netwright.runtime.checkpoint.Schema;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which layers are frozen, and how many steps of the training each layer has missed so: what corrects the start of a mean must count the
 * steps that the mean has seen. Immutable.
 *
 * @param taken of the frozen layers the steps that each has taken
 * @param missed of the others the steps that each has not, where there are any
 */
record FrozenLayers(Map<String, Long> taken, Map<String, Long> missed) {
    static final FrozenLayers NONE = new FrozenLayers(Map.of(), Map.of());

    FrozenLayers {
        taken = Collections.unmodifiableMap(new TreeMap<>(taken));
        missed = Collections.unmodifiableMap(new TreeMap<>(missed));
    }

    Set<String> names() {
        return taken.keySet();
    }

    boolean has(String layer) {
        return taken.containsKey(layer);
    }

    /** Steps that a layer which is not frozen has missed. */
    long missed(String layer) {
        return missed.getOrDefault(layer, 0L);
    }

    /** With further layers frozen after so many steps of the training. */
    FrozenLayers freeze(Set<String> layers, long step) {
        Map<String, Long> nowTaken = new TreeMap<>(taken);
        Map<String, Long> nowMissed = new TreeMap<>(missed);
        for (String layer : layers) {
            nowTaken.putIfAbsent(layer, step - missed(layer));
            nowMissed.remove(layer);
        }
        return new FrozenLayers(nowTaken, nowMissed);
    }

    /** With layers that learn again after so many steps of the training. */
    FrozenLayers unfreeze(Set<String> layers, long step) {
        Map<String, Long> nowTaken = new TreeMap<>(taken);
        Map<String, Long> nowMissed = new TreeMap<>(missed);
        for (String layer : layers) {
            Long before = nowTaken.remove(layer);
            if (before != null && before < step) {
                nowMissed.put(layer, step - before);
            }
        }
        return new FrozenLayers(nowTaken, nowMissed);
    }

    /** What a checkpoint holds after so many steps: {@code stem=500, body=20}; empty where nothing was missed. */
    String describe(long step) {
        Map<String, Long> all = new TreeMap<>(missed);
        taken.forEach((layer, steps) -> all.put(layer, step - steps));
        return all.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The same layers frozen, with what {@link #describe} told after so many steps; empty where it is none of that. */
    Optional<FrozenLayers> resume(String described, long step, Schema schema) {
        Map<String, Long> steps = new TreeMap<>();
        for (String each : described.isEmpty() ? new String[0] : described.split(", ", -1)) {
            int at = each.indexOf('=');
            String layer = each.substring(0, Math.max(0, at));
            boolean known =
                    schema.parameters().stream().anyMatch(spec -> spec.layer().equals(layer));
            long count = known && each.substring(at + 1).matches("[0-9]{1,18}")
                    ? Long.parseLong(each, at + 1, each.length(), 10)
                    : -1;
            if (count < 1 || count > step || steps.put(layer, count) != null) {
                return Optional.empty();
            }
        }
        Map<String, Long> nowTaken = new TreeMap<>();
        for (String layer : taken.keySet()) {
            Long count = steps.remove(layer);
            nowTaken.put(layer, step - (count == null ? 0 : count));
        }
        return Optional.of(new FrozenLayers(nowTaken, steps));
    }
}
