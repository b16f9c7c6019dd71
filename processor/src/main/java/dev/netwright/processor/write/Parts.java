package dev.netwright.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts statements into groups, each small enough for a method: HotSpot compiles no method above 8,000 bytes of bytecode, and we
 * write none above 6,000. Sizes are estimates from above.
 */
final class Parts {
    /** Most bytes of a group, estimated; the rest of 6,000 is a reserve. */
    static final int BUDGET = 4_000;

    private final List<CodeBlock> groups = new ArrayList<>();
    private CodeBlock.Builder current = CodeBlock.builder();
    private int size;

    /** Adds statements that stay together, of about {@code bytes} bytes of bytecode. */
    void add(CodeBlock statements, int bytes) {
        if (size > 0 && size + bytes > BUDGET) {
            cut();
        }
        current.add(statements);
        size += bytes;
    }

    /** The groups, at least one. */
    List<CodeBlock> groups() {
        if (size > 0 || groups.isEmpty()) {
            cut();
        }
        return groups;
    }

    private void cut() {
        groups.add(current.build());
        current = CodeBlock.builder();
        size = 0;
    }
}
