package dev.netwright.runtime.engine;

import dev.netwright.runtime.tensor.FloatStore;
import java.util.HashMap;
import java.util.Map;

/**
 * Packed weights of a model, shared by its plans: each matrix is packed once, and again when the store's values have changed.
 * Thread-safe while nobody writes to the store. A plan asks once a change of the store; after that it holds the panel itself.
 */
public final class PanelCache {
    private final Map<Matrix, Entry> entries = new HashMap<>();

    /** An empty one. */
    public PanelCache() {}

    /** A matrix in a store: element (i, j) is at {@code offset + i * rowStride + j * columnStride}. */
    record Matrix(int offset, int rowStride, int columnStride, int rows, int columns) {
        boolean is(int offset, int rowStride, int columnStride, int rows, int columns) {
            return this.offset == offset
                    && this.rowStride == rowStride
                    && this.columnStride == columnStride
                    && this.rows == rows
                    && this.columns == columns;
        }
    }

    private static final class Entry {
        final Panel panel = new Panel();
        int revision;
    }

    /** The matrix packed from what the store holds at its present revision. */
    synchronized Panel panel(FloatStore store, Matrix matrix) {
        Entry entry = entries.get(matrix);
        int revision = store.revision();
        if (entry == null || entry.revision != revision || entry.panel.stale()) {
            if (entry == null || entry.panel.stale()) {
                entry = new Entry(); // those who hold a stale panel go on reading it
            }
            entry.panel.pack(
                    store.values(), matrix.offset, matrix.rowStride, matrix.columnStride, matrix.rows, matrix.columns);
            entry.revision = revision;
            entries.put(matrix, entry);
        }
        return entry.panel;
    }
}
