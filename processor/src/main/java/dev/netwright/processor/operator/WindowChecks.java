package dev.netwright.processor.operator;

import dev.netwright.processor.diagnose.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks of the attributes that describe windows; each reports what is wrong and proposes the nearest right value. */
final class WindowChecks {
    /** Most taps of a window of a convolution: with each of them a tile of 512 results still fits an array. */
    private static final int MOST_TAPS = (1 << 22) - 1;

    /** Most taps of a window that is pooled. */
    private static final int MOST_POOLED = Integer.MAX_VALUE - 8;

    /** Most elements that a window reaches over, or moves by, along an axis: places on padding then fit an int. */
    private static final int FARTHEST = (1 << 28) - 1;

    private final Site site;
    private final int axes;
    private final String kernel;

    /** Whether padding is limited by the kernel's taps alone, not by how far they reach. */
    private final boolean pool;

    /** {@code kernel} is the attribute with the kernel's size. */
    WindowChecks(Site site, int axes, String kernel, boolean pool) {
        this.site = site;
        this.axes = axes;
        this.kernel = kernel;
        this.pool = pool;
    }

    /** Kernel, stride, dilation and padding by themselves; {@code example} stands where the kernel is missing. */
    void attributes(String example) {
        boolean right = true;
        if (site.attributes().integers(kernel).isEmpty()) {
            Checks.missing(site, kernel, example);
            right = false;
        } else {
            right = sizes(kernel, 1);
        }
        if (!(pool && site.attributes().integers("stride").isEmpty())) {
            right &= sizes("stride", 1);
        }
        if (Windowing.has(site, "dilation")) {
            right &= sizes("dilation", 1);
        }
        if (Windowing.same(site)
                && site.attributes().integers("padding").stream().anyMatch(p -> p != 0)) {
            Checks.outOfRange(
                    site,
                    "padding",
                    "no 'padding' beside  same = true, which computes it",
                    shown(site.attributes().integers("padding")),
                    "leave  padding = " + shown(site.attributes().integers("padding")) + "  or  same = true  out");
        } else if (padding() && right && !Windowing.same(site)) {
            paddingWithin();
        }
    }

    /** One number or one for each axis, each at least {@code least}. */
    boolean sizes(String attribute, int least) {
        List<Integer> values = site.attributes().integers(attribute);
        if (values.size() != 1 && values.size() != axes) {
            List<Integer> nearest =
                    values.isEmpty() ? List.of(least) : values.subList(0, Math.min(axes, values.size()));
            report(attribute, axes == 1 ? "one number" : "one number, or {height, width}", values, nearest);
            return false;
        }
        if (values.stream().anyMatch(v -> v < least)) {
            report(
                    attribute,
                    "numbers of " + least + " or more",
                    values,
                    values.stream().map(v -> Math.max(v, least)).toList());
            return false;
        }
        return true;
    }

    private boolean padding() {
        List<Integer> values = site.attributes().integers("padding");
        if (values.size() != 1 && values.size() != axes && values.size() != 2 * axes) {
            List<Integer> nearest = values.isEmpty() ? List.of(0) : values.subList(0, values.size() > 2 ? axes : 1);
            report(
                    "padding",
                    axes == 1
                            ? "one number, or {before, after}"
                            : "one number, {height, width}, or {top, left, bottom, right}",
                    values,
                    nearest);
            return false;
        }
        if (values.stream().anyMatch(v -> v < 0)) {
            report(
                    "padding",
                    "numbers of 0 or more",
                    values,
                    values.stream().map(v -> Math.max(v, 0)).toList());
            return false;
        }
        return true;
    }

