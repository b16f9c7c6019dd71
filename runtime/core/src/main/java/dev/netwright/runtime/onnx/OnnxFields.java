package dev.netwright.runtime.onnx;

/**
 * Field numbers and codes of the ONNX format that Netwright reads or writes. Source: {@code onnx/onnx.proto3} of the ONNX project,
 * IR version 8.
 */
public final class OnnxFields {
    private OnnxFields() {}

    /** IR version of the files written. */
    public static final int IR_VERSION = 8;

    /** Opset of the default domain in the files written. */
    public static final int OPSET = 17;

    public static final int MODEL_IR_VERSION = 1;
    public static final int MODEL_PRODUCER_NAME = 2;
    public static final int MODEL_PRODUCER_VERSION = 3;
    public static final int MODEL_GRAPH = 7;
    public static final int MODEL_OPSET_IMPORT = 8;
    public static final int MODEL_METADATA_PROPS = 14;

    public static final int OPSET_VERSION = 2;

    public static final int PROPERTY_KEY = 1;
    public static final int PROPERTY_VALUE = 2;

    public static final int GRAPH_NODE = 1;
    public static final int GRAPH_NAME = 2;
    public static final int GRAPH_INITIALIZER = 5;
    public static final int GRAPH_INPUT = 11;
    public static final int GRAPH_OUTPUT = 12;
    public static final int GRAPH_SPARSE_INITIALIZER = 15;

    public static final int NODE_INPUT = 1;
    public static final int NODE_OUTPUT = 2;
    public static final int NODE_NAME = 3;
    public static final int NODE_OP_TYPE = 4;
    public static final int NODE_ATTRIBUTE = 5;

    public static final int TENSOR_DIMS = 1;
    public static final int TENSOR_DATA_TYPE = 2;
    public static final int TENSOR_SEGMENT = 3;
    public static final int TENSOR_FLOAT_DATA = 4;
    public static final int TENSOR_INT32_DATA = 5;
    public static final int TENSOR_NAME = 8;
    public static final int TENSOR_RAW_DATA = 9;
    public static final int TENSOR_DOUBLE_DATA = 10;
    public static final int TENSOR_EXTERNAL_DATA = 13;
    public static final int TENSOR_DATA_LOCATION = 14;

    public static final int FLOAT = 1;
    public static final int INT32 = 6;
    public static final int INT64 = 7;
    public static final int BOOL = 9;
    public static final int FLOAT16 = 10;
    public static final int DOUBLE = 11;
    public static final int BFLOAT16 = 16;

    /** Name of an element type: {@code float32}. */
    public static String typeName(int code) {
        return switch (code) {
            case FLOAT -> "float32";
            case 2 -> "uint8";
            case 3 -> "int8";
            case 4 -> "uint16";
            case 5 -> "int16";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case 8 -> "string";
            case BOOL -> "bool";
            case FLOAT16 -> "float16";
            case DOUBLE -> "float64";
            case 12 -> "uint32";
            case 13 -> "uint64";
            case BFLOAT16 -> "bfloat16";
            default -> "type " + code;
        };
    }

    /** Code of an element type of the network's inputs and outputs. */
    static int typeCode(String name) {
        return switch (name) {
            case "float32" -> FLOAT;
            case "int32" -> INT32;
            case "int64" -> INT64;
            case "bool" -> BOOL;
            default -> throw new IllegalArgumentException("no ONNX element type for " + name);
        };
    }
}
