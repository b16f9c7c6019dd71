package dev.netwright.runtime.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that could not be read or written. One type for each kind of problem; the message says where, what was expected,
 * what was found and what to do. What was to be read into is unchanged, and so is a file that was to be replaced.
 */
public abstract sealed class CheckpointException extends IOException {
    private static final long serialVersionUID = 1;

    private final String message;
    private final String source;
    private final long offset;
    private final @Nullable String tensor;
    private final @Nullable String expected;
    private final @Nullable String found;
    private final String help;

    private CheckpointException(Fault fault, String problem) {
        super(fault.message(problem), fault.cause());
        this.message = String.valueOf(super.getMessage());
        this.source = fault.source();
        this.offset = fault.offset();
        this.tensor = fault.tensor();
        this.expected = fault.expected();
        this.found = fault.found();
        this.help = fault.help();
    }

    /** Where, what, expected, found and what to do, on several lines. */
    @Override
    public final String getMessage() {
        return message;
    }

    /** The path, or {@code stream} or {@code bytes}. */
    public final String source() {
        return source;
    }

    /** Offset in bytes from the beginning, where known. */
    public final OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Full name of the tensor it is about. */
    public final Optional<String> tensor() {
        return Optional.ofNullable(tensor);
    }

    /** What was expected. */
    public final Optional<String> expected() {
        return Optional.ofNullable(expected);
    }

    /** What was found. */
    public final Optional<String> found() {
        return Optional.ofNullable(found);
    }

    /** What to do. */
    public final String help() {
        return help;
    }

    /** There is no such file. */
    public static final class NotFound extends CheckpointException {
        private static final long serialVersionUID = 1;

        NotFound(Fault fault, String problem) {
            super(fault, problem);
        }
    }

    /** The operating system refused to read. */
    public static final class Read extends CheckpointException {
        private static final long serialVersionUID = 1;

        Read(Fault fault, String problem) {
            super(fault, problem);
        }
    }

    /** The bytes end too early. */
    public static final class Truncated extends CheckpointException {
        private static final long serialVersionUID = 1;

        Truncated(Fault fault, String problem) {
            super(fault, problem);
        }
    }

    /** The bytes are not what the format requires, or contradict themselves. */
    public static final class Corrupt extends CheckpointException {
        private static final long serialVersionUID = 1;

        Corrupt(Fault fault, String problem) {
            super(fault, problem);
        }
    }

    /** No format of checkpoints has the file's extension, or the format cannot hold what was to be written. */
    public static final class UnsupportedFormat extends CheckpointException {
        private static final long serialVersionUID = 1;

        UnsupportedFormat(Fault fault, String problem) {
            super(fault, problem);
        }
    }

    /** A later version of Netwright wrote the file. */
    public static final class UnsupportedVersion extends CheckpointException {
        private static final long serialVersionUID = 1;

        UnsupportedVersion(Fault fault, String problem) {
            super(fault, problem);
        }
    }

    /** The tensors are not those of the model. The message lists every difference. */
    public static final class SchemaMismatch extends CheckpointException {
        private static final long serialVersionUID = 1;

        private final List<String> differences;

        SchemaMismatch(Fault fault, String problem, List<String> differences) {
            super(fault, problem);
            this.differences = List.copyOf(differences);
        }

        /** Every difference, one a line of the message, also where the message ends with {@code …and N more}. */
        public List<String> differences() {
            return differences;
        }
    }

    /** More or larger than a checkpoint may hold. */
    public static final class LimitExceeded extends CheckpointException {
        private static final long serialVersionUID = 1;

        LimitExceeded(Fault fault, String problem) {
            super(fault, problem);
        }
    }

    /** The path, or a path in the file, is none that may be opened. */
    public static final class UnsafePath extends CheckpointException {
        private static final long serialVersionUID = 1;

        UnsafePath(Fault fault, String problem) {
            super(fault, problem);
        }
    }

    /** The file could not be written; what was there before is unchanged. */
    public static final class Write extends CheckpointException {
        private static final long serialVersionUID = 1;

        Write(Fault fault, String problem) {
            super(fault, problem);
        }
    }

    /**
     * The file was saved whole and can be read, but the system could not say that it would survive a power cut: what was at the path
     * before may then come back.
     */
    public static final class Durability extends CheckpointException {
        private static final long serialVersionUID = 1;

        Durability(Fault fault, String problem) {
            super(fault, problem);
        }
    }

    /** Another program keeps the file from being replaced, as systems do that lock open files; it is unchanged. */
    public static final class Busy extends CheckpointException {
        private static final long serialVersionUID = 1;

        Busy(Fault fault, String problem) {
            super(fault, problem);
        }
    }

    /** A parameter or buffer is NaN or infinite, where {@link SaveOptions#onlyFinite} asks that none is. Nothing was written. */
    public static final class NotFinite extends CheckpointException {
        private static final long serialVersionUID = 1;

        NotFinite(Fault fault, String problem) {
            super(fault, problem);
        }
    }
}