    /** Padding that no window lies in as a whole. */
    private void paddingWithin() {
        List<Integer> values = site.attributes().integers("padding");
        List<Integer> taps = Windowing.each(site.attributes().integers(kernel), axes);
        List<Integer> dilation = Windowing.has(site, "dilation") && !pool
                ? Windowing.each(site.attributes().integers("dilation"), axes)
                : java.util.Collections.nCopies(axes, 1);
        List<Long> reach = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            reach.add(Windowing.reach(taps.get(axis), dilation.get(axis)));
        }
        List<Integer> nearest = new ArrayList<>();
        for (int k = 0; k < values.size(); k++) {
            long most = values.size() == 1 ? reach.stream().min(Long::compare).orElseThrow() : reach.get(k % axes);
            nearest.add((int) Math.min(values.get(k), most - 1));
        }
        if (!nearest.equals(values)) {
            String limit = reach.stream().distinct().count() == 1 ? String.valueOf(reach.get(0)) : Checks.braces(reach);
            report(
                    "padding",
                    "less than the kernel " + (pool ? "has, " : "reaches over, ") + limit
                            + ": beyond, windows lie on padding alone",
                    values,
                    nearest);
        }
    }

    private void report(String attribute, String expected, List<Integer> found, List<Integer> nearest) {
        Checks.outOfRange(
                site,
                attribute,
                expected,
                shown(found),
                "write  " + attribute + " = " + shown(nearest) + "  (nearest)");
    }

    static String shown(List<?> values) {
        return values.size() == 1 ? String.valueOf(values.get(0)) : Checks.braces(values);
    }

    /** Whether places in windows, and tiles of them, can be counted; reports what is too large. */
    boolean countable(Windowing windows) {
        for (int axis = 0; axis < axes; axis++) {
            if (windows.reach(axis) > FARTHEST) {
                boolean apart = windows.kernel().get(axis) <= FARTHEST;
                List<Integer> nearest = new ArrayList<>();
                for (int k = 0; k < axes; k++) {
                    int steps = windows.kernel().get(k) - 1;
                    int dilation = windows.dilation().get(k);
                    nearest.add(
                            apart
                                    ? Math.min(dilation, (FARTHEST - 1) / Math.max(1, steps))
                                    : Math.min(steps + 1, FARTHEST));
                }
                String attribute = apart ? "dilation" : kernel;
                tooLarge("the reach of a window", attribute, windows.reach(axis), FARTHEST, "elements", nearest);
                return false;
            }
            if (windows.stride().get(axis) > FARTHEST) {
                tooLarge("the stride", "stride", windows.stride().get(axis), FARTHEST, "elements", List.of(FARTHEST));
                return false;
            }
        }
        long taps = windows.kernel().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        int most = pool ? MOST_POOLED : MOST_TAPS;
        if (taps > most) {
            int side = (int) Math.sqrt(most);
            int shortest = java.util.Collections.min(windows.kernel());
            int longest = axes == 1 ? most : shortest > side ? side : most / shortest;
            List<Integer> nearest = windows.kernel().stream()
                    .map(length -> Math.min(length, longest))
                    .toList();
            tooLarge("a window", kernel, taps, most, "taps", nearest);
            return false;
        }
        return true;
    }

    private void tooLarge(String what, String attribute, long found, int most, String units, List<Integer> nearest) {
        site.report(Problems.tooLarge(
                site.attributes().place(attribute),
                what + " of '" + site.node() + "'",
                String.valueOf(found),
                most,
                units,
                site.trace(0),
                "write  " + attribute + " = " + shown(nearest) + "  (nearest)"));
    }

    /**
     * The windows on an input of these lengths and how many there are; empty after reporting that there are none, or that they are too
     * large.
     */
    Optional<List<Integer>> results(Windowing windows, List<Integer> lengths) {
        if (Windowing.same(site) && !countable(windows)) {
            return Optional.empty();
        }
        List<Integer> results = new ArrayList<>();
        List<Long> padded = new ArrayList<>();
        List<Integer> kernels = new ArrayList<>();
        List<Integer> strides = new ArrayList<>();
        boolean fits = true;
        boolean moves = true;
        for (int axis = 0; axis < axes; axis++) {
            long length = windows.padded(axis, lengths.get(axis));
            padded.add(length);
            long most = (length - 1) / windows.dilation().get(axis) + 1;
            kernels.add((int) Math.min(windows.kernel().get(axis), most));
            strides.add((int) Math.min(windows.stride().get(axis), length));
            long count = windows.results(axis, lengths.get(axis));
            fits &= count >= 1;
            moves &= windows.stride().get(axis) <= length;
            results.add((int) Math.max(1, count));
        }
        String input = site.input(0) + " from " + site.inputName(0);
        if (!fits) {
            Checks.outOfRange(
                    site,
                    kernel,
                    "a kernel that reaches over no more than " + Checks.braces(padded) + ", " + input
                            + " with its padding",
                    shown(site.attributes().integers(kernel)),
                    "write  " + kernel + " = " + Checks.braces(kernels) + "  (nearest), or pad more");
            return Optional.empty();
        }
        if (!moves) {
            Checks.outOfRange(
                    site,
                    "stride",
                    "no more than " + Checks.braces(padded) + ", " + input
                            + " with its padding: a longer one skips all",
                    shown(site.attributes().integers("stride")),
                    "write  stride = " + Checks.braces(strides) + "  (nearest)");
            return Optional.empty();
        }
        return Windowing.same(site) || countable(windows) ? Optional.of(results) : Optional.empty();
    }
}
