package dev.netwright.runtime.train;

import dev.netwright.runtime.Model;
import java.util.List;

/**
 * A loss for each output of a network with several: what the generated record {@code Losses} of a model is. Made for that model, so
 * none is forgotten and none is given to another output.
 *
 * @param <M> the model's class
 */
public interface OutputLosses<M extends Model> {
    /** The losses in the order of the outputs. */
    List<Loss> lossesInOrder();
}
