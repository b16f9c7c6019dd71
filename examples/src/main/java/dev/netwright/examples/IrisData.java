package dev.netwright.examples;

import dev.netwright.runtime.data.Csv;
import dev.netwright.runtime.data.Dataset;
import java.io.IOException;

/** Fisher's 150 irises, which come with the examples: four measurements in centimetres, three species. */
final class IrisData {
    private IrisData() {}

    static Dataset read() throws IOException {
        return Csv.resource(IrisData.class, "iris.csv")
                .noHeader()
                .skipLines(1)
                .label(4)
                .classes("setosa", "versicolor", "virginica")
                .read();
    }
}
