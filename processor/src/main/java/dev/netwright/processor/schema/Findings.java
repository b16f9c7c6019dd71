package dev.netwright.processor.schema;

import java.util.Optional;

/**
 * What of a network's surroundings fits it.
 *
 * @param weights its file of weights
 * @param handover what it can take over from another network
 */
public record Findings(Optional<Weights> weights, Optional<Handover> handover) {
    /** Of a network that is tied to nothing. */
    public static final Findings NONE = new Findings(Optional.empty(), Optional.empty());
}
