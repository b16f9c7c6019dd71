package dev.netwright.processor.schema;

import dev.netwright.processor.declare.Change;
import dev.netwright.processor.declare.Declaration;
import dev.netwright.processor.declare.MigrationClasses;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Printer;
import dev.netwright.processor.diagnose.SchemaProblems;
import dev.netwright.processor.graph.Graph;
import dev.netwright.processor.schema.SchemaOptions.Lock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Compares a network with the schema files of its versions. */
public final class Schemas {
    private final Map<String, String> options;
    private final MigrationClasses classes;

    /**
     * With the processor's options.
     *
     * @param classes says of the classes that migrate tensors whether they are there
     */
    public Schemas(Map<String, String> options, MigrationClasses classes) {
        this.options = options;
        this.classes = classes;
    }

    /**
     * What the schema files say of a network.
     *
     * @param versions the versions before for generated code, in the words of {@link VersionTable}; empty where there are none
     * @param files a line for each schema file that the network was checked against: its version and the digest of its text
     */
    public record Verdict(String versions, String files, Optional<Locking> locking) {
        /** Of a network without schema files. */
        public static final Verdict NONE = new Verdict("", "", Optional.empty());
    }

    /** A file to write when the network has been compiled. */
    public static final class Locking {
        private final SchemaFolder folder;
        private final SchemaFile file;

        private Locking(SchemaFolder folder, SchemaFile file) {
            this.folder = folder;
            this.file = file;
        }

        /** Writes it. */
        public void write(Place place, Printer printer) {
            try {
                folder.write(file);
                printer.note(place, "version " + file.version() + " is locked: wrote " + folder.shown(file.version()));
            } catch (SchemaFolder.Unsound e) {
                printer.report(e.problem());
            }
        }
    }

    /** Checks a graph that holds; what is wrong is reported. {@code version} is where the network's version stands. */
    public Verdict check(Graph graph, List<Change> changes, Place version, Printer printer) {
        Declaration declaration = graph.declaration();
        Optional<SchemaOptions> given = SchemaOptions.of(options, declaration.place(), printer);
        if (given.isEmpty()) {
            if (!printer.any()) {
                changes.forEach(change -> printer.report(SchemaProblems.badMigration(
                        change.place(),
                        "@" + change.kind() + " needs the schema of the version before",
                        "-A" + SchemaOptions.SCHEMAS + "=DIR",
                        "no schemas are kept",
                        "leave  " + change.place().code("@" + change.kind()) + "  out, or keep schemas: -A"
                                + SchemaOptions.BASE + "=… -A" + SchemaOptions.SCHEMAS + "=schemas")));
            }
            return Verdict.NONE;
        }
        SchemaFolder folder = new SchemaFolder(given.get(), declaration.interfaceName(), declaration.place());
        try {
            return check(graph, changes, version, folder, given.get().lock(), printer);
        } catch (SchemaFolder.Unsound e) {
            printer.report(e.problem());
            return Verdict.NONE;
        }
    }

    private Verdict check(
            Graph graph, List<Change> changes, Place version, SchemaFolder folder, Lock lock, Printer printer)
            throws SchemaFolder.Unsound {
        Declaration declaration = graph.declaration();
        SortedMap<Integer, SchemaFile> files = folder.read();
        files.values().forEach(file -> classesStay(file, declaration, version, folder, printer));
        SchemaFile now = Snapshot.of(graph);
        Optional<SchemaFile> newest = SchemaFolder.newest(files);
        int locked = newest.map(SchemaFile::version).orElse(now.version() - 1);
        if (now.version() < locked || now.version() > locked + 1) {
            printer.report(SchemaProblems.versionOutOfStep(
                    version, simpleName(declaration), now.version(), locked, folder.shown(locked)));
            return Verdict.NONE;
        }
        if (now.version() == locked) {
            SchemaFile file = newest.orElseThrow();
            for (Difference difference : Differ.of(file, now, declaration)) {
                changed(difference, declaration, folder, printer);
            }
            return new Verdict(table(files, file), folder.digests(), Optional.empty());
        }
        if (lock == Lock.REQUIRE) {
            printer.report(SchemaProblems.notLocked(
                    version, simpleName(declaration), now.version(), folder.shown(now.version())));
        }
        if (newest.isEmpty() && !changes.isEmpty()) {
            changes.forEach(change -> printer.report(SchemaProblems.badMigration(
                    change.place(),
                    "@" + change.kind() + " needs the schema of the version before",
                    folder.shown(now.version() - 1),
                    "no schema file of this network",
                    "leave  " + change.place().code("@" + change.kind()) + "  out")));
        }
        List<String> lines = newest.map(old -> Transition.of(old, now, graph, changes, classes, printer))
                .orElse(List.of());
        SchemaFile file = now.after(newest, lines);
        if (lock == Lock.VERIFY) {
            printer.note(
                    declaration.place(),
                    simpleName(declaration) + " version " + now.version() + " is open: no "
                            + folder.shown(now.version()) + "; -A" + SchemaOptions.LOCK
                            + "=update writes it when you release");
        }
        return new Verdict(
                newest.isPresent() ? table(files, file) : "",
                lock == Lock.UPDATE ? folder.digests(file) : folder.digests(),
                lock == Lock.UPDATE ? Optional.of(new Locking(folder, file)) : Optional.empty());
    }

    /** A class that migrates tensors stays as long as its version's file. */
    private void classesStay(
            SchemaFile file, Declaration declaration, Place version, SchemaFolder folder, Printer printer) {
        file.classes()
                .forEach(name -> classes.problem(name, declaration.packageName())
                        .ifPresent(problem -> printer.report(SchemaProblems.badMigration(
                                version,
                                "version " + file.version() + " loads version " + (file.version() - 1) + " by " + name,
                                "the class, as " + folder.shown(file.version()) + " was locked with",
                                problem,
                                "restore the class from version control"))));
    }

    /** Nothing where there is no version before. */
    private static String table(SortedMap<Integer, SchemaFile> files, SchemaFile current) {
        SortedMap<Integer, SchemaFile> before = files.headMap(current.version());
        return before.isEmpty() ? "" : VersionTable.of(before.values(), current);
    }

    private static void changed(Difference difference, Declaration declaration, SchemaFolder folder, Printer printer) {
        int version = declaration.version();
        printer.report(SchemaProblems.schemaChanged(
                difference.place(),
                simpleName(declaration),
                version,
                difference.subject() + " " + difference.level().said(version) + " (" + difference.level() + ")",
                difference.expected(),
                folder.shown(version),
                difference.found(),
                difference.undo(),
                difference.migration()));
    }

    private static String simpleName(Declaration declaration) {
        String name = declaration.interfaceName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
}
