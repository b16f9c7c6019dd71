package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import java.util.Optional;

/** {@code @Slice}: indices of an axis from one up to another, at a distance. */
@AutoService(Operator.class)
public final class SliceOperator extends Part {
    /** {@code to} as it is where the user leaves it out. */
    private static final int END = Integer.MAX_VALUE;

    public SliceOperator() {
        super("Slice");
    }

    @Override
    public void check(Site site) {
        int step = site.attributes().integer("step");
        if (step < 1) {
            Checks.outOfRange(site, "step", "1 or more", String.valueOf(step), "write  step = 1  (nearest)");
        }
    }

    @Override
    Optional<Range> range(Site site, int axis, int length) {
        int writtenFrom = site.attributes().integer("from");
        int writtenTo = site.attributes().integer("to");
        String of = "of axis " + axis + " of " + site.input(0) + " from " + site.inputName(0);
        if (writtenFrom < -length || writtenFrom >= length) {
            Checks.outOfRange(
                    site,
                    "from",
                    -length + " to " + (length - 1) + ", an index " + of,
                    String.valueOf(writtenFrom),
                    "write  from = " + (writtenFrom < 0 ? -length : length - 1) + "  (nearest)");
            return Optional.empty();
        }
        int from = Axes.fromStart(writtenFrom, length);
        int to = writtenTo == END ? length : Axes.fromStart(writtenTo, length);
        if (to <= from || to > length) {
            Checks.outOfRange(
                    site,
                    "to",
                    (from + 1) + " to " + length + ", an index after from = " + from + " " + of
                            + "; or a negative one, from the end",
                    String.valueOf(writtenTo),
                    "write  to = " + (to > length ? length : from + 1) + "  (nearest)");
            return Optional.empty();
        }
        return Optional.of(
                new Range(from, to, Math.min(length, site.attributes().integer("step"))));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "indices `from`, `from` + `step`, … below `to` of `axis`",
                "kept but for `axis`, which has the number of indices",
                "",
                "`Slice`");
    }
}
