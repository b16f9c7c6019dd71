package dev.netwright.processor.step;

/** The adjoint of a map: for each input, the sum over its broadcast axes of the output's gradient times the derivative. */
final class MapAdjoint {
    private MapAdjoint() {}

    static void emit(MapStep step, Gradients gradients) {
        throw new IllegalStateException("not written");
    }
}
