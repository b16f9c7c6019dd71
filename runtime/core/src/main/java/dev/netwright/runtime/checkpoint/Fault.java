package dev.netwright.runtime.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the exceptions of this package: where, expected, found, help; the last call names the kind. */
final class Fault {
    private static final String DAMAGED = "take another copy of the file: this one is damaged";

    private final String source;
    private long offset = -1;
    private @Nullable String place;
    private @Nullable String tensor;
    private @Nullable String expected;
    private @Nullable String found;
    private @Nullable String help;
    private @Nullable Throwable cause;
    private List<String> lines = List.of();

    private Fault(String source) {
        this.source = source;
    }

    static Fault in(String source) {
        return new Fault(source);
    }

    Fault at(long newOffset) {
        this.offset = newOffset;
        return this;
    }

    /** A place in a text: line and column. */
    Fault at(String newPlace) {
        this.place = newPlace;
        return this;
    }

    Fault tensor(String name) {
        this.tensor = name.isEmpty() ? null : name;
        return this;
    }

    Fault expected(Object value) {
        this.expected = String.valueOf(value);
        return this;
    }

    Fault found(Object value) {
        this.found = String.valueOf(value);
        return this;
    }

    Fault help(String text) {
        this.help = text;
        return this;
    }

    Fault because(Throwable throwable) {
        this.cause = throwable;
        return this;
    }

    CheckpointException.Truncated truncated(String problem) {
        helpOr("copy the file again, whole: it ends too early");
        return new CheckpointException.Truncated(this, problem);
    }

    CheckpointException.Corrupt corrupt(String problem) {
        helpOr(DAMAGED);
        return new CheckpointException.Corrupt(this, problem);
    }

    CheckpointException.NotFound notFound() {
        helpOr("check the path");
        return new CheckpointException.NotFound(this, "there is no such file");
    }

    CheckpointException.Read read(String problem) {
        helpOr("see the cause");
        return new CheckpointException.Read(this, problem);
    }

    CheckpointException.Write write(String problem) {
        helpOr("see the cause; what was at the path before is unchanged");
        return new CheckpointException.Write(this, problem);
    }

    CheckpointException.Durability durability(String problem) {
        helpOr("save again; until then do not count on this file after a power cut");
        return new CheckpointException.Durability(this, problem);
    }

    CheckpointException.Busy busy(String problem) {
        helpOr("close it there, then save again; the file is unchanged");
        return new CheckpointException.Busy(this, problem);
    }

    CheckpointException.NotFinite notFinite(String problem) {
        helpOr(
                "train from an earlier checkpoint with a smaller learning rate; to save it all the same, leave out onlyFinite()");
        return new CheckpointException.NotFinite(this, problem);
    }

    CheckpointException.UnsupportedFormat unsupportedFormat(String problem) {
        helpOr("use .json, .onnx or .safetensors, and .gz or .zst after it to compress");
        return new CheckpointException.UnsupportedFormat(this, problem);
    }

    CheckpointException.UnsupportedVersion unsupportedVersion(String problem) {
        helpOr("read it with a Netwright that is as new as the one that wrote it");
        return new CheckpointException.UnsupportedVersion(this, problem);
    }

    CheckpointException.LimitExceeded limitExceeded(String problem) {
        helpOr(DAMAGED);
        return new CheckpointException.LimitExceeded(this, problem);
    }

    CheckpointException.UnsafePath unsafePath(String problem) {
        helpOr("give the path of a regular file");
        return new CheckpointException.UnsafePath(this, problem);
    }

    CheckpointException.SchemaMismatch mismatch(String problem, List<String> table, List<String> differences) {
        this.lines = table;
        helpOr("load it with the model that saved it, or restore the layers that fit by name");
        return new CheckpointException.SchemaMismatch(this, problem, differences);
    }

    private void helpOr(String text) {
        if (help == null) {
            help = text;
        }
    }

    String message(String problem) {
        StringBuilder text =
                new StringBuilder(Names.escape(source)).append(": ").append(problem);
        lines.forEach(line -> text.append("\n    ").append(line));
        if (tensor != null) {
            text.append("\n    tensor:   ").append(Names.escape(tensor));
        }
        if (offset >= 0) {
            text.append("\n    at:       byte ").append(offset);
        }
        if (place != null) {
            text.append("\n    at:       ").append(place);
        }
        if (expected != null) {
            text.append("\n    expected: ").append(expected);
        }
        if (found != null) {
            text.append("\n    found:    ").append(found);
        }
        return text.append("\n    help:     ").append(help()).toString();
    }

    String source() {
        return source;
    }

    long offset() {
        return offset;
    }

    @Nullable
    String tensor() {
        return tensor;
    }

    @Nullable
    String expected() {
        return expected;
    }

    @Nullable
    String found() {
        return found;
    }

    String help() {
        return help == null ? "" : help;
    }

    @Nullable
    Throwable cause() {
        return cause;
    }
}
