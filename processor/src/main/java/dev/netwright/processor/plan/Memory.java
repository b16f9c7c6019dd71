package dev.netwright.processor.plan;

import dev.netwright.processor.step.Buffer;
import java.util.ArrayList;
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
        List<Buffer> open = new ArrayList<>(lifetimes.buffers().stream()
                .filter(b -> b.space() == Buffer.Space.WORK && b.size().batch() == batch)
                .toList());
        open.sort(Comparator.comparingInt((Buffer b) -> -b.size().factor())
                .thenComparingInt(lifetimes::first)
                .thenComparingInt(Buffer::id));
        // Placed buffers in ascending order of their offsets.
        List<Buffer> placed = new ArrayList<>();
        long size = 0;
        for (Buffer buffer : open) {
            long at = 0;
            long length = buffer.size().factor();
            for (Buffer other : placed) {
                long start = offsets.getOrDefault(other, 0L);
                boolean together = lifetimes.first(other) <= lifetimes.last(buffer)
                        && lifetimes.first(buffer) <= lifetimes.last(other);
                if (together) {
                    if (at + length <= start) {
                        break;
                    }
                    at = Math.max(at, start + other.size().factor());
                }
            }
            offsets.put(buffer, at);
            int index = 0;
            while (index < placed.size() && offsets.getOrDefault(placed.get(index), 0L) <= at) {
                index++;
            }
            placed.add(index, buffer);
            size = Math.max(size, at + length);
        }
        return size;
    }
}
