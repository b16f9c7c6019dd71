package dev.netwright.examples;

import dev.netwright.runtime.checkpoint.Checkpoint;
import dev.netwright.runtime.checkpoint.SaveOptions;
import dev.netwright.runtime.tensor.WeightTensor;
import java.nio.file.Path;

/** What can be done with a model. */
public final class Handling {
    private Handling() {}

    /** Writes {@code reader.onnx} into the folder it is started in. */
    public static void main(String[] args) throws Exception {
        ReaderModel model = ReaderModel.create(42);
        float[] pixels = new float[64];
        float[] scores = new float[10];

        // spotless:off
        float w = model.hidden.weight.get(3, 5);                       // typed weights: Matrix [64, 64]
        float[] logits = model.predict(pixels);                        // one sample or a whole batch; thread-safe
        model.predictor(32).predict(pixels, 0, 1, scores, 0);          // allocates nothing
        model.save(Path.of("reader.onnx"), SaveOptions.DEFAULT.bare());
        model.restore(Path.of("reader.onnx"), ReaderModel.Layer.HIDDEN);
        for (WeightTensor tensor : model.parameters()) {
            System.out.println(tensor);
        }
        System.out.println(Checkpoint.read(Path.of("reader.onnx")));   // needs no generated class
        // spotless:on

        System.out.println(w + " " + logits[0] + " " + scores[0]);
    }
}
