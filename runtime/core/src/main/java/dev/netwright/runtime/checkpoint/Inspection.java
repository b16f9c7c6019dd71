package dev.netwright.runtime.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A checkpoint as a readable text. */
final class Inspection {
    private Inspection() {}

    static String of(Checkpoint checkpoint, long bytes) {
        StringBuilder text = new StringBuilder();
        line(text, "file", Names.escape(checkpoint.path().toString()));
        String version = checkpoint.isForeign() ? ", foreign" : ", format version " + checkpoint.formatVersion();
        line(text, "format", checkpoint.format() + version + String.format(Locale.ROOT, ", %,d bytes", bytes));
        if (!checkpoint.network().isEmpty()) {
            line(
                    text,
                    "network",
                    Names.escape(checkpoint.network()) + ", schema version " + checkpoint.schemaVersion());
        }
        line(text, "schema hash", checkpoint.schemaHash());
        metadata(text, checkpoint.metadata());
        checkpoint.training().ifPresent(state -> training(text, state));
        line(
                text,
                "tensors",
                String.format(
                        Locale.ROOT, "%d with %,d floats", checkpoint.tensors().size(), checkpoint.size()));
        tensors(text, checkpoint.tensors());
        return text.toString();
    }

    private static void metadata(StringBuilder text, Metadata metadata) {
        line(text, "version", Names.escape(metadata.version()));
        line(text, "framework", Names.escape(metadata.framework()));
        line(text, "description", Names.escape(metadata.description()));
        line(text, "tags", Names.escape(String.join(", ", metadata.tags())));
        line(text, "created at", metadata.createdAt().map(String::valueOf).orElse(""));
        line(text, "created by", Names.escape(metadata.createdBy()));
        figure(text, "accuracy", metadata.accuracy());
        figure(text, "loss", metadata.loss());
        metadata.classes()
                .forEach((output, names) ->
                        line(text, "classes of " + Names.escape(output), Names.escape(String.join(", ", names))));
        metadata.other().forEach((key, value) -> line(text, Names.escape(key), Names.escape(value)));
    }

    private static void training(StringBuilder text, TrainingState state) {
        line(text, "training", "epoch " + state.epoch() + ", step " + state.step() + ", seed " + state.seed());
        figure(text, "learning rate", state.learningRate());
        figure(text, "best loss", state.bestLoss());
        figure(text, "best accuracy", state.bestAccuracy());
        line(
                text,
                "optimizer",
                Names.escape(state.optimizer().name())
                        + ' '
                        + Names.escape(state.optimizer().settings().toString()));
    }

    private static void figure(StringBuilder text, String name, double value) {
        line(text, name, Double.isNaN(value) ? "" : Double.toString(value));
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(String.format("%-14s %s%n", name, value));
        }
    }

    private static void tensors(StringBuilder text, List<Checkpoint.Tensor> tensors) {
        List<String> names = new ArrayList<>();
        tensors.forEach(tensor -> names.add(Names.escape(tensor.name())));
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        for (int i = 0; i < names.size(); i++) {
            Checkpoint.Tensor tensor = tensors.get(i);
            text.append(String.format(
                    "  %-" + Math.max(width, 1) + "s  %-9s  %-8s  %s%n",
                    names.get(i),
                    Names.escape(tensor.role()),
                    Names.escape(tensor.type()),
                    tensor.shape()));
        }
    }
}
