package dev.netwright.runtime.checkpoint;

import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.io.NumberInput;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one strict JSON document token by token: no name twice in an object, numbers within range, nothing after the end,
 * bounded depth and lengths. The current token is the first of the value to read; a call that reads a value leaves its last.
 */
final class JsonIn {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(2_000)
                    .maxStringLength(SafetensorsReader.LONGEST_HEADER)
                    .build())
            .build();

    /** Memory that a member takes beside its name's letters, in a map and in the set of names that are refused a second time. */
    private static final int NAME_BYTES = 128;

    /** Memory that a text takes beside its letters. */
    private static final int TEXT_BYTES = 40;

    private static final int OBJECT_BYTES = 64;
    private static final int ELEMENT_BYTES = 32;

    /** Most members of an object: checksums name each tensor, and each may be a slot's. */
    private static final int MOST_MEMBERS = 2 * StoredTensor.MOST + 1;

    private final String source;
    private final String what;
    private final Allowance allowance;
    private final JsonParser parser;
    private String tensor = "";

    /** Starts at the first token of a document whose memory its length bounds. */
    JsonIn(String source, String what, Reader reader) throws CheckpointException {
        this(source, what, reader, bytes -> {});
    }

    /**
     * Starts at the first token.
     *
     * @param what what the document is, with a blank after it, empty for a file's own text
     * @param allowance is told what each part takes in memory
     */
    JsonIn(String source, String what, Reader reader, Allowance allowance) throws CheckpointException {
        this.source = source;
        this.what = what;
        this.allowance = allowance;
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), reader);
        next();
    }

    /** Refuses a document that takes too much memory. */
    interface Allowance {
        void take(long bytes) throws CheckpointException;
    }

    /** Reads the member of an object that has this name. */
    interface Member {
        void read(String name) throws CheckpointException;
    }

    /** Reads an element of an array. */
    interface Element {
        void read() throws CheckpointException;
    }

    /** Says whose values are read from here on, so that what is wrong with one of them names it; empty for none. */
    void within(String name) {
        tensor = name;
    }

    Fault fault() {
        TokenStreamLocation at = parser.currentTokenLocation();
        return Fault.in(source).tensor(tensor).at(what + "line " + at.getLineNr() + ", column " + at.getColumnNr());
    }

    void object(Member member) throws CheckpointException {
        object(member, () -> false);
    }

    /** Reads an object up to its end, or to the member after which it is enough. */
    void object(Member member, BooleanSupplier enough) throws CheckpointException {
        expect(JsonToken.START_OBJECT, "an object");
        allowance.take(OBJECT_BYTES);
        int members = 0;
        while (!enough.getAsBoolean() && next() != JsonToken.END_OBJECT) {
            String name = characters(name());
            if (++members > MOST_MEMBERS) {
                throw fault().expected("at most " + MOST_MEMBERS)
                        .found("more")
                        .limitExceeded("too many members of an object");
            }
            next();
            member.read(name);
        }
    }

    void array(Element element) throws CheckpointException {
        expect(JsonToken.START_ARRAY, "an array");
        while (next() != JsonToken.END_ARRAY) {
            allowance.take(ELEMENT_BYTES);
            element.read();
        }
    }

    String string() throws CheckpointException {
        expect(JsonToken.VALUE_STRING, "a string");
        String text = characters(text());
        allowance.take(TEXT_BYTES + text.length());
        return text;
    }

    private String name() throws CheckpointException {
        String name = parser.currentName();
        allowance.take(NAME_BYTES + name.length());
        return name;
    }

    /** Refuses half of a surrogate pair, which an escape can make and which no file can hold again. */
    private String characters(String text) throws CheckpointException {
        for (int k = 0; k < text.length(); k++) {
            char c = text.charAt(k);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && k + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(k + 1));
                if (!pair) {
                    throw fault().found(Names.escape(text)).corrupt("a text holds half of a surrogate pair");
                }
                k++;
            }
        }
        return text;
    }

    /** A whole number, 0 or more. */
    long count() throws CheckpointException {
        long value = whole();
        if (value < 0) {
            throw fault().expected("0 or more").found(value).corrupt("a number is out of range");
        }
        return value;
    }

    /** A whole number that an int holds, 0 or more. */
    int smallCount() throws CheckpointException {
        long value = count();
        if (value > Integer.MAX_VALUE) {
            throw fault().expected("at most " + Integer.MAX_VALUE).found(value).corrupt("a number is out of range");
        }
        return (int) value;
    }

    long whole() throws CheckpointException {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        String text = text();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw fault().expected("a 64-bit number").found(Names.escape(text)).corrupt("a number is out of range");
        }
    }

    boolean bool() throws CheckpointException {
        if (parser.currentToken() != JsonToken.VALUE_FALSE) {
            expect(JsonToken.VALUE_TRUE, "true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    double number() throws CheckpointException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return special();
        }
        if (token != JsonToken.VALUE_NUMBER_FLOAT) {
            expect(JsonToken.VALUE_NUMBER_INT, "a number");
        }
        String text = text();
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw outOfRange("float64", text);
        }
        return value;
    }

    float float32() throws CheckpointException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return special();
        }
        if (token != JsonToken.VALUE_NUMBER_FLOAT) {
            expect(JsonToken.VALUE_NUMBER_INT, "a number");
        }
        float value;
        try {
            value = NumberInput.parseFloat(
                    parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength(), true);
        } catch (JacksonException e) {
            throw wrap(e);
        }
        if (Float.isInfinite(value)) {
            throw outOfRange("float32", text());
        }
        return value;
    }

    private float special() throws CheckpointException {
        String text = text();
        return switch (text) {
            case "NaN" -> Float.NaN;
            case "Infinity" -> Float.POSITIVE_INFINITY;
            case "-Infinity" -> Float.NEGATIVE_INFINITY;
            default ->
                throw fault().expected("a number, \"NaN\", \"Infinity\" or \"-Infinity\"")
                        .found("\"" + Names.escape(text) + "\"")
                        .corrupt("not a number");
        };
    }

    private CheckpointException outOfRange(String type, String text) {
        return fault().expected("a number that " + type + " holds")
                .found(Names.escape(text))
                .corrupt("a number is out of range");
    }

    /** Passes over a value, without recursion. */
    void skip() throws CheckpointException {
        int depth = 0;
        for (JsonToken token = parser.currentToken(); ; token = next()) {
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                depth++;
            } else if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                depth--;
            } else if (token == JsonToken.PROPERTY_NAME) {
                name(); // the parser keeps it, to refuse a second one
            }
            if (depth == 0) {
                return;
            }
        }
    }

    JsonToken next() throws CheckpointException {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw fault().truncated("the text ends too early");
            }
            return token;
        } catch (JacksonException e) {
            throw wrap(e);
        }
    }

    @Nullable
    JsonToken token() {
        return parser.currentToken();
    }

    /** Refuses text after the document. */
    void end() throws CheckpointException {
        try {
            if (parser.nextToken() != null) {
                throw fault().expected("the end").corrupt("text after the end of the document");
            }
        } catch (JacksonException e) {
            throw wrap(e);
        }
    }

    private String text() throws CheckpointException {
        try {
            return parser.getString();
        } catch (JacksonException e) {
            throw wrap(e);
        }
    }

    private void expect(JsonToken token, String name) throws CheckpointException {
        if (parser.currentToken() != token) {
            throw fault().expected(name)
                    .found(describe(parser.currentToken()))
                    .corrupt("the JSON is not of the format");
        }
    }

    private static String describe(@Nullable JsonToken token) {
        return token == null
                ? "the end"
                : switch (token) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "an array";
                    case VALUE_STRING -> "a string";
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
                    case VALUE_TRUE, VALUE_FALSE -> "true or false";
                    case VALUE_NULL -> "null";
                    default -> "the end of an object or array";
                };
    }

    private CheckpointException wrap(JacksonException e) {
        Fault fault = fault().because(e);
        if (e instanceof UnexpectedEndOfInputException) {
            return fault.truncated("the text ends too early");
        } else if (e instanceof StreamConstraintsException) {
            return fault.found(e.getOriginalMessage()).limitExceeded("the JSON is too deep or too long");
        } else if (e instanceof JacksonIOException && e.getCause() instanceof CharacterCodingException) {
            return fault.expected("UTF-8").corrupt("the text is not UTF-8");
        } else if (e instanceof JacksonIOException) {
            return e.getCause() instanceof CheckpointException checkpoint ? checkpoint : fault.read("reading failed");
        }
        return fault.found(Names.escape(String.valueOf(e.getOriginalMessage()))).corrupt("the text is not JSON");
    }
}
