package diagnostics;

import dev.netwright.annotations.*;

interface ExtraTensor {
    @Network
    @Pretrained(value = "torch.safetensors", names = "hidden=fc") // ERROR^"torch.safetensors"^: [ExtraTensor] torch.safetensors has a tensor that 'Torch' has no place for
                                                                  // | expected: each tensor of the file in its place, or ignored
                                                                  // | found: 'bn.num_batches_tracked' I64 []
                                                                  // | help: write ignored = "bn.num_batches_tracked" or give it a node
    interface Torch {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
    }

    @Network
    @Pretrained(value = "torch.safetensors") // ERROR^"torch.safetensors"^: [ExtraTensor] torch.safetensors has 3 tensors that 'Nothing' has no place for
                                             // | help: write ignored = {"fc.weight", "fc.bias", "bn.num_batches_tracked"} or give it a node
    interface Nothing {
        @Input(4) Tensor x();
        @ReLU Tensor y();
    }

    @Network
    @Pretrained(value = "torch.safetensors", names = {"hidden.weight=fc.weight", "hidden.bias = fc.bias"}, ignored = "*.num_batches_tracked")
    interface Fits {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
    }
}
