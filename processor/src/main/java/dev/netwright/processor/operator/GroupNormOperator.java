package dev.netwright.processor.operator;

import com.google.auto.service.AutoService;
import dev.netwright.annotations.Attributes;
import dev.netwright.processor.diagnose.Problems;

/** {@code @GroupNorm}: y = (x - mean) / √(variance + epsilon) · scale + shift over groups of channels (Wu and He 2018). */
@AutoService(Operator.class)
public final class GroupNormOperator extends ChannelNorm {
    public GroupNormOperator() {
        super("GroupNorm");
    }

    @Override
    public void check(Site site) {
        super.check(site);
        int groups = groups(site);
        if (groups == Attributes.UNSET) {
            Checks.missing(site, "groups", "@GroupNorm(groups = 1)");
        } else if (groups < 1) {
            Checks.outOfRange(site, "groups", "1 or more", String.valueOf(groups), "write  groups = 1  (nearest)");
        }
    }

    @Override
    int groups(Site site) {
        return site.attributes().integer("groups");
    }

    @Override
    boolean fits(Site site) {
        int groups = groups(site);
        int channels = channels(site);
        if (channels % groups != 0) {
            site.report(Problems.notDivisible(
                    site.attributes().place("groups"),
                    site.node(),
                    "channels",
                    "groups",
                    channels,
                    "channels of " + site.inputName(0),
                    groups));
            return false;
        }
        if (site.input(0).size() == groups) {
            Checks.mismatch(
                    site,
                    0,
                    "2 or more values in each of " + groups + " groups: one is its own mean",
                    channels > 1 ? "write  @GroupNorm(groups = 1)" : "leave @GroupNorm out");
            return false;
        }
        return true;
    }

    @Override
    public Documentation documentation() {
        return new Documentation(
                "y = (x - mean) / √(variance + epsilon) · scale + shift over each of `groups` groups of channels",
                "[channels, …], kept; `groups` divides the channels",
                "`scale` [channels], 1; `shift` [channels], 0",
                "`Reshape`, `InstanceNormalization`, `Reshape`, `Mul`, `Add`");
    }
}
