package dev.netwright.processor.plan;

import dev.netwright.processor.step.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Places the buffers of the workspace: largest first, each at the lowest offset that no buffer alive at the same time has
 * (Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference, 2020, greedy by size). Buffers that grow with
 * the batch and those that do not are placed apart.
 */
final class Memory {
    private Memory() {}

    static Plan.Layout layout(Lifetimes lifetimes) {
        Map<Buffer, Long> fixed = new HashMap<>();
        Map<Buffer, Long> perSample = new HashMap<>();
        long fixedSize = place(lifetimes, false, fixed);
        long perSampleSize = place(lifetimes, true, perSample);
        if (fixedSize > Integer.MAX_VALUE || perSampleSize > Integer.MAX_VALUE) {
            throw new PlanTooLarge("the workspace", Math.max(fixedSize, perSampleSize));
        }
        Map<Buffer, Plan.Slot> slots = new HashMap<>();
        fixed.forEach((buffer, at) -> slots.put(buffer, new Plan.Slot((int) (long) at, 0)));
        perSample.forEach((buffer, at) -> slots.put(buffer, new Plan.Slot((int) fixedSize, (int) (long) at)));
        return new Plan.Layout(slots, (int) fixedSize, (int) perSampleSize);
    }

    private static long place(Lifetimes lifetimes, boolean batch, Map<Buffer, Long> offsets) {
        List<Item> open = new ArrayList<>();
        for (Buffer buffer : lifetimes.buffers()) {
            if (buffer.space() == Buffer.Space.WORK && buffer.size().batch() == batch) {
                open.add(new Item(buffer, lifetimes.first(buffer), lifetimes.last(buffer)));
            }
        }
        open.sort(Comparator.comparingInt((Item i) -> -i.buffer.size().factor())
                .thenComparingInt(i -> i.first)
                .thenComparingInt(i -> i.buffer.id()));
        // Placed buffers in ascending order of their offsets.
        List<Item> placed = new ArrayList<>();
        long size = 0;
        for (Item item : open) {
            for (Item other : placed) {
                if (other.first <= item.last && item.first <= other.last) {
                    if (item.at + item.length <= other.at) {
                        break;
                    }
                    item.at = Math.max(item.at, other.at + other.length);
                }
            }
            offsets.put(item.buffer, item.at);
            int index = Collections.binarySearch(placed, item, Comparator.comparingLong(i -> i.at));
            placed.add(index < 0 ? -index - 1 : index, item);
            size = Math.max(size, item.at + item.length);
        }
        return size;
    }

    /** A buffer to be placed. */
    private static final class Item {
        private final Buffer buffer;
        private final int first;
        private final int last;
        private final long length;
        private long at;

        Item(Buffer buffer, int first, int last) {
            this.buffer = buffer;
            this.first = first;
            this.last = last;
            this.length = buffer.size().factor();
        }
    }
}
