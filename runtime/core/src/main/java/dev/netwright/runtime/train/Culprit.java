package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Schema;
import dev.netwright.runtime.checkpoint.TensorSpec;
import dev.netwright.runtime.data.Batch;
import dev.netwright.runtime.engine.InputArrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the first value lies that is not finite, in the order in which values follow from each other.
 *
 * @param text what is said of it
 * @param layer its layer, null where it is none's
 */
record Culprit(String text, @Nullable String layer) {
    private static final String ADVICE = "; try a lower learning rate, or clip the gradient";

    /** Of a loss: in the inputs, in the parameters, or in what was computed of them. */
    static Culprit ofLoss(Model model, Batch batch, long seed, long draw, long step) {
        return inputs(model, batch)
                .or(() -> parameters(model, step))
                .or(() -> activations(model, batch, seed, draw))
                .orElseGet(() -> new Culprit("inputs and parameters are finite" + ADVICE, null));
    }

    /** Of a gradient: the parameter of an element of it. */
    static Culprit ofGradient(Model model, float[] gradient, int element) {
        for (TensorSpec spec : model.schema().parameters()) {
            if (element >= spec.offset() && element < spec.offset() + spec.size()) {
                return new Culprit(
                        "the gradient of " + spec.name() + " (layer '" + spec.layer() + "') holds " + gradient[element]
                                + " at element " + (element - spec.offset()) + " of " + spec.shape() + ADVICE,
                        spec.layer());
            }
        }
        throw new IllegalArgumentException("no parameter has element " + element);
    }

    /** Of buffers that a forward pass moved: a variance overflows where deviations are beyond 1.8e19, whose squares no float holds. */
    static Optional<Culprit> ofBuffers(Model model) {
        float[] buffers = model.bufferStore().values();
        for (int i = 0; i < buffers.length; i++) {
            if (!Float.isFinite(buffers[i])) {
                for (TensorSpec spec : model.schema().buffers()) {
                    if (i >= spec.offset() && i < spec.offset() + spec.size()) {
                        return Optional.of(new Culprit(
                                "buffer " + spec.name() + " (layer '" + spec.layer() + "') would hold " + buffers[i]
                                        + " at element " + (i - spec.offset()) + " of " + spec.shape()
                                        + "; scale the inputs to numbers near 1, or try a lower learning rate",
                                spec.layer()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Culprit> inputs(Model model, Batch batch) {
        for (int k = 0; k < model.schema().inputs().size(); k++) {
            Schema.Port port = model.schema().inputs().get(k);
            if (!(batch.inputs()[k] instanceof float[] values)) {
                continue;
            }
            for (int i = 0; i < port.size() * batch.size(); i++) {
                int real = InputArrays.real(model.schema().inputs(), port, batch.inputs(), i / port.size());
                if (!Float.isFinite(values[i]) && i % port.size() < real) {
                    return Optional.of(new Culprit(
                            "input '" + port.name() + "' of " + batch.describe(i / port.size()) + " holds " + values[i],
                            port.name()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Culprit> parameters(Model model, long step) {
        float[] parameters = model.parameterStore().values();
        for (TensorSpec spec : model.schema().parameters()) {
            for (int i = 0; i < spec.size(); i++) {
                float value = parameters[spec.offset() + i];
                if (!Float.isFinite(value)) {
                    return Optional.of(new Culprit(
                            "parameter " + spec.name() + " holds " + value + " since step " + step + ADVICE,
                            spec.layer()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Culprit> activations(Model model, Batch batch, long seed, long draw) {
        return Activations.of(model, batch, seed, draw)
                .flatMap(Activations::firstNotFinite)
                .map(place -> new Culprit(
                        "inputs and parameters are finite; the first activation that is not is '" + place.node()
                                + "' of " + batch.describe(place.sample()) + ", " + place.value() + ADVICE,
                        place.node()));
    }
}
