package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.checkpoint.Visitor.Window;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads safetensors, Netwright's and foreign ones. As strict as the format's own reader: a header of at most 100 MB, values
 * without gaps, overlaps or bytes after the end.
 */
final class SafetensorsReader {
    /** Longest header, as in the format's own reader. */
    static final int LONGEST_HEADER = 100_000_000;

    private static final Set<String> BITS_16 = Set.of("BF16", "F16", "I16", "U16");
    private static final Set<String> BITS_32 = Set.of("F32", "I32", "U32");
    private static final Set<String> BITS_64 = Set.of("F64", "I64", "U64", "C64");

    private final Input input;
    private final Visitor visitor;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final StateJson state = new StateJson();
    private Metadata metadata = Metadata.NONE;

    private SafetensorsReader(Input input, Visitor visitor) {
        this.input = input;
        this.visitor = visitor;
    }

    /** A tensor and where its values lie, counted from the header's end. */
    private record Entry(StoredTensor tensor, String code, long begin, long end) {}

    static Header read(Input input, Visitor visitor) throws CheckpointException {
        return new SafetensorsReader(input, visitor).read();
    }

    private Header read() throws CheckpointException {
        String header = header();
        JsonIn in = new JsonIn(input.name(), "header, ", new StringReader(header));
        in.object(name -> {
            if (name.equals("__metadata__")) {
                in.object(key -> texts.put(key, in.string()));
            } else {
                entry(in, name);
            }
        });
        in.end();
        List<StoredTensor> tensors = entries.stream().map(Entry::tensor).toList();
        Optional<Marks> marks = marks(tensors);
        checkOffsets();
        visitor.tensors(tensors);
        values();
        input.end();
        return new Header(marks, tensors, metadata, Optional.ofNullable(state.state(Fault.in(input.name()))));
    }

