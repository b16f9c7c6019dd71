package dev.netwright.processor.schema;

import java.util.Optional;

/**
 * What of a network's surroundings fits it.
 *
 * @param schemas what the schema files say of it
 * @param weights its file of weights
 * @param handover what it can take over from another network
 */
public record Findings(Schemas.Verdict schemas, Optional<Weights> weights, Optional<Handover> handover) {
    /** Of a network that is tied to nothing. */
    public static final Findings NONE = new Findings(Schemas.Verdict.NONE, Optional.empty(), Optional.empty());

    /** The same with what the schema files say. */
    public Findings with(Schemas.Verdict verdict) {
        return new Findings(verdict, weights, handover);
    }
}
