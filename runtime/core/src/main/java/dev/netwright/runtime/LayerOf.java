package dev.netwright.runtime;

/**
 * A layer with parameters or buffers, named by a constant of the generated model: {@code DemoModel.Layer.HIDDEN1} is a
 * {@code LayerOf<DemoModel>}, and the compiler refuses it where another model's layers are asked for.
 *
 * @param <M> the model it belongs to
 */
public interface LayerOf<M extends Model> {
    /** Name of its node: {@code hidden1}. */
    String node();
}
