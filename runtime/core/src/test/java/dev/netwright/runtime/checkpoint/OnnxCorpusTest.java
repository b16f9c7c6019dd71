package dev.netwright.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * The models that ONNX tests its backends with (Debian: {@code libonnx-testdata}), read as foreign checkpoints: either as ONNX's own reader
 * reads them, tensor by tensor and bit by bit, or refused by name.
 */
class OnnxCorpusTest {
    private static final Path CORPUS =
            Path.of(System.getProperty("netwright.onnx.corpus", "/usr/share/libonnx-testdata/data"));

    /** Prints path, name, shape and CRC-32 of the float32 values of every initializer that may be a parameter, a line each: no scalars, no whole numbers. */
    private static final String SCRIPT = """
            import onnx, sys, zlib
            from onnx import numpy_helper
            for path in sys.stdin.read().splitlines():
                print(path)
                for t in onnx.load(path, load_external_data=False).graph.initializer:
                    if not t.dims or t.data_type not in (1, 10, 11, 16):
                        continue
                    values = numpy_helper.to_array(t)
                    sum = zlib.crc32(values.astype('<f4').tobytes()) if t.data_type == 1 else 0
                    print(path, t.name, list(t.dims), sum, sep='\\t')
            """;

    @Test
    void isReadAsOnnxReadsItOrRefused() throws Exception {
        if ("1".equals(System.getenv("NETWRIGHT_REQUIRE_ONNX_CHECKER"))) {
            assertTrue(Files.isDirectory(CORPUS), CORPUS + ", and NETWRIGHT_REQUIRE_ONNX_CHECKER is set");
        }
        assumeTrue(Files.isDirectory(CORPUS), "the package libonnx-testdata");
        List<Path> models;
        try (Stream<Path> files = Files.walk(CORPUS)) {
            models = files.filter(file -> file.toString().endsWith(".onnx")).toList();
        }
        Map<String, Map<String, String>> expected = official(models);
        Map<String, Integer> refused = new TreeMap<>();
        int tensors = 0;
        for (Path model : models) {
            try {
                Checkpoint read = Checkpoint.read(model);
                assertTrue(read.isForeign(), model::toString);
                Map<String, String> found = new TreeMap<>();
                for (Checkpoint.Tensor tensor : read.tensors()) {
                    found.put(tensor.name(), tensor.shape() + "\t" + sum(tensor));
                }
                assertEquals(expected.get(model.toString()), found, model::toString);
                tensors += found.size();
            } catch (CheckpointException e) {
                refused.merge(e.getMessage().lines().findFirst().orElse("").replaceFirst(".*: ", ""), 1, Integer::sum);
            }
        }
        System.out.println(models.size() + " models, " + tensors + " tensors read; refused: " + refused);
        assertTrue(models.size() > 500 && tensors > 50, "too few to show anything");
    }

    private static long sum(Checkpoint.Tensor tensor) throws CheckpointException {
        if (!tensor.type().equals(FloatType.FLOAT32.text())) {
            return 0;
        }
        float[] values = tensor.values();
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        CRC32 sum = new CRC32();
        sum.update(bytes.array());
        return sum.getValue();
    }

    /** What ONNX's own reader finds in each: shape and checksum by name. */
    private static Map<String, Map<String, String>> official(List<Path> models)
            throws IOException, InterruptedException {
        Process python = new ProcessBuilder("/usr/bin/python3", "-c", SCRIPT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var in = python.outputWriter(StandardCharsets.UTF_8)) {
            for (Path model : models) {
                in.write(model + "\n");
            }
        }
        Map<String, Map<String, String>> expected = new TreeMap<>();
        for (String line : python.inputReader(StandardCharsets.UTF_8).lines().toList()) {
            String[] parts = line.split("\t");
            Map<String, String> tensors = expected.computeIfAbsent(parts[0], path -> new TreeMap<>());
            if (parts.length > 1) {
                tensors.put(parts[1], parts[2] + "\t" + parts[3]);
            }
        }
        assertEquals(0, python.waitFor());
        return expected;
    }
}
