package dev.netwright.processor.operator;

import dev.netwright.processor.declare.Declaration.OperatorUse;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The definitions that are there: those on the processor's path, and one made on the spot for each formula. Thread-safe. */
public final class Operators {
    private static final Map<String, Operator> DEFINITIONS = load();

    private Operators() {}

    /** Whether an annotation, by its qualified name, has a definition of its own. */
    public static boolean known(String annotation) {
        return DEFINITIONS.containsKey(annotation);
    }

    /** All definitions but those made from formulas, by qualified name of the annotation, in that order. */
    public static Collection<Operator> all() {
        return DEFINITIONS.values();
    }

    /** The definition of an operator as it is used. */
    public static Optional<Operator> find(OperatorUse use) {
        Operator definition = DEFINITIONS.get(use.annotation());
        if (definition != null) {
            return Optional.of(definition);
        }
        return use.formula().map(formula -> PointwiseOperator.of(use));
    }

    private static Map<String, Operator> load() {
        Map<String, Operator> definitions = new TreeMap<>();
        for (Operator operator : ServiceLoader.load(Operator.class, Operator.class.getClassLoader())) {
            Operator other = definitions.put(operator.annotation(), operator);
            if (other != null) {
                throw new IllegalStateException(
                        operator.annotation() + " is defined by " + other.getClass() + " and " + operator.getClass());
            }
        }
        return definitions;
    }
}
