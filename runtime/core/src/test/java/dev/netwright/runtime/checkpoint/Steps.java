package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import dev.netwright.runtime.onnx.GraphEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A model of 70 KB whose every value tells the step of a training it belongs to. */
final class Steps {
    static final Schema SCHEMA = schema();

    private Steps() {}

    private static Schema schema() {
        List<TensorSpec> parameters = new ArrayList<>();
        Samples.parameter(parameters, "hidden.weight", Role.WEIGHT, 128, 128);
        Samples.parameter(parameters, "hidden.bias", Role.BIAS, 128);
        Samples.parameter(parameters, "out.weight", Role.WEIGHT, 128, 10);
        Samples.parameter(parameters, "out.bias", Role.BIAS, 10);
        GraphEncoder graph = new GraphEncoder()
                .node("Gemm", List.of("x", "hidden.weight", "hidden.bias"), List.of("hidden"))
                .node("Gemm", List.of("hidden", "out.weight", "out.bias"), List.of("out"))
                .name("Steps")
                .input("x", "float32", List.of(128), true)
                .output("out", "float32", List.of(10), true);
        return new Schema(
                "com.example.Steps",
                1,
                parameters,
                List.of(),
                List.of(new Schema.Port("x", "float32", List.of(128))),
                List.of(new Schema.Port("out", "float32", List.of(10))),
                () -> "{\"layers\": []}",
                graph::toBytes);
    }

    /** The model at a step. */
    static Contents of(int step) {
        float[] values = new float[SCHEMA.parameterCount()];
        values[0] = step;
        for (int i = 1; i < values.length; i++) {
            values[i] = value(step, i);
        }
        return new Contents(SCHEMA, values, new float[0], Optional.empty());
    }

    /** The step of a file, all of whose values belong to it; a file that cannot be read, or holds values of two steps, throws. */
    static int find(Path file) throws CheckpointException {
        Contents found = Samples.target(SCHEMA);
        Checkpoints.restore(file, found, Set.of());
        float[] values = found.parameters();
        int step = (int) values[0];
        for (int i = 1; i < values.length; i++) {
            if (values[i] != value(step, i)) {
                throw new IllegalStateException(file + ": value " + i + " is not of step " + step);
            }
        }
        return step;
    }

    /** Options that give equal bytes for equal steps, and lengths that differ from step to step. */
    static SaveOptions options(int step) {
        return SaveOptions.DEFAULT.metadata(
                Metadata.EMPTY.createdAt(Instant.EPOCH).description("s".repeat(step % 100)));
    }

    static void save(Commit commit, Path file, int step) throws CheckpointException {
        Checkpoints.save(commit, file, of(step), options(step));
    }

    static byte[] bytes(Format format, int step) throws CheckpointException {
        return Samples.bytes(of(step), format, options(step));
    }

    /** 24 bits from step and place, as a float from 0.5 to 1. */
    private static float value(int step, int i) {
        int mixed = (step * 0x9E3779B9 + i) * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
        return Float.intBitsToFloat(0x3F000000 | mixed >>> 9);
    }

    static Map<Format, Path> files(Path directory) {
        return Map.of(
                Format.JSON, directory.resolve("model.json"),
                Format.ONNX, directory.resolve("model.onnx"),
                Format.SAFETENSORS, directory.resolve("model.safetensors"));
    }
}
