package dev.netwright.examples;

// spotless:off
import dev.netwright.annotations.*;
import dev.netwright.runtime.data.*;
import dev.netwright.runtime.train.*;
import java.nio.file.Path;

@Network
interface Reader {
    @Input(64)        Tensor pixels();
    @Scale(1 / 16f)   Tensor scaled();
    @Dense(64) @ReLU  Tensor hidden();
    @Dense(10)        Tensor digit();
}

public class Quickstart {
    public static void main(String[] args) throws Exception {
        Dataset data = Csv.resource(Quickstart.class, "digits.csv.gz").noHeader().label(64).read();
        Dataset.Split digits = data.splitEvery(5, 0);

        ReaderModel model = ReaderModel.create(42);
        Trainer.of(model, Loss.crossEntropy())
                .optimizer(Adam.of(1e-3f)).batchSize(32).progress(Progress.console())
                .fit(digits.train(), digits.test(), 20);

        for (String file : new String[] {"digits.safetensors", "digits.onnx", "digits.json"}) {
            model.save(Path.of(file));
            ReaderModel again = ReaderModel.load(Path.of(file));
            System.out.println(file + ": " + again.evaluate(digits.test(), Metric.ACCURACY));
        }
    }
}
// spotless:on
