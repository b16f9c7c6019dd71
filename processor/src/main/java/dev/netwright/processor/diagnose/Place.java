package dev.netwright.processor.diagnose;

/**
 * Where in the user's sources something stands: an element, an annotation of it, a value of that. Opaque to all but the
 * package {@code declare}, which makes places, and {@code diagnose}, which reads them.
 */
public interface Place {
    /** A place that is nowhere, for declarations that do not come from a source. */
    Place NOWHERE = new Place() {};

    /** What stands there, as code to propose in a help; {@code otherwise} where that is not known. */
    default String code(String otherwise) {
        return otherwise;
    }
}
