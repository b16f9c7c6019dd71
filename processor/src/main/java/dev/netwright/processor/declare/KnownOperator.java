package dev.netwright.processor.declare;

/**
 * What reading a declaration takes of a structured operator.
 *
 * @param annotation qualified name of its annotation type
 * @param source whether it takes no node, as {@code @Input} does
 * @param minInputs fewest nodes it consumes
 */
public record KnownOperator(String annotation, boolean source, int minInputs) {
    /** Simple name of the annotation type. */
    public String name() {
        return annotation.substring(annotation.lastIndexOf('.') + 1);
    }
}
