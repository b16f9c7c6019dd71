package diagnostics;

import dev.netwright.annotations.*;

interface BadMapping {
    @Network
    @Pretrained(value = "fits.safetensors", names = "hidden") // ERROR^"hidden"^: [BadMapping] @Pretrained(names): "hidden" is no pair of names
                                                              // | help: name the file's too: "hidden=fc1"
    interface NoPair {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
    }

    @Network
    @Pretrained(value = "fits.safetensors", names = {"hiden=hidden"}) // ERROR^{"hiden=hidden"}^: [BadMapping] @Pretrained(names): "hiden=hidden" names no layer or tensor of the network
                                                                  // | help: write names = "hidden=hidden"
    interface Unknown {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
    }

    @Network
    @Pretrained(value = "fits.safetensors", names = {"hidden=hidden", "hidden=fc"}) // ERROR: [BadMapping] names 'hidden' a second time
                                                                                    // | help: write names = "hidden=hidden"
    interface Twice {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
    }

    @Network
    @Pretrained(value = "fits.safetensors", names = "other=hidden") // ERROR^"other=hidden"^: [BadMapping] gives 'hidden.weight' a second place // ERROR: [BadMapping] gives 'hidden.bias' a second place
    interface Shared {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
        @Dense(3) @Output Tensor other(Tensor x);
        @Add @Output Tensor sum(Tensor hidden, Tensor other);
    }
}
