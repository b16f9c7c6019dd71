package dev.netwright.processor.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a {@code Panel} of the runtime keeps of all that were packed in it: in each block of columns, arrays of which the k-th is as long
 * as the longest k-th array so far.
 */
final class PanelRoom {
    /** Most columns that are packed one an array. */
    static final int NARROW = 16;

    /** Most columns of a block. */
    private static final int BLOCK_COLUMNS = 512;

    /** So many arrays of a length in each of the first blocks. */
    private record Arrays(int count, int length, int blocks) {}

    private final List<Arrays> kept = new ArrayList<>();

    /** A matrix that is packed. */
    void pack(int rows, int columns) {
        int blocks = (columns - 1) / BLOCK_COLUMNS + 1;
        int width = blocks == 1 ? columns : ((columns - 1) / blocks + 16) & -16;
        kept.add(columns <= NARROW ? new Arrays(columns, rows, 1) : new Arrays(rows, width, blocks));
    }

    /** A matrix of one block that is filled row by row. */
    void rows(int rows, int columns) {
        kept.add(new Arrays(rows, columns, 1));
    }

    long floats() {
        List<Arrays> most = kept.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Arrays::count).reversed())
                .toList();
        int blocks = most.stream().mapToInt(Arrays::blocks).max().orElse(0);
        long floats = 0;
        for (int block = 0; block < blocks; block++) {
            int at = block;
            List<Arrays> own = most.stream().filter(a -> a.blocks > at).toList();
            long length = 0;
            for (int k = 0; k < own.size(); k++) {
                length = Math.max(length, own.get(k).length);
                floats += length * (own.get(k).count - (k + 1 < own.size() ? own.get(k + 1).count : 0));
            }
        }
        return floats;
    }
}
