package dev.netwright.processor.diagnose;

import java.util.List;

/** What schema files and migrations tell: a method for each problem, as in {@link Problems}. */
public final class SchemaProblems {
    private SchemaProblems() {}

    /** An option that makes no sense. */
    public static Problem schemaOptions(Place place, String what, String expected, String found, String... help) {
        return new ProblemBuilder(ProblemId.SchemaOptions, place, what)
                .expected(expected)
                .found(found)
                .help(help)
                .build();
    }

    /** A schema {@code file}, or the folder, that is no such. */
    public static Problem schemaUnreadable(
            Place place, String file, String what, String expected, String found, String help) {
        return new ProblemBuilder(ProblemId.SchemaUnreadable, place, file + ": " + what)
                .expected(expected)
                .found(found)
                .help(help)
                .build();
    }

    /** A schema {@code file} that {@code fault} ("was changed after it was locked"). */
    public static Problem schemaEdited(
            Place place, String file, String fault, String expected, String found, String help) {
        return new ProblemBuilder(ProblemId.SchemaEdited, place, file + " " + fault)
                .expected(expected)
                .found(found)
                .help(help)
                .build();
    }

    /** A schema {@code file} that is needed because {@code why}. */
    public static Problem schemaMissing(Place place, String file, String why, String help) {
        return new ProblemBuilder(ProblemId.SchemaMissing, place, file + " is missing")
                .expected("the file: " + why)
                .found("no such file")
                .help(help)
                .build();
    }

    /** A network's {@code version} where {@code locked} is the newest that has a {@code file}. */
    public static Problem versionOutOfStep(Place place, String network, int version, int locked, String file) {
        boolean behind = version < locked;
        return new ProblemBuilder(
                        ProblemId.VersionOutOfStep,
                        place,
                        network + " is version " + version + ", but version " + locked + " is "
                                + (behind ? "locked already" : "the newest that is locked"))
                .expected(
                        behind
                                ? "version " + locked + ", or " + (locked + 1) + " for a change"
                                : "version " + locked + ", or " + (locked + 1) + ", which loads it")
                .found("version " + version + "; " + file + " is the newest")
                .help("write  version = " + (behind ? locked : locked + 1))
                .build();
    }

    /** A version without a schema {@code file} in a build for release. */
    public static Problem notLocked(Place place, String network, int version, String file) {
        return new ProblemBuilder(ProblemId.NotLocked, place, network + " version " + version + " is not locked")
                .expected(file + ", since -Anetwright.lock=require")
                .found("no such file")
                .help("compile once with -Anetwright.lock=update, and commit the file that it writes")
                .build();
    }

    /** A test of a network's versions that cannot be made because {@code why}. */
    public static Problem notTestable(
            Place place, String network, String why, String expected, String found, String... help) {
        return new ProblemBuilder(ProblemId.NotTestable, place, "no test of the versions of " + network + ": " + why)
                .expected(expected)
                .found(found)
                .help(help)
                .build();
    }

    /** A network that is {@code said} otherwise by its version's {@code file}. */
    public static Problem schemaChanged(
            Place place,
            String network,
            int version,
            String said,
            String expected,
            String file,
            String found,
            String undo,
            String migration) {
        String raise = "or declare  @Network(version = " + (version + 1) + ")";
        return new ProblemBuilder(
                        ProblemId.SchemaChanged, place, network + " is still version " + version + ", but " + said)
                .expected(expected + "  in " + file)
                .found(found)
                .help(
                        undo,
                        migration.isEmpty()
                                ? raise
                                : raise + " and say how version " + version + " loads, for instance  " + migration)
                .build();
    }

    /** Tensors without a certain origin, or without a place to go. */
    public static Problem migrationUnclear(Place place, String what, String expected, String found, List<String> help) {
        return new ProblemBuilder(ProblemId.MigrationUnclear, place, what)
                .expected(expected)
                .found(found)
                .help(help.toArray(String[]::new))
                .build();
    }

    /** An annotation of a migration that does not hold. */
    public static Problem badMigration(Place place, String what, String expected, String found, String help) {
        return new ProblemBuilder(ProblemId.BadMigration, place, what)
                .expected(expected)
                .found(found)
                .help(help)
                .build();
    }
}
