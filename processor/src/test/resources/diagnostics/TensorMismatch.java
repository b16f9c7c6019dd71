package diagnostics;

import dev.netwright.annotations.*;

interface TensorMismatch {
    @Network
    @Pretrained(value = "mnist.safetensors", names = {"hidden1=hiden1", "hidden1.bias=hidden1.bias", "hidden2=fc2", "output.layerNorm.scale=output.scale"}, ignored = {"steps"}) // ERROR^"mnist^: [ExtraTensor] 'output.bias' I64 [10]
    interface Mnist {
        @Input(784) Tensor pixels();
        @Dense(128) @ReLU Tensor hidden1();
        @Dense(value = 10, bias = false) Tensor hidden2(); // ERROR^@Dense(value^: [TensorMismatch] hidden2.weight is transposed in mnist.safetensors
                                                           // | expected: float32 [10, 128]
                                                           // | found: float32 [128, 10] as 'fc2.weight'
                                                           // | help: permute its axes where the file is made: (1, 0)
        @PReLU @LayerNorm Tensor output(); // ERROR^@PReLU^: [MissingTensor] mnist.safetensors has no tensor for output // ERROR^@LayerNorm^: [TensorMismatch] output.layerNorm.scale has another shape in mnist.safetensors // ERROR^@LayerNorm^: [MissingTensor] mnist.safetensors has no tensor for output.layerNorm.shift
                                           // | expected: float32 [10]
    }

    @Network
    @Pretrained(value = "mnist.safetensors", ignored = {"hid*", "fc2.weight", "steps", "output.scale"})
    interface Typed {
        @Input(4) Tensor x();
        @Dense(10) Tensor output(); // ERROR^@Dense(10)^: [MissingTensor] mnist.safetensors has no tensor for output.weight // ERROR^@Dense(10)^: [TensorMismatch] output.bias has no floats in mnist.safetensors
                                    // | expected: float32 [10]
                                    // | found: I64 [10]
                                    // | help: convert it to float32 where the file is made
    }

    @Network
    interface Source {
        @Input(4) Tensor x();
        @Dense(3) @BatchNorm Tensor first();
        @Dense(2) Tensor second();
    }

    @Network
    @TransferFrom(Source.class) // ERROR: [TensorMismatch] 'first' has 4 tensors more in 'first' of 'Source'
                                // | found: first.batchNorm.scale float32 [3], first.batchNorm.shift float32 [3], first.batchNorm.runningMean float32 [3] …and 1 more
    interface Target {
        @Input(4) Tensor x();
        @Dense(3) Tensor first();
        @Dense(2) Tensor second();
    }

    @Network
    @TransferFrom(value = Source.class, layers = {"first", "other=second"})
    interface Wider {
        @Input(5) Tensor x();
        @Dense(3) @BatchNorm Tensor first(); // ERROR^@Dense(3)^: [TensorMismatch] first.weight is another in 'first' of 'Source'
                                             // | expected: float32 [3, 5]
                                             // | found: float32 [3, 4]
                                             // | help: make both alike, or name the layers that are: layers = {…}
        @Dense(2) @PReLU Tensor other(); // ERROR^@PReLU^: [TensorMismatch] other.pReLU.slope is missing in 'second' of 'Source'
    }
}
