package dev.netwright.benchmarks;

// spotless:off
import dev.netwright.annotations.*;

/** The networks that are measured, from a small perceptron to convolutions. */
final class Networks {
    private Networks() {}

    /** MLP 784-128-64-10. */
    @Network interface A {
        @Input(784)         Tensor x();
        @Dense(128) @ReLU   Tensor hidden1();
        @Dense(64) @ReLU    Tensor hidden2();
        @Dense(10)          Tensor y();
    }

    /** MLP 784-512-256-128-10. */
    @Network interface B {
        @Input(784)         Tensor x();
        @Dense(512) @ReLU   Tensor hidden1();
        @Dense(256) @ReLU   Tensor hidden2();
        @Dense(128) @ReLU   Tensor hidden3();
        @Dense(10)          Tensor y();
    }

    /** A network for 32 × 32 images in color. */
    @Network interface C {
        @Input({3, 32, 32})                                                 Tensor x();
        @Conv2D(value = 32, kernel = 3, padding = 1) @ReLU                  Tensor conv1();
        @Conv2D(value = 64, kernel = 3, stride = 2, padding = 1) @ReLU      Tensor conv2();
        @Conv2D(value = 128, kernel = 3, stride = 2, padding = 1) @ReLU     Tensor conv3();
        @Flatten                                                            Tensor flat();
        @Dense(256) @ReLU                                                   Tensor hidden();
        @Dense(10)                                                          Tensor y();
    }

    /** As LeNet, with more channels. */
    @Network interface D {
        @Input({1, 28, 28})                                     Tensor x();
        @Conv2D(value = 32, kernel = 5, padding = 2) @ReLU      Tensor conv1();
        @MaxPool2D(2)                                           Tensor pool1();
        @Conv2D(value = 64, kernel = 5, padding = 2) @ReLU      Tensor conv2();
        @MaxPool2D(2)                                           Tensor pool2();
        @Flatten                                                Tensor flat();
        @Dense(128) @ReLU                                       Tensor hidden();
        @Dense(10)                                              Tensor y();
    }
}
// spotless:on
