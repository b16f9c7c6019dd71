package dev.netwright.processor.operator;

import dev.netwright.processor.step.Extent;
import dev.netwright.processor.step.View;
import dev.netwright.runtime.checkpoint.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A normalization of each sample by itself: alike in training and inference. */
abstract class SampleNorm extends Structured {
    SampleNorm(String name) {
        super(name, Position.ANYWHERE);
    }

    /**
     * How a sample divides.
     *
     * @param groups groups normalized each for itself
     * @param channels channels of a group
     * @param positions positions of a channel
     * @param alike whether a factor stands for a channel of every group, else for a channel of one
     */
    record Division(int groups, int channels, int positions, boolean alike) {}

    abstract Division division(Site site);

    /** Shape of scale and shift. */
    abstract List<Integer> learned(Site site);

    /** Whether the mean is subtracted and a shift added. */
    boolean centered() {
        return true;
    }

    /** What a sample must be, beside its element type; reports what is wrong. */
    abstract boolean fits(Site site);

    @Override
    public void check(Site site) {
        Checks.epsilon(site);
    }

    @Override
    public final Optional<TensorType> infer(Site site) {
        return Checks.floats(site) && fits(site) ? Optional.of(site.input(0)) : Optional.empty();
    }

    @Override
    public final List<ParameterSpec> parameters(Site site) {
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(ParameterSpec.learned("scale", learned(site), Role.SCALE, "ONES", Double.NaN));
        if (centered()) {
            specs.add(ParameterSpec.learned("shift", learned(site), Role.BIAS, "ZEROS", Double.NaN));
        }
        return specs;
    }

    @Override
    public final View lower(Site site, Lowering lowering) {
        TensorType type = site.output();
        Division division = division(site);
        List<Extent> extents = List.of(
                type.batched() ? Extent.BATCH : Extent.of(1),
                Extent.of(division.groups()),
                Extent.of(division.channels()),
                Extent.of(division.positions()));
        View x = lowering.reshape(lowering.input(0), extents);
        View result = lowering.allocate(type.extents());
        List<View> shift = centered() ? List.of(repeated(lowering.parameter("shift"), division, extents)) : List.of();
        new Norm(
                        lowering,
                        x,
                        lowering.reshape(result, extents),
                        repeated(lowering.parameter("scale"), division, extents),
                        shift,
                        epsilon(site))
                .lower();
        return result;
    }

    private static View repeated(View parameter, Division division, List<Extent> extents) {
        return new View(
                parameter.buffer(),
                parameter.offset(),
                extents,
                List.of(0, division.alike() ? 0 : division.channels(), 1, 0));
    }

    static double epsilon(Site site) {
        return site.attributes().number("epsilon");
    }
}
