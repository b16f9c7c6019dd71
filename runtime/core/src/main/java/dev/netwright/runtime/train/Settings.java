package dev.netwright.runtime.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of optimizers and schedules: their checks, and their names in files. */
final class Settings {
    private Settings() {}

    /** Values by name, in order. */
    static Map<String, Double> of(List<String> names, double... values) {
        Map<String, Double> settings = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            settings.put(names.get(i), values[i]);
        }
        return settings;
    }

    static float atLeastZero(String name, float value) {
        if (!(value >= 0) || Float.isInfinite(value)) {
            throw new IllegalArgumentException(name + ": expected 0 or more, found " + value);
        }
        return value;
    }

    static float belowOne(String name, float value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + ": expected 0 to below 1, found " + value);
        }
        return value;
    }

    static float positive(String name, float value) {
        if (!(value > 0) || Float.isInfinite(value)) {
            throw new IllegalArgumentException(name + ": expected more than 0, found " + value);
        }
        return value;
    }

    static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
        }
        return value;
    }
}
