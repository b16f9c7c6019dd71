package dev.netwright.runtime.train;

/** Checks of an optimizer's settings. */
final class Settings {
    private Settings() {}

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
}
