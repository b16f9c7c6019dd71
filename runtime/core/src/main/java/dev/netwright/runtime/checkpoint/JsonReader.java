package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.checkpoint.Visitor.Window;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads checkpoints from JSON. The table of tensors comes before the numbers; other keys in any order. */
final class JsonReader {
    private final Visitor visitor;
    private final Input input;
    private final JsonIn in;

    private @Nullable String formatVersion;
    private boolean later;
    private @Nullable String network;
    private @Nullable String schemaHash;
    private @Nullable String unknown;
    private int schemaVersion;
    private boolean tableSeen;
    private final StringBuilder lines = new StringBuilder();
    private final StringBuilder inputLines = new StringBuilder();
    private final Map<String, StoredTensor> table = new LinkedHashMap<>();
    private final List<StoredTensor> slots = new ArrayList<>();
    private final Set<String> valued = new HashSet<>();
    private Metadata metadata = Metadata.NONE;
    private final StateJson state = new StateJson();

    private JsonReader(Input input, Visitor visitor) throws CheckpointException {
        this.visitor = visitor;
        this.input = input;
        this.in = new JsonIn(
                input.name(),
                "",
                new InputStreamReader(
                        input.rest(),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    static Header read(Input input, Visitor visitor) throws CheckpointException {
        if (input.length() == 0) {
            throw input.fault().truncated("the file is empty");
        }
        return new JsonReader(input, visitor).read();
    }

    private Header read() throws CheckpointException {
        in.object(this::member);
        in.end();
        if (formatVersion == null || network == null || schemaHash == null || !tableSeen) {
            throw Fault.in(input.name())
                    .expected("format_version, model_info with network and schema_hash, tensors")
                    .help("give a JSON file that Netwright wrote")
                    .corrupt("not a Netwright checkpoint");
        }
        if (unknown != null && !later) {
            throw Fault.in(input.name())
                    .found("'" + Names.escape(unknown) + "'")
                    .corrupt("a key that format version " + formatVersion + " has not");
        }
        for (String name : table.keySet()) {
            if (!valued.contains(name)) {
                throw Fault.in(input.name()).tensor(name).corrupt("a tensor of the table has no values");
            }
        }
        List<StoredTensor> tensors = new ArrayList<>(table.values());
        Marks marks = new Marks(
                formatVersion,
                network,
                schemaVersion,
                schemaHash,
                lines.append(inputLines).toString());
        marks.check(Fault.in(input.name()), tensors);
        tensors.addAll(slots);
        return new Header(
                Optional.of(marks), tensors, metadata, Optional.ofNullable(state.state(Fault.in(input.name()))));
    }

    private void member(String name) throws CheckpointException {
        switch (name) {
            case "format_version" -> {
                formatVersion = in.string();
                later = Marks.checkVersion(in.fault(), formatVersion);
            }
            case "model_info" -> in.object(this::modelInfo);
            case "architecture" -> in.skip();
            case "tensors" -> {
                in.array(this::row);
                tableSeen = true;
                visitor.tensors(List.copyOf(table.values()));
            }
            case "parameters", "buffers" -> in.object(tensor -> values(tensor, declared(tensor)));
            case "training_state" -> state.read(in);
            case "optimizer_state" -> in.object(this::optimizer);
            case "metadata" -> metadata = MetadataJson.read(in);
            default -> {
                unknown = name;
                in.skip();
            }
        }
    }

    private void modelInfo(String name) throws CheckpointException {
        switch (name) {
            case "network" -> network = in.string();
            case "schema_version" -> schemaVersion = in.smallCount();
            case "schema_hash" -> schemaHash = in.string();
            case "typed_inputs" -> in.array(() -> inputLines.append(in.string()).append('\n'));
            default -> in.skip();
        }
    }

    /** A row of the table of tensors. */
    private void row() throws CheckpointException {
        String[] texts = {"", "", ""};
        List<Long> shape = new ArrayList<>();
        boolean[] shaped = {false};
        in.object(key -> {
            switch (key) {
                case "name" -> texts[0] = in.string();
                case "role" -> texts[1] = in.string();
                case "type" -> texts[2] = in.string();
                case "shape" -> {
                    shaped[0] = true;
                    in.array(() -> shape.add(in.count()));
                }
                default -> in.skip();
            }
        });
        if (texts[0].isEmpty() || texts[1].isEmpty() || !shaped[0]) {
            throw in.fault()
                    .expected("name, role, type and shape")
                    .corrupt("a row of the table of tensors is not complete");
        }
        StoredTensor tensor = new StoredTensor(texts[0], texts[2], shape);
        if (!texts[2].equals(FloatType.FLOAT32.text()) && !texts[2].equals(FloatType.FLOAT16.text())) {
            throw in.fault().tensor(texts[0]).found(Names.escape(texts[2])).corrupt("no element type of checkpoints");
        }
        if (table.put(tensor.name(), tensor) != null) {
            throw in.fault().tensor(tensor.name()).corrupt("the tensor is in the table twice");
        }
        lines.append(tensor.name())
                .append(' ')
                .append(texts[1])
                .append(" float32 ")
                .append(shape)
                .append('\n');
    }

    private StoredTensor declared(String name) throws CheckpointException {
        StoredTensor tensor = table.get(name);
        if (tensor == null) {
            throw in.fault()
                    .tensor(name)
                    .expected("a tensor of the table, which comes before the numbers")
                    .corrupt("values of an unknown tensor");
        }
        if (!valued.add(name)) {
            throw in.fault().tensor(name).corrupt("the tensor has values twice");
        }
        return tensor;
    }

    private void optimizer(String name) throws CheckpointException {
        if (state.readOptimizer(in, name)) {
            return;
        }
        if (!name.equals("slots")) {
            in.skip();
            return;
        }
        in.object(slot -> {
            state.slot(slot);
            in.object(parameter -> {
                StoredTensor of = table.get(parameter);
                if (of == null) {
                    throw in.fault().tensor(parameter).corrupt("an optimizer slot of an unknown tensor");
                }
                StoredTensor tensor =
                        new StoredTensor(StoredTensor.slotName(slot, parameter), FloatType.FLOAT32.text(), of.shape());
                slots.add(tensor);
                values(tensor.name(), tensor);
            });
        });
    }

    /** Nested arrays that must be exactly the shape; counts instead of recursion. */
    private void values(String name, StoredTensor tensor) throws CheckpointException {
        Window window = visitor.window(tensor);
        in.within(name);
        int rank = tensor.shape().size();
        long[] counts = new long[rank];
        int depth = 0;
        int index = 0;
        for (JsonToken token = in.token(); ; token = in.next()) {
            if (token == JsonToken.END_ARRAY && depth > 0) {
                if (counts[depth - 1] != tensor.shape().get(depth - 1)) {
                    throw ragged(name, tensor, counts[depth - 1] + " along axis " + (depth - 1));
                }
                depth--;
            } else {
                if (depth > 0 && ++counts[depth - 1] > tensor.shape().get(depth - 1)) {
                    throw ragged(name, tensor, "more along axis " + (depth - 1));
                }
                if (token == JsonToken.START_ARRAY) {
                    if (depth == rank) {
                        throw ragged(name, tensor, "deeper arrays");
                    }
                    counts[depth++] = 0;
                } else {
                    if (depth != rank) {
                        throw ragged(name, tensor, "a value at depth " + depth);
                    }
                    float value = in.float32();
                    if (window != null) {
                        window.values()[window.offset() + index++] = value;
                    }
                }
            }
            if (depth == 0) {
                in.within("");
                return;
            }
        }
    }

    private CheckpointException ragged(String name, StoredTensor tensor, String found) {
        return in.fault()
                .tensor(name)
                .expected(tensor.shape())
                .found(found)
                .corrupt("the arrays are not of the tensor's shape");
    }
}
