package dev.netwright.processor.graph;

/** Names that follow from names of the declaration. */
public final class Names {
    private Names() {}

    /**
     * What a follower's parameters are prefixed with: {@code batchNorm} of {@code BatchNorm}, {@code pReLU} of {@code PReLU}.
     *
     * @param operator simple name of the annotation
     */
    public static String member(String operator) {
        return Character.toLowerCase(operator.charAt(0)) + operator.substring(1);
    }
}
