package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.annotations.Attributes;
import dev.netwright.processor.diagnose.Problems;
import java.util.Optional;

/** {@code @Split}: one of several equal parts along an axis. */
@AutoService(Operator.class)
public final class SplitOperator extends Part {
    public SplitOperator() {
        super("Split");
    }

    @Override
    public void check(Site site) {
        int parts = site.attributes().integer("parts");
        int index = site.attributes().integer("index");
        if (parts == Attributes.UNSET) {
            Checks.missing(site, "parts", "@Split(parts = 2, index = 0)");
        } else if (parts < 1) {
            Checks.outOfRange(site, "parts", "1 or more", String.valueOf(parts), "write  parts = 1  (nearest)");
        } else if (index == Attributes.UNSET) {
            Checks.missing(site, "index", "@Split(parts = " + parts + ", index = 0)");
        } else if (index < -parts || index >= parts) {
            Checks.outOfRange(
                    site,
                    "index",
                    -parts + " to " + (parts - 1) + ", one of " + parts + " parts",
                    String.valueOf(index),
                    "write  index = " + (index < 0 ? -parts : parts - 1) + "  (nearest)");
        }
    }

    @Override
    Optional<Range> range(Site site, int axis, int length) {
        int parts = site.attributes().integer("parts");
        if (length % parts != 0) {
            site.report(Problems.notDivisible(
                    site.attributes().place("parts"),
                    site.node(),
                    "axis " + axis,
                    "parts",
                    length,
                    "axis " + axis + " of " + site.inputName(0),
                    parts));
            return Optional.empty();
        }
        int part = length / parts;
        int from = part * Axes.fromStart(site.attributes().integer("index"), parts);
        return Optional.of(new Range(from, from + part, 1));
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "part `index` of `parts` equal parts along `axis`",
                "kept but for `axis`, divided by `parts`",
                "",
                "`Slice`");
    }
}
