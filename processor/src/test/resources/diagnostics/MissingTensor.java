package diagnostics;

import dev.netwright.annotations.*;

interface MissingTensor {
    @Network
    @Pretrained(value = "mnist.safetensors", ignored = {"fc2.*", "output.*", "steps"}) // ERROR^"mnist.safetensors"^: [ExtraTensor] mnist.safetensors has a tensor that 'Mnist' has no place for
                                                                                       // | found: 'hiden1.weight' float32 [128, 784]
                                                                                       // | help: write ignored = {"fc2.*", "output.*", "steps", "hiden1.weight"} or give it a node
    interface Mnist {
        @Input({1, 28, 28}) Tensor image();
        @Flatten Tensor pixels();
        @Dense(128) @ReLU Tensor hidden1(); // ERROR^@Dense(128)^: [MissingTensor] mnist.safetensors has no tensor for hidden1.weight
                                            // | expected: float32 [128, 784]
                                            // | found: nearest: 'hiden1.weight' float32 [128, 784]
                                            // | help: rename the node, or map it: @Pretrained(value = "mnist.safetensors", names = "hidden1=hiden1")
    }

    @Network
    @Pretrained(value = "fits.safetensors", names = "hidden=fc", ignored = "*")
    interface Mapped {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden(); // ERROR^@Dense(3)^: [MissingTensor] fits.safetensors has no tensor for hidden.bias, which @Pretrained calls 'fc.bias' there // ERROR^@Dense(3)^: [MissingTensor] fits.safetensors has no tensor for hidden.weight, which @Pretrained calls 'fc.weight' there
                                   // | expected: float32 [3, 4]
                                   // | 'hidden.weight' float32 [3, 4]
    }
}
