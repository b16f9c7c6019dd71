package diagnostics;

import dev.netwright.annotations.*;

interface BadFile {
    @Network
    @Pretrained("absent.safetensors") // ERROR^"absent.safetensors"^: [BadFile] "absent.safetensors" is not there
                                      // | expected: a .safetensors, .onnx, .json or .npz file, relative to the directory -Anetwright.base
                                      // | found: no such file
    interface Absent {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
    }

    @Network
    @Pretrained("folder.onnx") // ERROR^"folder.onnx"^: [BadFile] "folder.onnx" is not there
                               // | found: a directory
    interface Folder {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
    }

    @Network
    @Pretrained("damaged.safetensors") // ERROR^"damaged.safetensors"^: [BadFile] "damaged.safetensors" cannot be read: the header length is out of range
                                       // | expected: a header of 2 to 100000000 bytes
    interface Damaged {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
    }

    @Network
    @Pretrained("notes.txt") // ERROR^"notes.txt"^: [BadFile] "notes.txt" cannot be read: no format has this extension
    interface Notes {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
    }

    @Network
    @Pretrained("/absolute/model.onnx") // ERROR^"/absolute/model.onnx"^: [BadFile] "/absolute/model.onnx" is no relative path
                                        // | help: give its path from there: "model.onnx"
    interface Absolute {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
    }

    @Network
    @Pretrained("") // ERROR^""^: [BadFile] "" is no relative path
    interface Empty {
        @Input(4) Tensor x();
        @Dense(3) Tensor hidden();
    }
}
