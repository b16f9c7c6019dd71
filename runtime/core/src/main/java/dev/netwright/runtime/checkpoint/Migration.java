package dev.netwright.runtime.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How a version of a network's schema loads the version before. A text, a line for each tensor of the new version, and one for each of the
 * old that is no more:
 *
 * <pre>
 * copy hidden1.weight fc1.weight
 * add norm.scale ONES
 * resize logits.weight logits.weight KEEP XAVIER_UNIFORM
 * slice key.weight qkv.weight 64
 * concat qkv.weight query.weight key.weight value.weight
 * compute head.weight com.example.Folded conv.weight norm.scale
 * remove fc3.weight
 * </pre>
 *
 * Slices and concatenations are along the first axis.
 */
final class Migration {
    private static final String ZEROS = "ZEROS";

    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Supplier<? extends TensorMigration>> classes;

    /** One whose {@code compute} lines name some of {@code classes}, by canonical name. */
    Migration(Map<String, Supplier<? extends TensorMigration>> classes) {
        this.classes = classes;
    }

    /**
     * A tensor of the new version.
     *
     * @param target its name
     * @param law law of what no move fills, empty where all is filled
     * @param moves what comes from the old version
     * @param computed how a user's class makes it, where one does
     */
    private record Rule(String target, String law, List<Move> moves, Optional<ComputedTensor> computed) {
        Rule(String target, String law, List<Move> moves) {
            this(target, law, moves, Optional.empty());
        }

        /** Whether every element comes from the old version as it is, in its place or in another. */
        boolean kept() {
            return law.isEmpty() && computed.isEmpty();
        }
    }

    /** A tensor of the old version, from row {@code from} on, into the new one from row {@code to} on; -1 after the move before. */
    private record Move(String source, int from, int to) {}

    void line(String[] words) {
        switch (words[0]) {
            case "copy" -> rules.add(new Rule(words[1], "", List.of(new Move(words[2], 0, 0))));
            case "add" -> rules.add(new Rule(words[1], words[2], List.of()));
            case "resize" ->
                rules.add(
                        words[3].equals("REINITIALIZE")
                                ? new Rule(words[1], words[4], List.of())
                                : new Rule(
                                        words[1],
                                        words[3].equals("PAD") ? ZEROS : words[4],
                                        List.of(new Move(words[2], 0, 0))));
            case "slice" ->
                rules.add(new Rule(words[1], "", List.of(new Move(words[2], Integer.parseInt(words[3]), 0))));
            case "concat" ->
                rules.add(new Rule(
                        words[1],
                        "",
                        Arrays.stream(words)
                                .skip(2)
                                .map(source -> new Move(source, 0, -1))
                                .toList()));
            case "compute" ->
                rules.add(new Rule(
                        words[1],
                        "",
                        List.of(),
                        Optional.of(new ComputedTensor(words[2], List.of(words).subList(3, words.length)))));
            case "remove" -> {}
            default -> throw new IllegalArgumentException("no line of a migration: " + String.join(" ", words));
        }
    }

    /** Tensors of the old version that tensors of the new one need. */
    Set<String> sources(Set<String> targets) {
        Set<String> sources = new LinkedHashSet<>();
        for (Rule rule : rules) {
            if (targets.contains(rule.target())) {
                rule.moves().forEach(move -> sources.add(move.source()));
                rule.computed().ifPresent(computed -> sources.addAll(computed.sources()));
            }
        }
        return sources;
    }

    /** The tensor of the old version that a tensor of the new one is copied from, from its first element on and with nothing beside. */
    Optional<String> copied(String target) {
        return rules.stream()
                .filter(rule -> rule.target().equals(target)
                        && rule.kept()
                        && rule.moves().size() == 1)
                .map(rule -> rule.moves().get(0))
                .filter(move -> move.from() == 0 && move.to() == 0)
                .map(Move::source)
                .findFirst();
    }

    /** Tensors that do not come whole from the old version. */
    List<String> fresh() {
        return rules.stream().filter(rule -> !rule.kept()).map(Rule::target).toList();
    }

    /** Values of the new version. */
    Values apply(Schema before, Values values, Schema after, Schema.Law law) {
        Values result = new Values(new float[after.parameterCount()], new float[after.bufferCount()]);
        for (Rule rule : rules) {
            TensorSpec to = after.find(rule.target()).orElseThrow();
            if (!rule.law().isEmpty()) {
                law.fill(result.of(to), to, rule.law());
            }
            rule.computed().ifPresent(computed -> computed.fill(before, values, to, result.of(to), classes));
            move(rule, before, values, result, to);
        }
        return result;
    }

    /**
     * An optimizer's slot: laid out as the parameters. It goes with tensors that are kept; of all others it starts anew, with zeros.
     */
    float[] slot(Schema before, float[] slot, Schema after) {
        Values result = new Values(new float[after.parameterCount()], new float[0]);
        for (Rule rule : rules) {
            TensorSpec to = after.find(rule.target()).orElseThrow();
            if (to.learned() && rule.kept()) {
                move(rule, before, new Values(slot, new float[0]), result, to);
            }
        }
        return result.parameters();
    }

    private static void move(Rule rule, Schema before, Values values, Values result, TensorSpec to) {
        int row = 0;
        for (Move move : rule.moves()) {
            TensorSpec from = before.find(move.source()).orElseThrow();
            int at = move.to() < 0 ? row : move.to();
            Box.copy(values.of(from), from, move.from(), result.of(to), to, at);
            row = at + (from.shape().isEmpty() ? 0 : from.shape().get(0));
        }
    }

    /** The numbers of a version. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    record Values(float[] parameters, float[] buffers) {
        float[] of(TensorSpec spec) {
            return spec.learned() ? parameters : buffers;
        }
    }
}
