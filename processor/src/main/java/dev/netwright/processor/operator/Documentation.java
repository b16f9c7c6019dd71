package dev.netwright.processor.operator;

/**
 * What the operator catalogue says of an operator, in Markdown without line breaks.
 *
 * @param formula what it computes
 * @param shapes shapes taken and given
 * @param parameters parameters and buffers with shape and law at the start; empty where there are none
 * @param onnx the ONNX nodes it becomes
 */
public record Documentation(String formula, String shapes, String parameters, String onnx) {
    /** Of an operator that is documented elsewhere. */
    public static final Documentation NONE = new Documentation("", "", "", "");
}
