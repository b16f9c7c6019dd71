package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The official checker of ONNX files, with its inference of shapes, from Python's module {@code onnx} (Debian's {@code python3-onnx}).
 * A test without it is skipped, or where the environment says {@code NETWRIGHT_REQUIRE_ONNX_CHECKER=1} fails.
 */
final class OnnxChecker {
    private static final String SCRIPT = """
            import sys, onnx
            failed = 0
            for name in sys.argv[1:]:
                try:
                    model = onnx.load(name)
                    onnx.checker.check_model(model, full_check=True)
                    assert model.ir_version == 8 and [o.version for o in model.opset_import] == [17], 'versions'
                    for value in list(model.graph.input) + list(model.graph.output):
                        first = value.type.tensor_type.shape.dim[0]
                        assert first.dim_param and not first.HasField('dim_value'), value.name + ' has no free batch dimension'
                except Exception as e:
                    failed += 1
                    print(name, e)
            sys.exit(1 if failed else 0)
            """;

    private OnnxChecker() {}

    /** Fails with the checker's words where it refuses a file. */
    static void check(Path folder, List<Path> files) throws IOException, InterruptedException {
        Optional<String> python = python(folder);
        if (python.isEmpty()) {
            absent(System.getenv("NETWRIGHT_REQUIRE_ONNX_CHECKER"));
        }
        List<String> command = new ArrayList<>(List.of(python.orElseThrow(), "-c", SCRIPT));
        files.forEach(file -> command.add(file.toString()));
        Path output = folder.resolve("checker.txt");
        if (run(output, command) != 0) {
            throw new AssertionError(java.nio.file.Files.readString(output));
        }
    }

    /** What a test without the checker does: it fails where the environment's {@code required} is 1, else it is skipped. */
    static void absent(String required) {
        if ("1".equals(required)) {
            throw new AssertionError("no python3 with the module onnx, and NETWRIGHT_REQUIRE_ONNX_CHECKER is set");
        }
        assumeTrue(false, "python3 with the module onnx");
    }

    /** Debian installs the module for its own Python, which need not be the first on the path. */
    private static Optional<String> python(Path folder) throws IOException, InterruptedException {
        for (String candidate : new String[] {"/usr/bin/python3", "python3"}) {
            try {
                if (run(folder.resolve("python.txt"), List.of(candidate, "-c", "import onnx")) == 0) {
                    return Optional.of(candidate);
                }
            } catch (IOException e) {
                continue; // no such program
            }
        }
        return Optional.empty();
    }

    private static int run(Path output, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command.get(0) + " takes more than 120 s");
        }
        return process.exitValue();
    }
}
