package dev.netwright.processor.operator;

/** An operator that takes no node and stands alone. */
abstract class Source implements Operator {
    private final String name;

    Source(String name) {
        this.name = name;
    }

    @Override
    public final String annotation() {
        return "dev.netwright.annotations." + name;
    }

    @Override
    public final Position position() {
        return Position.SOURCE;
    }

    @Override
    public final int minInputs() {
        return 0;
    }

    @Override
    public final int maxInputs() {
        return 0;
    }
}
