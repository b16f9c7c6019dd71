package dev.netwright.runtime.checkpoint;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads checkpoints from JSON. The table of tensors comes before the numbers; other keys in any order. */
final class JsonReader {
    private static final String EDITED =
            "take another copy of the file: this one is damaged, or was edited; to load an edited file as a"
                    + " foreign one, take format_version, model_info and integrity out of it";

    private final Visitor visitor;
    private final Input input;
    private final JsonIn in;

    private @Nullable String formatVersion;
    private boolean later;
    private boolean described;
    private boolean guarded;
    private boolean last;
    private @Nullable String sha256;
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
    private final Map<String, String> sums = new HashMap<>();
    private final Map<String, String> storedSums = new HashMap<>();
    private final Digest digest = new Digest(Digest.DIGITS + JsonWriter.AFTER_DIGITS.length());
    private Metadata metadata = Metadata.NONE;
    private final StateJson state = new StateJson();

    private JsonReader(Input input, Visitor visitor) throws CheckpointException {
        this.visitor = visitor;
        this.input = input;
        this.in = new JsonIn(
                input.name(),
                "",
                new InputStreamReader(
                        digested(input.rest()),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                input::keep);
    }

    static Header read(Input input, Visitor visitor) throws CheckpointException {
        if (input.length() == 0) {
            throw input.fault().truncated("the file is empty");
        }
        return new JsonReader(input, visitor).read();
    }

    /** The bytes as they are, which go into the digest. */
    private InputStream digested(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                int taken = in.read(bytes, offset, count);
                digest.update(bytes, offset, Math.max(0, taken));
                return taken;
            }
        };
    }

    private Header read() throws CheckpointException {
        in.object(this::member, this::enough);
        if (enough()) {
            Optional<Marks> marks = formatVersion == null || network == null
                    ? Optional.empty()
                    : Optional.of(new Marks(formatVersion, network, schemaVersion, "", ""));
            return new Header(marks, List.copyOf(table.values()), Metadata.NONE, Optional.empty());
        }
        in.end();
        if (!tableSeen) {
            throw Fault.in(input.name())
                    .expected("'tensors', the table of tensors, and their values in 'parameters' and 'buffers'")
                    .help("give a checkpoint")
                    .corrupt("not a checkpoint");
        }
        if (unknown != null && !later) {
            throw Fault.in(input.name())
                    .found("'" + Names.escape(unknown) + "'")
                    .corrupt("a key that format version " + Marks.FORMAT_VERSION + " has not");
        }
        for (String name : table.keySet()) {
            if (!valued.contains(name)) {
                throw Fault.in(input.name()).tensor(name).corrupt("a tensor of the table has no values");
            }
        }
        List<StoredTensor> tensors = new ArrayList<>(table.values());
        tensors.addAll(slots);
        boolean foreign = formatVersion == null && !described && !guarded;
        Optional<Marks> marks = foreign ? Optional.empty() : Optional.of(marks(tensors));
        return new Header(marks, tensors, metadata, Optional.ofNullable(state.state(Fault.in(input.name()))));
    }

    /** Whether what is left to read is not wanted. */
    private boolean enough() {
        return tableSeen && !visitor.wantsValues();
    }

    private Marks marks(List<StoredTensor> tensors) throws CheckpointException {
        Fault fault = Fault.in(input.name());
        if (formatVersion == null || network == null || schemaHash == null || sha256 == null || !last) {
            throw fault.expected("format_version; model_info with network and schema_hash; integrity with sha256, last")
                    .help("take another copy of the file; one without any of the three loads as a foreign file")
                    .corrupt("marks of Netwright are missing");
        }
        for (StoredTensor tensor : tensors) {
            String stored = storedSums.remove(tensor.name());
            Checksum.compare(
                    fault, tensor, stored == null ? "none" : stored, Objects.requireNonNull(sums.get(tensor.name())));
        }
        if (!storedSums.isEmpty()) {
            throw fault.found(Names.escape(storedSums.keySet().toString()))
                    .corrupt("checksums of tensors that the file has not");
        }
        if (!digest.tail().equals(sha256 + JsonWriter.AFTER_DIGITS)) {
            throw fault.expected("the digits of the digest, a quotation mark, two closing braces, the end")
                    .found("'" + Names.escape(digest.tail()) + "'")
                    .corrupt("the file ends otherwise than it was written");
        }
        Digest.compare(fault.help(EDITED), sha256, digest.digits());
        Marks marks = new Marks(
                formatVersion,
                network,
                schemaVersion,
                schemaHash,
                lines.append(inputLines).toString());
        marks.check(fault, tensors);
        return marks;
    }

    private void member(String name) throws CheckpointException {
        last = name.equals("integrity");
        switch (name) {
            case "integrity" -> {
                guarded = true;
                in.object(this::integrity);
            }
            case "format_version" -> {
                formatVersion = in.string();
                later = Marks.checkVersion(in.fault(), formatVersion);
            }
            case "model_info" -> {
                described = true;
                in.object(this::modelInfo);
            }
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
            default -> unknown = unknown(name);
        }
    }

    private void integrity(String name) throws CheckpointException {
        switch (name) {
            case "crc32c" -> in.object(tensor -> storedSums.put(tensor, in.string()));
            case "sha256" -> sha256 = in.string();
            default -> unknown = unknown(name);
        }
    }

    private String unknown(String name) throws CheckpointException {
        in.skip();
        return name;
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
        StoredTensor.checkCount(in.fault(), table.size() + 1);
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
                StoredTensor.checkCount(in.fault(), slots.size() + 1);
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
        JsonSum sum = new JsonSum();
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
                    sum.add(value);
                    if (window != null) {
                        window.put(value);
                    }
                }
            }
            if (depth == 0) {
                in.within("");
                sums.put(name, sum.digits());
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
