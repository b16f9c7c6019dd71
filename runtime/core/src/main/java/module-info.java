/**
 * What generated models run on. The package {@code engine} is exported since generated kernels call it; users have no business there.
 * Of ONNX's wire format only the processor knows.
 */
@SuppressWarnings({"module", "requires-automatic"
}) // aircompressor and JOCL have no descriptor; the processor is built after this module
module dev.netwright.runtime {
    requires tools.jackson.core;
    requires static aircompressor; // for .zst alone
    requires static jocl; // for OpenCL alone
    requires static org.jspecify;

    exports dev.netwright.runtime;
    exports dev.netwright.runtime.array;
    exports dev.netwright.runtime.checkpoint;
    exports dev.netwright.runtime.data;
    exports dev.netwright.runtime.engine;
    exports dev.netwright.runtime.tensor;
    exports dev.netwright.runtime.train;
    exports dev.netwright.runtime.onnx to
            dev.netwright.processor;
}
