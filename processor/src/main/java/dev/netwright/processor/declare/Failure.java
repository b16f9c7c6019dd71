package dev.netwright.processor.declare;

import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problem;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.SchemaProblems;
import dev.netwright.processor.diagnose.SourcePlace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** Problems that show only while a network is compiled. */
public final class Failure {
    /** Frames of the stack that a message shows; the cause is in the first few. */
    private static final int FRAMES = 8;

    private Failure() {}

    /** Another class of a generated one's name was written in the same compilation. */
    public static Problem taken(TypeElement network, Optional<Declaration> declaration) {
        String name = network.getSimpleName().toString();
        String model = declaration.map(Declaration::modelName).orElse(name + "Model");
        return Problems.nameTaken(new SourcePlace(network, null, null), name, model, name + "Network");
    }

    /** A plan that needs more floats than an array holds; {@code what} is a node or the workspace. */
    public static Problem tooLarge(TypeElement network, String what, long floats) {
        String name = network.getSimpleName().toString();
        return Problems.tooLarge(
                new SourcePlace(network, null, null),
                what.equals("the workspace") ? "the workspace of '" + name + "'" : "'" + what + "'",
                floats == Long.MAX_VALUE ? "more than " + Long.MAX_VALUE : String.valueOf(floats),
                Integer.MAX_VALUE - 8L,
                "elements",
                "",
                "make the largest nodes smaller");
    }

    /** A class of the name of a test to generate for {@code asking} is there. */
    public static Problem testTaken(Place place, String network, String asking) {
        String name = Names.compatibilityTest(asking);
        return SchemaProblems.notTestable(
                place,
                network,
                "the name of its test is taken",
                "no other class named " + name,
                name + " is declared already",
                "rename the class that @CompatibilityTest stands on");
    }

    /** A bug of Netwright. */
    public static Problem internal(TypeElement network, Optional<Declaration> declaration, Throwable cause) {
        List<String> details = new ArrayList<>();
        String version = Failure.class.getPackage().getImplementationVersion();
        details.add("Netwright " + (version == null ? "(unpackaged)" : version) + ", Java "
                + System.getProperty("java.version") + " of " + System.getProperty("java.vendor"));
        details.add(cause.toString().replace('\n', ' '));
        Arrays.stream(cause.getStackTrace()).limit(FRAMES).forEach(frame -> details.add("  at " + frame));
        for (Throwable inner = cause.getCause(); inner != null; inner = inner.getCause()) {
            details.add("caused by " + inner.toString().replace('\n', ' '));
            Arrays.stream(inner.getStackTrace()).limit(FRAMES).forEach(frame -> details.add("  at " + frame));
        }
        declaration.ifPresent(read -> {
            details.add("the declaration:");
            Companion.of(read).nodes().forEach(node -> details.add("  " + node));
        });
        String name = network.getSimpleName().toString();
        return Problems.internalError(new SourcePlace(network, null, null), name, cause, details);
    }
}
