package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Attributes;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.runtime.checkpoint.CheckpointException;
import dev.netwright.runtime.checkpoint.TensorTable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds and reads the file that a {@code @Pretrained} names. */
final class WeightFile {
    /** The option that names the directory of files. */
    static final String OPTION = "netwright.base";

    private static final String FORMATS =
            "a .safetensors, .onnx, .json or .npz file, relative to the directory -A" + OPTION;

    private WeightFile() {}

    static Optional<Path> find(Attributes pretrained, Optional<Path> base, Reporter reporter) {
        String file = pretrained.text("value");
        Place place = pretrained.place("value");
        if (base.isEmpty()) {
            reporter.report(Problems.missingOption(place, "@Pretrained", OPTION, file));
            return Optional.empty();
        }
        Path relative;
        try {
            relative = Path.of(file);
        } catch (InvalidPathException e) {
            reporter.report(Problems.badFile(
                    place,
                    file,
                    "is no path",
                    FORMATS,
                    String.valueOf(e.getReason()),
                    "give its path from there:  \"model.safetensors\""));
            return Optional.empty();
        }
        if (relative.isAbsolute() || file.isEmpty()) {
            reporter.report(Problems.badFile(
                    place,
                    file,
                    "is no relative path",
                    FORMATS,
                    file.isEmpty() ? "an empty path" : "an absolute path",
                    "give its path from there:  \"" + (file.isEmpty() ? "model.safetensors" : relative.getFileName())
                            + "\""));
            return Optional.empty();
        }
        Path path = base.get().resolve(relative);
        if (!Files.isRegularFile(path)) {
            reporter.report(Problems.badFile(
                    place,
                    file,
                    "is not there",
                    FORMATS,
                    Files.isDirectory(path)
                            ? "a directory"
                            : Files.isDirectory(base.get()) ? "no such file" : "no such directory as -A" + OPTION,
                    "put it there, or name another"));
            return Optional.empty();
        }
        return Optional.of(path);
    }

    static Optional<TensorTable> read(Path path, Attributes pretrained, Reporter reporter) {
        String file = pretrained.text("value");
        try {
            return Optional.of(TensorTable.read(path));
        } catch (CheckpointException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            String problem = first.substring(first.lastIndexOf(": ") + 2);
            reporter.report(Problems.badFile(
                    pretrained.place("value"),
                    file,
                    "cannot be read: " + problem,
                    e.expected().orElse(FORMATS),
                    e.found().orElse(problem),
                    e.help()));
            return Optional.empty();
        }
    }
}
