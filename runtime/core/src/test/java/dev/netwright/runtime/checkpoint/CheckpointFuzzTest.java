package dev.netwright.runtime.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import dev.netwright.runtime.onnx.GraphEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Any bytes as a checkpoint: read with a model, by layer, without a class and to be verified. Only a {@link CheckpointException} may come out, a model that was
 * refused is as it was, and nothing takes a second. Checksums and digests of damaged files of ours are put right, since else nothing
 * behind them is reached.
 *
 * <p>A normal build runs the inputs kept beside this class's resources; how to search for new ones stands in {@code docs/reliability.md}.
 */
class CheckpointFuzzTest {
    static final Schema TINY = tiny();
    private static final long SECOND = 1_000_000_000;

    static Schema tiny() {
        List<TensorSpec> specs = new ArrayList<>();
        Samples.parameter(specs, "a.weight", Role.WEIGHT, 2, 2);
        Samples.parameter(specs, "a.bias", Role.BIAS, 2);
        GraphEncoder graph = new GraphEncoder()
                .node("Sub", List.of("x", "norm.mean"), List.of("norm"))
                .node("Gemm", List.of("norm", "a.weight", "a.bias"), List.of("a"), Map.of("alpha", 1.0))
                .name("T")
                .input("x", "float32", List.of(2), true)
                .output("a", "float32", List.of(2), true);
        return new Schema(
                "T",
                1,
                specs,
                List.of(new TensorSpec("norm.mean", "norm", List.of(2), Role.MEAN, false, 0)),
                List.of(new Schema.Port("x", "float32", List.of(2))),
                List.of(new Schema.Port("a", "float32", List.of(2), List.of("no", "yes"))),
                () -> "{\"layers\": []}",
                graph::toBytes);
    }

    @FuzzTest(maxDuration = "24h")
    void safetensors(byte[] file) throws CheckpointException {
        check(file, Format.SAFETENSORS);
    }

    @FuzzTest(maxDuration = "24h")
    void json(byte[] file) throws CheckpointException {
        check(file, Format.JSON);
    }

    @FuzzTest(maxDuration = "24h")
    void onnx(byte[] file) throws CheckpointException {
        check(file, Format.ONNX);
    }

    static void check(byte[] file, Format format) throws CheckpointException {
        long start = Cpu.nanos();
        Repair.Outcome outcome = Repair.read(file, format, TINY);
        if (outcome.refusal() == null) {
            roundTrip(outcome.target(), format);
        } else if (!Samples.untouched(outcome.target())) {
            throw new AssertionError("a refused file changed the model", outcome.refusal());
        }
        // The other ways to read are mostly the same code: one input in eight.
        if (file.length % 8 == 0) {
            otherwise(outcome.file(), format);
        }
        if (Cpu.nanos() - start > SECOND) {
            throw new AssertionError("took " + (Cpu.nanos() - start) / 1_000_000 + " ms");
        }
    }

    private static void otherwise(byte[] file, Format format) {
        try {
            Checkpoints.restore(file, format, Samples.target(TINY), Set.of("norm"));
        } catch (CheckpointException e) {
            // One of the layers may be there where not all are.
        }
        try {
            Input input = Input.of(file);
            Checkpoints.read(input, format, new Checkpoint.Only(null, input.length(), "bytes"));
        } catch (CheckpointException e) {
            // Refused.
        }
        try {
            Input input = Input.of(file);
            Checkpoints.read(input, format, new Verification(input.length(), "bytes"));
        } catch (CheckpointException e) {
            // Refused.
        }
    }

    /** What was read is written and read again with the same bits. */
    private static void roundTrip(Contents read, Format format) throws CheckpointException {
        Contents again = Samples.target(TINY);
        Samples.restore(Samples.bytes(read, format, Samples.DATED), format, again);
        if (!Arrays.equals(read.parameters(), again.parameters()) || !Arrays.equals(read.buffers(), again.buffers())) {
            throw new AssertionError("a round trip changed values");
        }
    }
}
