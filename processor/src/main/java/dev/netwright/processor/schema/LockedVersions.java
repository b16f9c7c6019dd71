package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Reporter;
import dev.netwright.processor.diagnose.SchemaProblems;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The versions of a network that have a schema file.
 *
 * @param folder the folder of all schema files, relative to the base where it is below it
 * @param versions their numbers, ascending
 */
public record LockedVersions(String folder, List<Integer> versions) {
    public LockedVersions {
        versions = List.copyOf(versions);
    }

    /**
     * Those of a network, of which a test is asked for at {@code place}.
     *
     * @param options of the processor
     */
    public static Optional<LockedVersions> of(
            Map<String, String> options, Declaration network, Place place, Reporter reporter) {
        if (!options.containsKey(SchemaOptions.SCHEMAS)) {
            reporter.report(SchemaProblems.notTestable(
                    place,
                    network.interfaceName(),
                    "no schemas are kept",
                    "-A" + SchemaOptions.SCHEMAS + "=DIR, as where the network is compiled",
                    "no such option",
                    "give  -A" + SchemaOptions.BASE + "=… -A" + SchemaOptions.SCHEMAS
                            + "=schemas  to javac, for tests too"));
            return Optional.empty();
        }
        Optional<SchemaOptions> given = SchemaOptions.of(options, place, reporter);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        SchemaFolder folder = new SchemaFolder(given.get(), network.interfaceName(), place);
        try {
            List<Integer> versions = List.copyOf(folder.read().keySet());
            if (versions.isEmpty()) {
                reporter.report(SchemaProblems.notTestable(
                        place,
                        network.interfaceName(),
                        "no version of it is locked",
                        folder.shown(network.version()),
                        "no such file",
                        "compile once with -A" + SchemaOptions.LOCK + "=update, and commit the file that it writes"));
                return Optional.empty();
            }
            return Optional.of(new LockedVersions(given.get().relative(), versions));
        } catch (SchemaFolder.Unsound e) {
            reporter.report(e.problem());
            return Optional.empty();
        }
    }
}
