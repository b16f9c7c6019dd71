package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS

@Network
@Pretrained("mnist.safetensors") // ERROR^"mnist.safetensors"^: [MissingOption] @Pretrained needs the option -Anetwright.base
                                 // | expected: the directory that "mnist.safetensors" is relative to, as -Anetwright.base=DIR
                                 // | <compilerArgs><arg>-Anetwright.base=${project.basedir}</arg></compilerArgs>
                                 // | inputs.file("mnist.safetensors")
interface MissingOption {
    @Input(4) Tensor x();
    @Dense(3) Tensor hidden();
}
