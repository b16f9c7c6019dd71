package dev.netwright.examples;

import dev.netwright.annotations.Classes;
import dev.netwright.annotations.Dense;
import dev.netwright.annotations.Input;
import dev.netwright.annotations.Network;
import dev.netwright.annotations.ReLU;
import dev.netwright.annotations.Softmax;
import dev.netwright.annotations.Standardize;
import dev.netwright.annotations.Tensor;

/** Fisher's Iris: four measurements of a flower in centimetres, three species. */
@Network
public interface Iris {
    @Input(4)
    Tensor measurements();

    @Standardize
    Tensor standardized();

    @Dense(16)
    @ReLU
    Tensor hidden();

    @Dense(3)
    @Softmax
    @Classes({"setosa", "versicolor", "virginica"})
    Tensor species();
}
