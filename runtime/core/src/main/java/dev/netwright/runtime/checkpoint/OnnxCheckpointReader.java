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
    private long bytes;

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
        tensors.add(stored);
        bytes += tensor.byteCount();
        Optional<FloatType> type = FloatType.ofText(stored.type());
        Window window = type.isPresent() ? visitor.window(stored) : null;
        if (window == null) {
            return null;
        }
        int[] at = {window.offset()};
        return (values, length) -> {
            Fault fault = Fault.in(input.name());
            Input.decode(type.get(), stored, values, length, window.values(), at[0], fault);
            at[0] += length / type.get().bytes();
        };
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
        if (!producer.equals(MARK)
                || parts.length < 4
                || (!later && (parts.length > 4 || !lastProperty.equals(MARK)))) {
            throw fault.expected("producer netwright and the property 'netwright' last, with four parts")
                    .found("producer '" + Names.escape(producer) + "', property '" + Names.escape(end) + "'")
                    .corrupt("the marks of Netwright do not agree");
        }
        if (!parts[1].equals(Integer.toString(tensors.size())) || !parts[2].equals(Long.toString(bytes))) {
            throw fault.expected(Names.escape(parts[1] + " initializers, " + parts[2] + " bytes of values"))
                    .found(tensors.size() + " initializers, " + bytes + " bytes of values")
                    .corrupt("initializers are missing or too many");
        }
        String network = properties.get(MARK + ".network");
        String version = properties.get(MARK + ".schema_version");
        String table = properties.get(MARK + ".tensors");
        String about = properties.get(MARK + ".metadata");
        boolean bare = network == null && version == null && table == null && about == null;
        if (!bare && (network == null || version == null || table == null || about == null)) {
            throw fault.expected("network, schema_version, tensors and metadata, all or none")
                    .found(Names.escape(properties.keySet().toString()))
                    .corrupt("marks of Netwright are missing");
        }
        Marks marks = Marks.of(fault, parts[0], network, version, parts[3], table);
        marks.check(fault, tensors);
        visitor.tensors(tensors);
        return new Header(Optional.of(marks), tensors, metadata(about), Optional.empty());
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
