package dev.netwright.processor.schema;

import java.util.Optional;

/**
 * What of a network's surroundings fits it.
 *
 * @param versions the versions before, in the words of {@link VersionTable}; empty where there are none
 * @param weights its file of weights
 * @param handover what it can take over from another network
 */
public record Findings(String versions, Optional<Weights> weights, Optional<Handover> handover) {
    /** Of a network that is tied to nothing. */
    public static final Findings NONE = new Findings("", Optional.empty(), Optional.empty());

    /** The same with versions before. */
    public Findings with(String versionsBefore) {
        return new Findings(versionsBefore, weights, handover);
    }
}
