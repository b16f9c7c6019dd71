package dev.netwright.runtime.train;

import java.io.Console;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Whether the standard streams are a terminal. */
final class Terminal {
    private Terminal() {}

    /** Before Java 22 a console is there only on a terminal; since then it may always be, and {@code isTerminal} tells. */
    @SuppressWarnings("SystemConsoleNull") // Java 17 to 21 answer null, later ones are asked
    static boolean attached() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            MethodHandle isTerminal = MethodHandles.publicLookup()
                    .findVirtual(Console.class, "isTerminal", MethodType.methodType(boolean.class));
            return (boolean) isTerminal.invokeExact(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (Throwable e) {
            return false;
        }
    }
}
