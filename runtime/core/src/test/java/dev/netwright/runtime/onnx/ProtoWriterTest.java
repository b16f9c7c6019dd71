package dev.netwright.runtime.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtoWriterTest {
    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Against protobuf's own writer. */
    @Test
    void writesWhatProtobufWrites() throws Exception {
        Random random = new Random(1);
        for (int round = 0; round < 10_000; round++) {
            int field = 1 + random.nextInt(1 << random.nextInt(20));
            long value = random.nextLong() >> random.nextInt(64);
            float real = Float.intBitsToFloat(random.nextInt());
            String text = "aé数😀".substring(0, random.nextInt(4)).repeat(random.nextInt(60));
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(expected);
            out.writeInt64(field, value);
            out.writeFloat(field, real);
            out.writeString(field, text);
            out.flush();
            ProtoWriter writer =
                    new ProtoWriter().integer(field, value).float32(field, real).string(field, text);
            assertEquals(hex(expected.toByteArray()), hex(writer.toBytes()));
            assertEquals(CodedOutputStream.computeUInt64SizeNoTag(value), ProtoWriter.varintSize(value));
            assertEquals(
                    writer.size(),
                    new ProtoWriter().message(field, writer).size()
                            - (ProtoWriter.fieldSize(field, writer.size()) - writer.size()));
        }
    }

    @Test
    void packsRepeatedNumbers() {
        assertEquals(
                "0a0301ac02", hex(new ProtoWriter().integers(1, List.of(1, 300)).toBytes()));
        assertEquals(
                "12080000803f000000c0",
                hex(new ProtoWriter().floats(2, List.of(1f, -2f)).toBytes()));
        assertEquals(
                "",
                hex(new ProtoWriter()
                        .integers(1, List.of())
                        .floats(2, List.of())
                        .toBytes()));
    }

    @Test
    void refusesWhatNoAttributeHolds() {
        GraphEncoder graph = new GraphEncoder();
        assertThrows(
                IllegalArgumentException.class,
                () -> graph.node("Relu", List.of("x"), List.of("y"), Map.of("a", new Object())));
        assertThrows(IllegalArgumentException.class, () -> graph.floats("c", List.of(1f), List.of(2)));
        assertThrows(IllegalArgumentException.class, () -> graph.input("x", "complex64", List.of(), true));
    }
}
