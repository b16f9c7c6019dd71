package dev.netwright.runtime.train;

/**
 * Training went to NaN or infinity. Parameters are as before the step that the message names; what made them so may be older. The
 * message says where the first value lies that is not finite.
 */
public final class DivergenceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DivergenceException(String message) {
        super(message);
    }
}
