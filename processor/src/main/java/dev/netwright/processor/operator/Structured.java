package dev.netwright.processor.operator;

/** An operator of this package that consumes nodes. */
abstract class Structured implements Operator {
    private final String name;
    private final Position position;
    private final int minInputs;
    private final int maxInputs;

    Structured(String name, Position position, int minInputs, int maxInputs) {
        this.name = name;
        this.position = position;
        this.minInputs = minInputs;
        this.maxInputs = maxInputs;
    }

    /** One that takes one node. */
    Structured(String name, Position position) {
        this(name, position, 1, 1);
    }

    @Override
    public final String annotation() {
        return "dev.netwright.annotations." + name;
    }

    @Override
    public final Position position() {
        return position;
    }

    @Override
    public final int minInputs() {
        return minInputs;
    }

    @Override
    public final int maxInputs() {
        return maxInputs;
    }

    @Override
    public void check(Site site) {}
}
