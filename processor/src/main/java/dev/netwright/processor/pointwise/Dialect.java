package dev.netwright.processor.pointwise;

import dev.netwright.processor.pointwise.Expr.Function;
import java.util.Locale;

/** How a language writes what is not the same in all of C's family. */
interface Dialect {
    /** A literal of a float. */
    String literal(float value);

    /** The name of a function, to stand before an opening parenthesis; square roots too. */
    String function(Function function);

    /** Of the smaller of two values, NaN where either is. */
    String min();

    /** Of the larger of two values, NaN where either is. */
    String max();

    /** Of a power. */
    String pow();

    /** Java; functions that the JDK has no float form of are called by {@code functions + name}. */
    record Java(String functions) implements Dialect {
        @Override
        public String literal(float value) {
            return ExprRenderer.literal(value);
        }

        @Override
        public String function(Function function) {
            return switch (function) {
                case ABS -> "Math.abs";
                case SQRT -> "(float) Math.sqrt";
                case SIGN -> "Math.signum";
                default -> functions + function.name().toLowerCase(Locale.ROOT);
            };
        }

        @Override
        public String min() {
            return "Math.min";
        }

        @Override
        public String max() {
            return "Math.max";
        }

        @Override
        public String pow() {
            return functions + "pow";
        }
    }

    /** OpenCL C; what it lacks is defined in the runtime's {@code prelude.cl}: {@code sigmoid}, {@code minimum}. */
    record OpenCl() implements Dialect {
        @Override
        public String literal(float value) {
            if (Float.isNaN(value)) {
                return "NAN";
            }
            if (Float.isInfinite(value)) {
                return value > 0 ? "INFINITY" : "-INFINITY";
            }
            String java = ExprRenderer.literal(value);
            boolean integer = java.indexOf('.') < 0 && java.indexOf('e') < 0;
            return integer ? java.replace("f", ".0f") : java;
        }

        @Override
        public String function(Function function) {
            return switch (function) {
                case ABS -> "fabs";
                case SIGN -> "signum";
                default -> function.name().toLowerCase(Locale.ROOT);
            };
        }

        @Override
        public String min() {
            return "minimum";
        }

        @Override
        public String max() {
            return "maximum";
        }

        @Override
        public String pow() {
            return "pow";
        }
    }
}
