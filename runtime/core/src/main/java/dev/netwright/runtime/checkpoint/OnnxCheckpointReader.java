package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.checkpoint.Visitor.Window;
import dev.netwright.runtime.onnx.OnnxFields;
import dev.netwright.runtime.onnx.OnnxFormatException;
import dev.netwright.runtime.onnx.OnnxReader;
import dev.netwright.runtime.onnx.OnnxTensor;
import dev.netwright.runtime.onnx.OnnxVisitor;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the weights of ONNX files, Netwright's and foreign ones. A foreign file's initializers of integers and of rank 0 are its
 * graph's constants and no tensors of a checkpoint.
 */
final class OnnxCheckpointReader implements OnnxVisitor {
    private static final String MARK = OnnxCheckpointWriter.NETWRIGHT;

    private final Input input;
    private final Visitor visitor;
    private final List<StoredTensor> tensors = new ArrayList<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private String producer = "";
    private String lastProperty = "";
    private final List<@Nullable CRC32C> sums = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private final Digest digest = new Digest(Digest.DIGITS);

    private OnnxCheckpointReader(Input input, Visitor visitor) {
        this.input = input;
        this.visitor = visitor;
    }

    static Header read(Input input, Visitor visitor) throws CheckpointException {
        if (input.length() == 0) {
            throw input.fault().truncated("the file is empty");
        }
        OnnxCheckpointReader reader = new OnnxCheckpointReader(input, visitor);
        try {
            int most = (int) Math.min(Integer.MAX_VALUE - 8L, 8L * visitor.largest());
            OnnxReader.read(input.rest(), reader, most);
        } catch (OnnxFormatException e) {
            Fault fault = Fault.in(input.name()).at(e.offset()).tensor(e.tensor());
            if (e.external()) {
                throw fault.help("save the model with its values inside the file")
                        .unsafePath(e.problem());
            }
            throw e.truncated() ? fault.truncated(e.problem()) : fault.corrupt(e.problem());
        } catch (IOException e) {
            throw input.wrap(e);
        }
        return reader.finish();
    }

    @Override
    public void producer(String name) {
        producer = name;
    }

    @Override
    public void property(String key, String value) throws CheckpointException {
        if (properties.put(key, value) != null) {
            throw Fault.in(input.name()).found(Names.escape(key)).corrupt("a property is there twice");
        }
        lastProperty = key;
    }

    @Override
    public @Nullable Values initializer(OnnxTensor tensor) throws CheckpointException {
        StoredTensor stored = new StoredTensor(tensor.name(), OnnxFields.typeName(tensor.type()), tensor.shape());
        StoredTensor.checkCount(Fault.in(input.name()).at(tensor.offset()), tensors.size() + 1);
        CRC32C sum = new CRC32C();
        tensors.add(stored);
        offsets.add(tensor.offset());
        Optional<FloatType> type = FloatType.ofText(stored.type());
        Window window = type.isPresent() ? visitor.window(stored) : null;
        sums.add(window == null ? null : sum);
        if (window == null) {
            return null;
        }
        int[] at = {window.offset()};
        return (values, length) -> {
            Fault fault = Fault.in(input.name());
            sum.update(values, 0, length);
            Input.decode(type.get(), stored, values, length, window.values(), at[0], fault);
            at[0] += length / type.get().bytes();
        };
    }

    @Override
    public void rest(byte[] bytes, int offset, int count) {
        digest.update(bytes, offset, count);
    }

    private Header finish() throws CheckpointException {
        boolean marked = producer.equals(MARK)
                || properties.keySet().stream().anyMatch(key -> key.equals(MARK) || key.startsWith(MARK + "."));
        if (!marked) {
            tensors.removeIf(tensor ->
                    tensor.shape().isEmpty() || FloatType.ofText(tensor.type()).isEmpty());
            visitor.tensors(tensors);
            return new Header(Optional.empty(), tensors, Metadata.NONE, Optional.empty());
        }
        Fault fault = Fault.in(input.name());
        String end = properties.get(MARK);
        if (end == null) {
            throw fault.expected("the property 'netwright', which closes the file")
                    .found(properties.isEmpty() ? "none" : "up to '" + Names.escape(lastProperty) + "'")
                    .truncated("the file ends too early");
        }
        String[] parts = end.split(" ", -1);
        boolean later = Marks.checkVersion(fault, parts[0]);
        Digest.compare(fault, digest.tail(), digest.digits());
        if (!producer.equals(MARK)
                || parts.length < 4
                || (!later && parts.length > 4)
                || !lastProperty.equals(MARK)
                || !parts[parts.length - 1].equals(digest.tail())) {
            throw fault.expected("producer netwright and the property 'netwright' last, with four parts")
                    .found("producer '" + Names.escape(producer) + "', property '" + Names.escape(end) + "'")
                    .corrupt("the marks of Netwright do not agree");
        }
        Marks marks = Marks.of(fault, parts[0], parts[1], name -> properties.get(MARK + "." + name));
        marks.check(fault, tensors);
        checkSums(Checksum.split(fault, parts[2], tensors.size()));
        visitor.tensors(tensors);
        return new Header(Optional.of(marks), tensors, metadata(properties.get(MARK + ".metadata")), Optional.empty());
    }

    private void checkSums(List<String> stored) throws CheckpointException {
        for (int k = 0; k < stored.size(); k++) {
            CRC32C sum = sums.get(k);
            if (sum != null) {
                Fault fault = Fault.in(input.name()).at(offsets.get(k));
                Checksum.compare(fault, tensors.get(k), stored.get(k), Checksum.digits(sum));
            }
        }
    }

    private Metadata metadata(@Nullable String text) throws CheckpointException {
        Metadata metadata = Metadata.NONE;
        if (text != null) {
            JsonIn in = new JsonIn(input.name(), "metadata, ", new StringReader(text));
            metadata = MetadataJson.read(in);
            in.end();
        }
        String classes = properties.get(OnnxCheckpointWriter.CLASSES);
        if (classes == null) {
            return metadata;
        }
        JsonIn in = new JsonIn(input.name(), "classes, ", new StringReader(classes));
        metadata = metadata.classes(MetadataJson.readClasses(in));
        in.end();
        return metadata;
    }
}
