package dev.netwright.benchmarks;

/** Somebody who does the work that is measured. */
@SuppressWarnings("try") // nobody interrupts it
interface Contender extends AutoCloseable {
    /** Name in the table. */
    String name();

    /** Does the work once. */
    void call() throws Exception;

    @Override
    default void close() throws Exception {}
}
