package dev.netwright.processor.diagnose;

/**
 * Where in the user's sources something stands: an element, an annotation of it, a value of that. Opaque to all but the
 * package {@code declare}, which makes places, and {@code diagnose}, which reads them.
 */
public interface Place {
    /** A place that is nowhere, for declarations that do not come from a source. */
    Place NOWHERE = new Place() {};
}
