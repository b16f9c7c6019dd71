package dev.netwright.runtime.train;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Training went to NaN or infinity. Parameters and slots are as before the step that the message names; what made them so may be
 * older. The message says where the first value lies that is not finite.
 */
public final class DivergenceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final @Nullable String layer;

    DivergenceException(String message) {
        this(message, null);
    }

    DivergenceException(String message, @Nullable String layer) {
        super(message);
        this.layer = layer;
    }

    /** The first layer with a value that is not finite, where one is known. */
    public Optional<String> layer() {
        return Optional.ofNullable(layer);
    }
}
