package dev.netwright.runtime.checkpoint;

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

    private static final String MARK = SafetensorsWriter.MARK;
    private static final Set<String> KNOWN = Set.of(
            "format_version",
            "schema_hash",
            "network",
            "schema_version",
            "tensors",
            "metadata",
            "training_state",
            "digest");
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
    private record Entry(
            StoredTensor tensor,
            String code,
            long begin,
            long end,
            @Nullable String checksum) {
        Entry with(String sum) {
            return new Entry(tensor, code, begin, end, sum);
        }
    }

    static Header read(Input input, Visitor visitor) throws CheckpointException {
        return new SafetensorsReader(input, visitor).read();
    }

    private Header read() throws CheckpointException {
        byte[] bytes = header();
        String header = text(bytes);
        JsonIn in = new JsonIn(input.name(), "header, ", new StringReader(header), input::keep);
        in.object(name -> {
            if (name.equals("__metadata__")) {
                in.object(key -> texts.put(key, in.string()));
            } else {
                entry(in, name);
            }
        });
        in.end();
        List<StoredTensor> tensors = entries.stream().map(Entry::tensor).toList();
        Optional<Marks> marks = header.contains(MARK) ? Optional.of(marks(bytes, header, tensors)) : Optional.empty();
        checkOffsets();
        visitor.tensors(tensors);
        if (visitor.wantsValues()) {
            values();
            input.end();
        }
        return new Header(marks, tensors, metadata, Optional.ofNullable(state.state(Fault.in(input.name()))));
    }

    private byte[] header() throws CheckpointException {
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
        return bytes;
    }

    private String text(byte[] bytes) throws CheckpointException {
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
        StoredTensor.checkCount(in.fault(), entries.size() + 1);
        entries.add(new Entry(tensor, code[0], offsets.get(0), offsets.get(1), null));
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

    /**
     * The marks of a file whose header has the word {@code netwright.} anywhere: a file that lost one mark to damage still has the word
     * in the others, so no single damage makes a file of ours a foreign one.
     */
    private Marks marks(byte[] bytes, String header, List<StoredTensor> tensors) throws CheckpointException {
        Fault fault = Fault.in(input.name());
        String version = text("format_version");
        String hash = text("schema_hash");
        String digest = text("digest");
        if (version == null || hash == null || digest == null) {
            throw fault.expected("netwright.format_version, netwright.schema_hash and netwright.digest")
                    .found(Names.escape(texts.keySet().toString()))
                    .corrupt("marks of Netwright are missing");
        }
        boolean later = Marks.checkVersion(fault, version);
        checkDigest(fault, bytes, header, digest);
        for (String key : texts.keySet()) {
            if (key.startsWith(MARK) && !later && !KNOWN.contains(key.substring(MARK.length()))) {
                throw fault.found(Names.escape(key)).corrupt("a mark that format version " + version + " has not");
            }
        }
        List<String> checksums = Checksum.split(fault, digest.substring(0, digest.indexOf(' ')), tensors.size());
        for (int k = 0; k < entries.size(); k++) {
            entries.set(k, entries.get(k).with(checksums.get(k)));
        }
        String about = text("metadata");
        if (about != null) {
            JsonIn in = new JsonIn(input.name(), "metadata, ", new StringReader(about), input::keep);
            metadata = MetadataJson.read(in);
            in.end();
        }
        String training = text("training_state");
        if (training != null) {
            JsonIn in = new JsonIn(input.name(), "training state, ", new StringReader(training), input::keep);
            state.read(in);
            in.end();
        }
        Marks marks = Marks.of(fault, version, hash, this::text);
        marks.check(fault, tensors);
        return marks;
    }

    /** The digest's digits must be the header's last text, blanks to a multiple of 8 after it, and the digest of all before. */
    private void checkDigest(Fault fault, byte[] bytes, String header, String digest) throws CheckpointException {
        int space = digest.indexOf(' ');
        String digits = digest.substring(space + 1);
        String text = header.stripTrailing();
        if (space < 0
                || !Digest.PATTERN.matcher(digits).matches()
                || !text.endsWith(digits + SafetensorsWriter.END)
                || header.length() - text.length() > 7
                || bytes.length % 8 != 0) {
            throw fault.expected(
                            "netwright.digest last in the header: checksums, a blank, " + Digest.DIGITS + " digits")
                    .found("'" + Names.escape(digest) + "'")
                    .corrupt("the digest is none");
        }
        int blanks = header.length() - text.length();
        Digest computed = new Digest(blanks + SafetensorsWriter.END.length() + Digest.DIGITS);
        computed.update(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.length)
                .array());
        computed.update(bytes);
        Digest.compare(fault, digits, computed.digits());
        if (!header.endsWith(" ".repeat(blanks))) {
            throw fault.corrupt("the header ends in other characters than blanks");
        }
    }

    private @Nullable String text(String mark) {
        return texts.get(MARK + mark);
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
                Fault fault = input.fault();
                String sum = input.floats(type.orElseThrow(), entry.tensor(), window);
                if (entry.checksum() != null) {
                    Checksum.compare(fault, entry.tensor(), entry.checksum(), sum);
                }
            }
        }
    }
}