    private String header() throws CheckpointException {
        long length = ByteBuffer.wrap(input.bytes(8, "header length"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        long left = input.length() < 0 ? Long.MAX_VALUE : input.length() - 8;
        Fault fault = Fault.in(input.name()).at(0);
        if (length < 2 || length > LONGEST_HEADER) {
            throw fault.expected("a header of 2 to " + LONGEST_HEADER + " bytes")
                    .found(Long.toUnsignedString(length))
                    .help("give a safetensors file: this is none, or it is damaged")
                    .corrupt("the header length is out of range");
        }
        if (length > left) {
            throw fault.expected(length + " bytes of header").found(left).truncated("the file ends inside the header");
        }
        byte[] bytes = input.bytes((int) length, "header");
        if (bytes[0] != '{') {
            throw Fault.in(input.name())
                    .at(8)
                    .expected("'{'")
                    .found("byte " + (bytes[0] & 0xFF))
                    .help("give a safetensors file: this is none, or it is damaged")
                    .corrupt("the header is no JSON object");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Fault.in(input.name()).at(8).because(e).expected("UTF-8").corrupt("the header is not UTF-8");
        }
    }

    private void entry(JsonIn in, String name) throws CheckpointException {
        String[] code = {""};
        List<Long> shape = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        boolean[] shaped = {false};
        in.object(key -> {
            switch (key) {
                case "dtype" -> code[0] = in.string();
                case "shape" -> {
                    shaped[0] = true;
                    in.array(() -> shape.add(in.count()));
                }
                case "data_offsets" -> in.array(() -> offsets.add(in.count()));
                default ->
                    throw in.fault()
                            .tensor(name)
                            .found("'" + Names.escape(key) + "'")
                            .corrupt("an unknown key");
            }
        });
        if (code[0].isEmpty() || !shaped[0] || offsets.size() != 2) {
            throw in.fault()
                    .tensor(name)
                    .expected("dtype, shape and two data_offsets")
                    .corrupt("the header's entry of a tensor is not complete");
        }
        String type = FloatType.ofCode(code[0]).map(FloatType::text).orElse(code[0]);
        StoredTensor tensor = new StoredTensor(name, type, shape);
        long bytes = offsets.get(1) - offsets.get(0);
        int width = width(code[0]);
        boolean fits = bytes >= 0
                && (width == 0 || (tensor.elements() <= Long.MAX_VALUE / 8 && bytes == tensor.elements() * width));
        if (!fits) {
            throw in.fault()
                    .tensor(name)
                    .expected(width == 0 ? "begin before end" : tensor.describe() + ", " + width + " bytes an element")
                    .found("data_offsets " + offsets)
                    .corrupt("the bytes of a tensor are not as many as its shape takes");
        }
        entries.add(new Entry(tensor, code[0], offsets.get(0), offsets.get(1)));
    }

    /** Bytes of an element, 0 for types that this reader does not know. */
    private static int width(String code) {
        if (BITS_16.contains(code)) {
            return 2;
        } else if (BITS_32.contains(code)) {
            return 4;
        }
        return BITS_64.contains(code) ? 8 : 0;
    }

    private Optional<Marks> marks(List<StoredTensor> tensors) throws CheckpointException {
        if (texts.keySet().stream().noneMatch(key -> key.startsWith(SafetensorsWriter.MARK))) {
            return Optional.empty();
        }
        Fault fault = Fault.in(input.name());
        String version = text("format_version");
        String hash = text("schema_hash");
        if (version == null || hash == null) {
            throw fault.expected("netwright.format_version and netwright.schema_hash")
                    .found(Names.escape(texts.keySet().toString()))
                    .corrupt("marks of Netwright are missing");
        }
        boolean later = Marks.checkVersion(fault, version);
        String network = text("network");
        String number = text("schema_version");
        String table = text("tensors");
        String about = text("metadata");
        String training = text("training_state");
        boolean bare = network == null && number == null && table == null && about == null;
        if (!bare && (network == null || number == null || table == null || about == null)) {
            throw fault.expected("network, schema_version, tensors and metadata, all or none")
                    .found(Names.escape(texts.keySet().toString()))
                    .corrupt("marks of Netwright are missing");
        }
        List<String> known = List.of(
                "format_version", "schema_hash", "network", "schema_version", "tensors", "metadata", "training_state");
        for (String key : texts.keySet()) {
            if (key.startsWith(SafetensorsWriter.MARK)
                    && !later
                    && !known.contains(key.substring(SafetensorsWriter.MARK.length()))) {
                throw fault.found(Names.escape(key)).corrupt("a mark that format version " + version + " has not");
            }
        }
        if (about != null) {
            JsonIn in = new JsonIn(input.name(), "metadata, ", new StringReader(about));
            metadata = MetadataJson.read(in);
            in.end();
        }
        if (training != null) {
            JsonIn in = new JsonIn(input.name(), "training state, ", new StringReader(training));
            state.read(in);
            in.end();
        }
        Marks marks = Marks.of(fault, version, network, number, hash, table);
        marks.check(fault, tensors);
        return Optional.of(marks);
    }

    private @Nullable String text(String mark) {
        return texts.get(SafetensorsWriter.MARK + mark);
    }

    /** Values follow one another from the header's end to the file's. */
    private void checkOffsets() throws CheckpointException {
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long at = 0;
        for (Entry entry : entries) {
            if (entry.begin() != at) {
                throw input.fault()
                        .tensor(entry.tensor().name())
                        .expected("values from " + at)
                        .found("from " + entry.begin())
                        .corrupt(
                                entry.begin() > at
                                        ? "a gap between the values of tensors"
                                        : "the values of tensors overlap");
            }
            at = entry.end();
        }
        if (input.length() < 0) {
            return;
        }
        long left = input.length() - input.position();
        if (at > left) {
            String name = "";
            for (Entry entry : entries) {
                if (entry.end() > left) {
                    name = entry.tensor().name();
                    break;
                }
            }
            throw input.fault()
                    .tensor(name)
                    .expected(at + " bytes of values")
                    .found(left)
                    .truncated("the file ends too early");
        }
        if (at < left) {
            throw input.fault().expected(at + " bytes of values").found(left).corrupt("bytes after the last tensor");
        }
    }

    private void values() throws CheckpointException {
        for (Entry entry : entries) {
            Optional<FloatType> type = FloatType.ofCode(entry.code());
            Window window = type.isPresent() ? visitor.window(entry.tensor()) : null;
            if (window == null) {
                input.skip(entry.end() - entry.begin(), "values");
            } else {
                input.floats(type.orElseThrow(), entry.tensor(), window);
            }
        }
    }
}
