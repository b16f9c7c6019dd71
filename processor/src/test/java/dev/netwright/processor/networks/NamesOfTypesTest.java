package dev.netwright.processor.networks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;

/** Types that generated code names are no surprise to a user who has one of the same name, nor as the name of a node. */
class NamesOfTypesTest {
    private static final List<String> TYPES = List.of(
            "Tensor3",
            "Tensor4",
            "TensorN",
            "Matrix",
            "Vector",
            "Literals",
            "Head",
            "Span",
            "Role",
            "Format",
            "Schema",
            "Model",
            "Philox",
            "Elementary",
            "FloatStore",
            "TensorSpec",
            "Trainable",
            "InferencePlan",
            "TrainingPlan",
            "PanelCache",
            "CheckpointException",
            "Checkpoints",
            "Difference",
            "LoadResult",
            "Initializers",
            "InputStream",
            "ByteArrayInputStream",
            "ReadableByteChannel",
            "Channels",
            "Path",
            "Arrays",
            "Optional");

    private static String network(String name, String node) {
        return """
                package nets;
                import dev.netwright.annotations.*;
                @Network public interface %s {
                    @Input({2, 3, 4}) Tensor x();
                    @Input({2, 3, 4}) Tensor y();
                    @Constant(value = {1, 2, 3, 4}, shape = 4) Tensor row();
                    @Parameter({2, 3, 4}) Tensor three();
                    @Parameter({1, 2, 3, 4}) Tensor four();
                    @Parameter({1, 1, 2, 3, 4}) Tensor many();
                    @Add @Dropout(0.5f) @GELU Tensor %s(Tensor x, Tensor y, Tensor three, Tensor four, Tensor many, Tensor row);
                    @Flatten Tensor flat();
                    @Dense(3) @Softmax @Output Tensor p(Tensor flat);
                    @Dense(2) @Output Tensor q(Tensor flat);
                }
                """.formatted(name, node);
    }

    @Test
    void asNamesOfInterfaces() {
        Map<String, String> sources = new LinkedHashMap<>();
        TYPES.forEach(name -> sources.put(name, network(name, "sum")));
        try (CompiledNetworks compiled = CompiledNetworks.compile(sources)) {
            TYPES.forEach(name -> compiled.network(name).create(1));
        }
    }

    /** As names of nodes, in a diagnostic or in a model that compiles. */
    @Test
    void asNamesOfNodes() {
        Map<String, String> sources = new LinkedHashMap<>();
        TYPES.forEach(name -> sources.put("Of" + name, network("Of" + name, name)));
        try (CompiledNetworks first = CompiledNetworks.attempt(sources, false)) {
            for (Diagnostic<?> diagnostic : first.diagnostics()) {
                String message = diagnostic.getMessage(Locale.ROOT);
                assertTrue(message.startsWith("[Netwright/NameClash]"), diagnostic::toString);
                sources.keySet().removeIf(name -> message.contains("'" + name.substring(2) + "'"));
            }
        }
        try (CompiledNetworks compiled = CompiledNetworks.compile(sources)) {
            sources.keySet().forEach(name -> compiled.network(name).create(1));
        }
    }
}
