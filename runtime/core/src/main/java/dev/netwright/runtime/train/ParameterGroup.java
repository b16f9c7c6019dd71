package dev.netwright.runtime.train;

import dev.netwright.runtime.LayerOf;
import dev.netwright.runtime.checkpoint.Role;
import dev.netwright.runtime.checkpoint.TensorSpec;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parameters that an optimizer treats in a way of their own: with a factor on the learning rate, another weight decay, or both. A
 * parameter may be in several groups; of each setting the last group that has it counts. Immutable and thread-safe.
 *
 * <pre>{@code
 * trainer.optimizer(AdamW.of(1e-3f)).groups(
 *         ParameterGroup.roles(Role.BIAS, Role.SCALE).withWeightDecay(0),
 *         ParameterGroup.named("stem.*").withRateFactor(0.1f));
 * }</pre>
 */
public final class ParameterGroup {
    private final String members;
    private final Predicate<TensorSpec> test;
    private final float rateFactor;
    private final float weightDecay;

    private ParameterGroup(String members, Predicate<TensorSpec> test, float rateFactor, float weightDecay) {
        this.members = members;
        this.test = test;
        this.rateFactor = rateFactor;
        this.weightDecay = weightDecay;
    }

    private static ParameterGroup of(String members, Predicate<TensorSpec> test) {
        return new ParameterGroup(members, test, Float.NaN, Float.NaN);
    }

    /** The parameters of these full names; in a pattern {@code *} stands for any characters: {@code stem.*}, {@code *.bias}. */
    public static ParameterGroup named(String... patterns) {
        List<Pattern> compiled = Stream.of(patterns)
                .map(pattern -> Pattern.compile(
                        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))))
                .toList();
        return of(
                "named " + List.of(patterns),
                spec -> compiled.stream()
                        .anyMatch(pattern -> pattern.matcher(spec.name()).matches()));
    }

    /** The parameters of these roles. */
    public static ParameterGroup roles(Role... roles) {
        Set<Role> wanted = Set.of(roles);
        return of("roles " + Stream.of(roles).map(Role::text).toList(), spec -> wanted.contains(spec.role()));
    }

    /** The parameters of these layers. */
    public static ParameterGroup layers(LayerOf<?>... layers) {
        List<String> nodes = Stream.of(layers).map(LayerOf::node).toList();
        return of("layers " + nodes, spec -> nodes.contains(spec.layer()));
    }

    /** With a factor on the learning rate. */
    public ParameterGroup withRateFactor(float changed) {
        return new ParameterGroup(members, test, Settings.atLeastZero("rateFactor", changed), weightDecay);
    }

    /** With a weight decay in place of the optimizer's. */
    public ParameterGroup withWeightDecay(float changed) {
        return new ParameterGroup(members, test, rateFactor, Settings.atLeastZero("weightDecay", changed));
    }

    boolean has(TensorSpec spec) {
        return test.test(spec);
    }

    /** The factor on the learning rate; NaN where the group has none of its own. */
    float rateFactor() {
        return rateFactor;
    }

    /** The weight decay; NaN where the group has none of its own. */
    float weightDecay() {
        return weightDecay;
    }

    /** As a checkpoint records it. */
    @Override
    public String toString() {
        return members
                + (Float.isNaN(rateFactor) ? "" : ", rate factor " + rateFactor)
                + (Float.isNaN(weightDecay) ? "" : ", weight decay " + weightDecay);
    }
}
